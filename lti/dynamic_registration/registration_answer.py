"""What a platform answers to our registration.

Moodle answers 200 and puts the deployment id into the tool configuration; Canvas answers 200 or
201 and puts it on top, where it made a deployment at once. Both may tell where the registration is
read and changed.

https://www.imsglobal.org/spec/lti-dr/v1p0#tool-registration-response
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.errors import ForbiddenError, UnavailableError
from core.ports.outbound import OutboundResponse
from lti.dynamic_registration.platform_configuration import CANVAS_EXTENSION, URL_LENGTH
from lti.dynamic_registration.tool_registration import TOOL
from lti.platform_details import is_id
from lti.strict_json import parse_object

_SUCCESSES = frozenset({200, 201})
_SERVER_ERRORS = range(500, 600)
_CODE = re.compile(rb"[A-Za-z0-9 ._-]{1,100}")
_MANAGEMENT = (CANVAS_EXTENSION + "registration_config_url", "registration_client_uri")


@dataclass(frozen=True, slots=True)
class RegisteredTool:
    """What the platform made of our registration.

    Attributes:
        client_id: what it calls us.
        deployment_id: of the installation it made; empty if it made none yet.
        management_url: where the registration is read and changed there; empty if not told. It
            was not checked.
    """

    client_id: str
    deployment_id: str
    management_url: str


def read_answer(answer: OutboundResponse) -> RegisteredTool:
    """Read the answer to a registration.

    Raises:
        ForbiddenError: the platform refuses; says with which code, if it told one.
        UnavailableError: it cannot answer now, or answers nonsense.
    """
    if answer.status in _SERVER_ERRORS:
        raise _unclear(answer.status)
    if answer.status not in _SUCCESSES:
        raise ForbiddenError(
            "Your LMS refused the registration (%(reason)s). Its registration tokens work once and "
            "for an hour: delete what may have been added there, and start again from your LMS.",
            reason=_reason(answer),
        )
    try:
        return _registered(parse_object(answer.body))
    except ValueError as error:
        raise _unclear(answer.status) from error


def _registered(document: Mapping[str, Any]) -> RegisteredTool:
    told = document.get(TOOL)
    tool: Mapping[str, Any] = told if isinstance(told, dict) else {}
    client_id = _id(document.get("client_id"))
    if not client_id:
        raise ValueError("no client id")
    links = (_link(source.get(name)) for name in _MANAGEMENT for source in (tool, document))
    return RegisteredTool(
        client_id=client_id,
        deployment_id=_id(document.get("deployment_id")) or _id(tool.get("deployment_id")),
        management_url=next(filter(None, links), ""),
    )


def _id(value: object) -> str:
    """An identifier; some platforms send numbers."""
    found = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return found if is_id(found) else ""


def _link(value: object) -> str:
    usable = isinstance(value, str) and len(value) <= URL_LENGTH and value.startswith("https://")
    return str(value) if usable else ""


def _reason(answer: OutboundResponse) -> str:
    """Moodle's short code, if it is fit to be shown; else the status."""
    told = answer.body.strip()
    return told.decode() if _CODE.fullmatch(told) else f"HTTP {answer.status}"


def _unclear(status: int) -> UnavailableError:
    return UnavailableError(
        "Your LMS answered the registration with something that cannot be read (status "
        "%(status)s). Look there whether this tool was added: delete it, and start again from your "
        "LMS.",
        status=status,
    )
