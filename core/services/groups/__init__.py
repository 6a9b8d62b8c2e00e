"""Group mentoring: groups, joining them, and who fits where."""
