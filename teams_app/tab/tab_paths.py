"""The addresses that only our own pages inside Teams call; those Teams knows are in places.py."""

SESSION = "/teams/auth/session"
THEME = "/teams/theme"
CHOOSE = "/teams/configure/programme"
"""Where a signed-in person says which programme a new tab shows."""
TIME_ZONE = "/teams/auth/time-zone"
