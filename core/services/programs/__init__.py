"""Programmes and taking part in them."""
