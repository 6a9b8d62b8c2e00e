"""Scores and the gradebooks they go to."""
