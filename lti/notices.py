"""Notices: what platforms tell us by themselves, without anybody in front of a browser.

1. The body is `{"notices": [{"jwt": ...}, ...]}`. What is not even that is refused as a whole.
2. Whose notice it is, is read from the unverified payload (iss, azp or aud), only to find the
   registration whose keys it must be signed with. The deployment must be one we know.
3. Each notice is verified like an id_token, but for the nonce of a login; its own id counts once.
   It must be a notice: an id_token of a launch, which a platform has signed too, is none.
4. Good ones are kept, and what they make necessary is promised, in one unit of work; a job does it
   later. Types we do not know are kept and lead to nothing.

A bad notice does not cost the good ones beside it. The answer is 202 if anything was taken, 400 if
nothing can be, and 503 when a platform's keys cannot be had just now: if it sends them again, those
kept already change nothing.

https://www.imsglobal.org/spec/lti-pns/v1p0/main/
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import jwt
import structlog

from core.domain.notice import COURSE_COPY, Notice
from core.domain.registration import Registration
from core.errors import ForbiddenError, InvalidInputError, NotFoundError, UnavailableError
from core.ports.clock import Clock
from core.ports.unit_of_work import Storage
from core.services.courses.course_copies import COURSE_COPIED
from lti.claim_values import CLAIM, checked_id, checked_object
from lti.claims import VERSION
from lti.id_token import MAX_LENGTH, IdTokens
from lti.refusal import unverified
from lti.strict_json import parse_object
from lti.tool_configuration import ToolConfiguration

MOST_NOTICES = 200
"""In one body."""
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a body of notices: how many were taken, refused, or could not be judged."""

    taken: int
    refused: int
    undecided: int

    @property
    def status(self) -> HTTPStatus:
        """The HTTP status that tells the platform."""
        if self.undecided:
            return HTTPStatus.SERVICE_UNAVAILABLE
        nothing = self.refused and not self.taken
        return HTTPStatus.BAD_REQUEST if nothing else HTTPStatus.ACCEPTED


class NoticeInbox:
    """Verifies notices and keeps them."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        configuration: ToolConfiguration,
        id_tokens: IdTokens,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._configuration = configuration
        self._id_tokens = id_tokens

    def receive(self, body: bytes) -> Receipt:
        """Take what is good of a posted body.

        Raises:
            InvalidInputError: it is no list of notices.
        """
        taken, refused, undecided = [], 0, 0
        for token in _tokens(body):
            try:
                taken.append(self._verified(token))
            except (ForbiddenError, InvalidInputError, NotFoundError) as error:
                reason = error.params.get("reason", error.message)
                _log.warning("notice refused", reason=reason)
                refused += 1
            except UnavailableError:
                undecided += 1
        self._keep(taken)
        return Receipt(len(taken), refused, undecided)

    def _verified(self, token: str) -> Notice:
        issuer, client_id = _sender(token)
        registration = self._configuration.registration(issuer, client_id)
        claims = self._id_tokens.verify_notice(token, registration)
        if claims.get(CLAIM + "version") != VERSION:
            raise unverified("the version claim is not 1.3.0")
        deployment_id = checked_id(claims.get(CLAIM + "deployment_id"), "deployment_id")
        self._configuration.must_have_deployment(registration, deployment_id)
        return self._notice(claims, registration, deployment_id)

    def _notice(
        self, claims: Mapping[str, Any], registration: Registration, deployment_id: str
    ) -> Notice:
        told = checked_object(claims.get(CLAIM + "notice"), "notice")
        kind = checked_id(told.get("type"), "notice type")
        context_id, origins = _copy(claims) if kind == COURSE_COPY else (None, ())
        return Notice(
            registration_id=registration.id,
            notice_id=checked_id(told.get("id"), "notice id"),
            notice_type=kind,
            deployment_id=deployment_id,
            context_id=context_id,
            origins=origins,
            received_at=self._clock.now(),
        )

    def _keep(self, notices: Sequence[Notice]) -> None:
        with self._storage.platform() as work:
            for notice in notices:
                new = work.notices.add(notice)
                _log.info(
                    "notice received",
                    registration_id=str(notice.registration_id),
                    notice_type=notice.notice_type,
                    repeated=not new,
                )
                if new and notice.notice_type == COURSE_COPY:
                    work.jobs.defer(
                        COURSE_COPIED,
                        lock=f"copy:{notice.registration_id}:{notice.context_id}",
                        registration_id=str(notice.registration_id),
                        notice_id=notice.notice_id,
                    )


def _tokens(body: bytes) -> list[str]:
    """The signed notices of a body."""
    try:
        entries = parse_object(body).get("notices")
    except ValueError:
        entries = None
    if isinstance(entries, list) and len(entries) <= MOST_NOTICES:
        told = [entry.get("jwt") for entry in entries if isinstance(entry, dict)]
        tokens = [token for token in told if isinstance(token, str)]
        if len(tokens) == len(entries):
            return tokens
    raise InvalidInputError("The body is not a list of notices, or has too many of them.")


def _sender(token: str) -> tuple[str, str]:
    """Issuer and client id that a token claims; not to be believed, only to be looked up."""
    if len(token) > MAX_LENGTH:
        raise unverified("the notice is too long")
    try:
        claims = parse_object(jwt.utils.base64url_decode(token.split(".")[1]))
    except (IndexError, ValueError) as error:
        raise unverified("the notice is not a signed token") from error
    issuer, audience = claims.get("iss"), claims.get("azp", claims.get("aud"))
    client_id = audience[0] if isinstance(audience, list) and len(audience) == 1 else audience
    return checked_id(issuer, "iss"), checked_id(client_id, "aud")


def _copy(claims: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The new course of a copy notice, and the courses it was copied from."""
    context = checked_object(claims.get(CLAIM + "context"), "context")
    origins = claims.get(CLAIM + "origin_contexts")
    if not isinstance(origins, list):
        raise unverified("the origin_contexts claim is missing or not a list")
    return (
        checked_id(context.get("id"), "context id"),
        tuple(checked_id(origin, "origin_contexts") for origin in origins),
    )
