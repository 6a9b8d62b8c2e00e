"""POST /api/messages: the messaging endpoint that the bot resource at Microsoft names."""

from dataclasses import dataclass

import structlog
from flask import Blueprint, Response, current_app, g, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from core.domain.teams_tenant import TeamsTenant
from core.errors import MentorloomError
from teams_app.bot.activity import LARGEST, Activity, parse_activity
from teams_app.bot.desk import Desk
from teams_app.places import MESSAGES
from web.access import public
from web.csrf import csrf_exempt
from web.rate_limits import count_unless
from web.sessions import bearer_token

_DESK = "mentorloom-bot"
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Verified:
    """An activity beyond doubt."""

    tenant: TeamsTenant
    activity: Activity
    body: bytes


def bot_blueprint(desk: Desk) -> Blueprint:
    """The route, with somebody at the desk."""
    made = Blueprint("bot", __name__)
    made.record_once(lambda setup: setup.app.extensions.__setitem__(_DESK, desk))
    # Every message of a tenant comes from a few addresses of Microsoft's.
    count_unless(made, lambda: isinstance(_seen(), _Verified))
    made.add_url_rule(MESSAGES, "receive", receive, methods=["POST"])
    return made


@public
@csrf_exempt("the Bot Framework calls it without any browser; its token is verified")
def receive() -> ResponseReturnValue:
    """Take an activity."""
    seen = _seen()
    if not isinstance(seen, _Verified):
        raise seen
    answer = _desk().take(seen.tenant, seen.activity, seen.body)
    if answer.body is None:
        return Response(status=answer.status)
    return jsonify(answer.body), answer.status


def _seen() -> _Verified | Exception:
    """What this request brings, or why it is refused; found out once a request."""
    if "bot_activity" not in g:
        g.bot_activity = _verified()
    found: _Verified | Exception = g.bot_activity
    return found


def _verified() -> _Verified | Exception:
    request.max_content_length = LARGEST
    try:
        body = request.get_data()
        activity = parse_activity(body)
        tenant = _desk().verify(bearer_token(), activity)
    except (MentorloomError, HTTPException) as error:
        _log.warning("an activity was not accepted", why=str(error))
        return error
    structlog.contextvars.bind_contextvars(
        organization_id=str(tenant.organization_id), teams_tenant_id=str(tenant.id)
    )
    return _Verified(tenant, activity, body)


def _desk() -> Desk:
    found: Desk = current_app.extensions[_DESK]
    return found
