"""The page that fetches a login's secret from the platform's storage, and launches with it.

The platform posted an id_token and a state, but the browser sent no cookie for it. The page asks
the platform's frame for the secret and posts all three. Only this page of ours may do that: who
began a login knows its secret, and could otherwise have another person's browser post it.
"""

from flask import Response, render_template, request

from lti import refusal
from lti.platform_storage import StoredSecret
from web.csrf import comes_from_our_page
from web.security_headers import allow

FIELDS = ("id_token", "state")
SECRET = "secret"  # noqa: S105 - the name of a field


def launch_page(storage: StoredSecret) -> Response:
    """The page."""
    allow("frame-ancestors", "*")  # as on the page that begins the login
    fields = {name: request.form.get(name, "") for name in FIELDS}
    body = render_template("lti/launch.html", fields=fields, secret=SECRET, storage=storage)
    return Response(body, mimetype="text/html")


def secret_from_page() -> str:
    """The secret that our page fetched.

    Raises:
        ForbiddenError: another page posted it.
    """
    if not comes_from_our_page():
        raise refusal.cookie_missing()
    return request.form.get(SECRET, "")
