"""What every adapter shares: the guarded HTTP client."""
