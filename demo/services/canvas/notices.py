"""The Platform Notification Service as Canvas serves it.

1. Each deployment has an address of its own, numbered like the deployment.
2. PUT answers with the one handler it changed, GET with those of all types.
3. Whoever subscribes to LtiHelloWorldNotice is sent one at once.
Spec: https://www.imsglobal.org/spec/lti-pns/v1p0
"""

from flask import Response

from demo.here import campus
from demo.services import urls
from demo.services.bearer import Grant
from demo.services.canvas.asked import CanvasError, MissingError, answer, granted, read
from demo.services.notices import HELLO
from demo.services.scopes import NOTICES

MEDIA = "application/json"


def listed(deployment: int) -> Response:
    """All types of notices and their handlers.

    Raises:
        CanvasError: 401 for a wrong token, 403 for another tool's, 404.
    """
    tool = _permitted(deployment).tool
    handlers = campus().notices.handlers(tool)
    body = {
        "client_id": int(tool.client_id) if tool.client_id.isdecimal() else tool.client_id,
        "deployment_id": tool.deployment_id,
        "notice_handlers": [
            {"notice_type": kind, "handler": handler} for kind, handler in handlers.items()
        ],
    }
    return answer(body, MEDIA)


def subscribed(deployment: int) -> Response:
    """Change one handler.

    Raises:
        CanvasError: 400 for a handler that cannot be, 401, 403, 404.
    """
    grant = _permitted(deployment)
    told = read()
    kind, handler = told.get("notice_type"), told.get("handler")
    if not isinstance(kind, str) or not isinstance(handler, str):
        raise CanvasError(400, "notice_type and handler are needed; an empty handler unsubscribes")
    try:
        campus().notices.subscribe(grant.tool, kind, handler)
    except ValueError as error:
        raise CanvasError(400, str(error)) from error
    if kind == HELLO:
        campus().notices.greet(grant.institution, grant.tool)
    return answer({"notice_type": kind, "handler": handler}, MEDIA)


def _permitted(deployment: int) -> Grant:
    grant = granted(NOTICES)
    if urls.canvas_deployment(grant.tool) == deployment:
        return grant
    others = campus().tools.of(grant.institution.slug)
    if deployment in map(urls.canvas_deployment, others):
        raise CanvasError(403, "permission denied")
    raise MissingError
