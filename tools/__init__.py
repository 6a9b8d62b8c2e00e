"""Set-up and checks for developers; nothing here is shipped."""
