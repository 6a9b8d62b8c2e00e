"""The mentorloom command line: one module a command."""
