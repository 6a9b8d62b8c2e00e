"""Connections: setting them up, and reading them."""
