"""Use cases: load, call the engine, store, all in one unit of work."""
