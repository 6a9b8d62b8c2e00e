"""What vendors send when something changes: /hooks/<token>.

1. The body is at most 1 MB; the token says whose it is.
2. The connector verifies the raw bytes; a stranger gets 401, and nothing is kept.
3. What came before is known by its id or its bytes. A run is promised, in the same transaction.
4. The answer is 202 at once; a vendor who only asks whether we listen gets what it wants to read.
"""

from http import HTTPStatus

import structlog
from flask import Blueprint, Response, request

from core.ports.connectors import NotAuthorisedError
from core.services.connections.hooks import HOOK_PATH
from web.access import public
from web.csrf import csrf_exempt
from web.services import services

LARGEST_DELIVERY = 1024 * 1024
"""Bytes."""
_log = structlog.get_logger(__name__)

hooks = Blueprint("hooks", __name__)


@hooks.post(f"{HOOK_PATH}<token>")
@public
@csrf_exempt("vendors call it without any browser; what they send is signed")
def receive(token: str) -> Response:
    """Take a delivery."""
    request.max_content_length = LARGEST_DELIVERY
    inbox, query = services().connections.inbox, dict(request.args.items())
    try:
        answer = inbox.receive(token, dict(request.headers.items()), query, request.get_data())
    except NotAuthorisedError:
        _log.warning("A webhook was refused: it is not signed as its vendor signs, or is too old")
        return Response(status=HTTPStatus.UNAUTHORIZED)
    if answer is not None:
        return Response(answer, HTTPStatus.OK, mimetype="text/plain")
    return Response(status=HTTPStatus.ACCEPTED)
