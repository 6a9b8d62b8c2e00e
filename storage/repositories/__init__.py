"""One repository a noun, each the adapter of a protocol in core.ports.repositories."""
