"""A connector to copy: it reads a made-up staff list. docs/guides/writing-connectors.md."""
