"""Matching two lists of people in memory."""
