"""Who is asking: an identity provider with the bearer token of its connection (RFC 6750)."""

from flask import g

from core.domain.scim import ScimCaller
from core.errors import NotSignedInError
from web.services import services
from web.sessions import bearer_token


def known_caller() -> ScimCaller | None:
    """The connection whose token came with the request; asked for once a request."""
    if "scim_caller" not in g:
        token = bearer_token()
        g.scim_caller = services().scim.tokens.caller(token) if token else None
    found: ScimCaller | None = g.scim_caller
    return found


def current_caller() -> ScimCaller:
    """The connection that asks.

    Raises:
        NotSignedInError: no token came along, or it is not (any more) valid.
    """
    caller = known_caller()
    if caller is None:
        raise NotSignedInError(
            "This request needs a valid SCIM token. An administrator issues one in the settings."
        )
    return caller
