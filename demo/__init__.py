"""A stand-in campus for newcomers and tests. It shares no code with the hub."""
