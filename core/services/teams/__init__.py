"""Microsoft Teams: who comes from there."""
