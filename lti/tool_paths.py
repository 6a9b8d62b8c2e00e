"""The addresses platforms know us by. They are registered with platforms: never change them."""

LOGIN = "/lti/login"
LAUNCH = "/lti/launch"
JWKS = "/lti/jwks.json"
