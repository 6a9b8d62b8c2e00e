"""Benchmarks: each prints one line with a ratio or a limit beside it."""
