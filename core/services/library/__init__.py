"""The resource catalogue and what courses show about people."""
