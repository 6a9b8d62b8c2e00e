"""Courses of learning platforms: their programme and who is in them."""
