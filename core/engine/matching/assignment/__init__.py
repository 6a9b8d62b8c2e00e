"""Who meets whom: the exact best assignment."""
