"""The engine and its use cases: no framework, no network, no database."""
