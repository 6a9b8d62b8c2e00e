"""Which mentors suit whom: beliefs, suggestions, what is learned, how it is tuned."""
