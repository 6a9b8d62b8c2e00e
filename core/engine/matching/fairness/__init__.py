"""Whether a pairing treats groups alike: rates, ratios and intervals, of groups of five or more."""
