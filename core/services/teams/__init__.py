"""Microsoft Teams: who comes from there, and what is said there."""
