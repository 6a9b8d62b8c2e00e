"""Alembic's environment and the revisions, from the first one on."""
