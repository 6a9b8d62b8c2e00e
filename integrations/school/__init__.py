"""Connectors to systems of schools."""
