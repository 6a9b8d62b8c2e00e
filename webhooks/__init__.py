"""Inbound webhooks (verify, dedupe, store, acknowledge) and outbound ones (sign, retry)."""
