"""Text encoders: adapters of core.ports.encoder.TextEncoder."""
