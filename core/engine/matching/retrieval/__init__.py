"""Which pairs the assignment has to look at, and the proof that no other would improve it."""
