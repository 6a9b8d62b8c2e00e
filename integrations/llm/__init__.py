"""Language-model adapters (optional: everything works without one)."""
