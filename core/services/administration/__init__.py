"""Organizations, administrators, sessions, and what is kept how long."""
