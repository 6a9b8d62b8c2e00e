"""Benchmarks: each prints one line with a ratio or a limit beside it."""

import os

# As config/cli/main.py sets it for every process of the product.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
