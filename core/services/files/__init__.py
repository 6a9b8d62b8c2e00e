"""Lists of people in files."""
