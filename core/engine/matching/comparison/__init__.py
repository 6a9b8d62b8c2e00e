"""Comparing two people: one number a feature."""
