"""Asking and answering: lists, requests, the response clock, steps of matches and undoing them."""
