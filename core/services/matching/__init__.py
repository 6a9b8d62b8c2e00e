"""Who meets whom: suggestions, requests, pairs."""
