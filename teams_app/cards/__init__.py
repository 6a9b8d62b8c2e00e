"""Adaptive Cards: what the bot shows, and what comes of its buttons."""
