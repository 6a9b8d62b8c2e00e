"""Deep linking: teachers choose a tool's content, the tool answers with content items.

1. A teacher's request is remembered here under an unguessable token, part of the return URL.
2. The tool gets an LtiDeepLinkingRequest and shows what it has.
3. It posts a JWT it signed to the return URL; `verified` checks everything about it.
4. The items wait here until the teacher saves them, where the product lets teachers do so.

Spec: https://www.imsglobal.org/spec/lti-dl/v2p0#deep-linking-response-message
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from demo.content_items import ContentItem, read_items
from demo.messages import Rules
from demo.once import UsedOnce
from demo.refusals import RefusedAnswerError
from demo.tool_keys import ToolKeys
from demo.tools import Tool

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
LEEWAY = 10
"""Seconds the two clocks may differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A tool's verified answer.

    Attributes:
        msg, errormsg: what the tool wants the teacher to read; may be empty.
    """

    items: tuple[ContentItem, ...]
    msg: str
    errormsg: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What an answer must fit.

    Attributes:
        issuer: the campus's, which must be in the answer's audience.
        data: what the tool has to return; None if it got none.
    """

    tool: Tool
    issuer: str
    rules: Rules
    data: str | None


def verified(token: str, expected: Expected, keys: ToolKeys, nonces: UsedOnce) -> Answer:
    """A tool's answer, if everything about it is right.

    Args:
        token: the form field `JWT`.
        expected: what it must fit.
        keys: the tool's.
        nonces: those already used.

    Raises:
        RefusedAnswerError: says what is wrong.
    """
    claims = _signed(token, expected, keys)
    if claims.get(f"{CLAIM}message_type") != "LtiDeepLinkingResponse":
        raise RefusedAnswerError("message_type must be LtiDeepLinkingResponse.")
    if claims.get(f"{CLAIM}version") != "1.3.0":
        raise RefusedAnswerError("version must be 1.3.0.")
    if claims.get(f"{CLAIM}deployment_id") != expected.tool.deployment_id:
        raise RefusedAnswerError("deployment_id is not the one of the request.")
    if claims.get(f"{DL}data") != expected.data:
        raise RefusedAnswerError("data is not what the request carried.")
    answer = Answer(
        items=read_items(claims.get(f"{DL}content_items"), expected.rules, expected.tool),
        msg=_text(claims, "msg"),
        errormsg=_text(claims, "errormsg"),
    )
    if not nonces.use(expected.tool.client_id, str(claims["nonce"]), float(claims["exp"]) + LEEWAY):
        raise RefusedAnswerError("nonce was used already.")
    return answer


def _signed(token: str, expected: Expected, keys: ToolKeys) -> Mapping[str, Any]:
    try:
        key = keys.find(str(jwt.get_unverified_header(token).get("kid", "")))
        if key is None:
            raise RefusedAnswerError("No published key of the tool has this kid.")
        claims: Mapping[str, Any] = jwt.decode(
            token,
            jwt.PyJWK(dict(key), algorithm="RS256").key,
            algorithms=["RS256"],
            audience=[expected.issuer],
            issuer=expected.tool.client_id,
            leeway=LEEWAY,
            options={"require": ["iss", "aud", "iat", "exp", "nonce"]},
        )
    except jwt.PyJWTError as error:
        raise RefusedAnswerError(
            "The JWT cannot be accepted: %(detail)s.", detail=str(error)
        ) from error
    return claims


def _text(claims: Mapping[str, Any], name: str) -> str:
    told = claims.get(f"{DL}{name}", "")
    if not isinstance(told, str):
        raise RefusedAnswerError("%(name)s must be a text.", name=name)
    return told
