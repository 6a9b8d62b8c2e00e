"""What people tell about themselves, and how they come and go."""
