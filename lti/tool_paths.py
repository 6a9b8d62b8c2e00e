"""The addresses platforms know us by. They are registered with platforms: never change them."""

LOGIN = "/lti/login"
LAUNCH = "/lti/launch"
LAUNCH_FROM_STORAGE = "/lti/launch/from-storage"
"""Our own pages only; platforms do not call it."""
JWKS = "/lti/jwks.json"
NOTICES = "/lti/notices"
