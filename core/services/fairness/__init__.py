"""How groups and mentors fare in what was matched."""
