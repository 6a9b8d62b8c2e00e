"""Dynamic registration: tools invited to register, and the tokens they show.

1. An administrator names a tool's registration page; an invitation and a token are made.
2. The page gets the token and the address of the institution's openid configuration.
3. The tool posts its registration with the token as bearer, and is in the list of tools.
4. It tells the campus's window to close its frame.

A token works for an hour. One for a new registration works until a registration succeeds with it;
Moodle's for an update does not wear out. Spec: https://www.imsglobal.org/spec/lti-dr/v1p0
"""

import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import jwt

from demo.directory import CampusPerson, Institution
from demo.tools import Tool

LIFETIME = 3600
"""Seconds a token works."""


class RefusedRegistrationError(Exception):
    """A registration is not accepted.

    Args:
        status: HTTP status.
        message: what the product says, in its words.
    """

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A tool invited to register.

    Attributes:
        id: unguessable; names it in addresses of the campus.
        person: the administrator.
        url: the tool's registration page.
        client_id: of the registration to come, or of the one to update.
        updates: the tool as it was; None for a new registration.
    """

    id: str
    institution: Institution
    person: CampusPerson
    url: str
    client_id: str
    updates: Tool | None


class Invitations:
    """All invitations.

    Args:
        now: seconds since the epoch.
    """

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._known: dict[str, Invitation] = {}

    def invite(
        self,
        institution: Institution,
        person: CampusPerson,
        url: str,
        client_id: str,
        updates: Tool | None,
    ) -> Invitation:
        """Invite a tool."""
        invitation = Invitation(
            id=secrets.token_urlsafe(16),
            institution=institution,
            person=person,
            url=url,
            client_id=client_id,
            updates=updates,
        )
        with self._lock:
            self._known[invitation.id] = invitation
        return invitation

    def find(self, invitation_id: str) -> Invitation | None:
        """An invitation, if it was made."""
        with self._lock:
            return self._known.get(invitation_id)

    def token_claims(self, invitation: Invitation) -> dict[str, Any]:
        """What the registration token says, in the product's fashion."""
        now = int(self._now())
        times = {"iat": now, "exp": now + LIFETIME}
        if invitation.institution.dialect == "canvas":
            return {
                "uuid": invitation.id,
                "initiated_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now)),
                "user_id": invitation.person.subject,
                "root_account_global_id": invitation.institution.client_id,
                "registration_url": invitation.url,
                **times,
            }
        if invitation.updates:
            # Moodle's tool type id is the deployment id.
            told = {"sub": invitation.updates.deployment_id, "scope": "reg-update"}
        else:
            told = {"sub": invitation.client_id, "scope": "reg"}
        return {**told, **times, "jti": invitation.id}

    def shown(self, institution: Institution, authorization: str, key: jwt.PyJWK) -> Invitation:
        """The invitation of an `Authorization` header.

        Raises:
            RefusedRegistrationError: it holds no token of this institution that still works.
        """
        kind, _, token = authorization.partition(" ")
        if kind != "Bearer":
            raise RefusedRegistrationError(401, "missing_registration_token")
        try:
            claims: Mapping[str, Any] = jwt.decode(
                token.strip(), key, algorithms=["RS256"], options={"require": ["exp"]}
            )
        except jwt.PyJWTError as error:
            raise RefusedRegistrationError(401, str(error)) from error
        found = self.find(str(claims.get("jti", claims.get("uuid", ""))))
        if found is None or found.institution != institution:
            raise RefusedRegistrationError(401, "The token is of another site")
        return found


def page_of(invitation: Invitation, configuration: str, token: str) -> str:
    """The registration page with what the tool needs in its query."""
    parts = urlsplit(invitation.url)
    query = urlencode(
        [
            *parse_qsl(parts.query, keep_blank_values=True),
            ("openid_configuration", configuration),
            ("registration_token", token),
        ]
    )
    return urlunsplit(parts._replace(query=query, fragment=""))
