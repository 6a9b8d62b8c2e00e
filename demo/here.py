"""The campus that the current request is about."""

from flask import current_app

from demo.campus import Campus


def campus() -> Campus:
    """The campus this app serves."""
    known = current_app.extensions["campus"]
    assert isinstance(known, Campus)
    return known
