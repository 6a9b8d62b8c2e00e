"""Planned meetings: proposing times, choosing one, being reminded of it."""
