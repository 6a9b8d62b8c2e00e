"""Why a pair, why not, and what would change it."""
