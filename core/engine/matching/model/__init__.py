"""From features to the probability of a good match."""
