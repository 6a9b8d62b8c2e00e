"""JSON API v1 and its schemas."""
