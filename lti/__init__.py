"""LTI 1.3 Advantage tool: login, launch, registrations and keys."""
