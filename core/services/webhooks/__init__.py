"""Telling other systems what happens."""
