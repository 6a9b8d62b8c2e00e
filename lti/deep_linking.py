"""Deep linking: a teacher chooses activities, and the platform gets them as content items.

1. A verified LtiDeepLinkingRequest is kept under a random token; the teacher gets a page with it.
2. The page is good for an hour and for the person it was made for.
3. The answer takes the request away: it is given once. Chosen activities are stored in the course
   before they are sent, so that their links are known when they are opened.
4. The browser posts a JWT signed by us to the platform's return URL.

https://www.imsglobal.org/spec/lti-dl/v2p0/#deep-linking-response-message. PyLTI1p3's DeepLink is
not used: it sends `data: null` where none was asked for, knows neither msg nor errormsg, and puts
the return URL unescaped into a page with an inline script.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import jwt

from core.domain.actor import Actor
from core.domain.deep_link import DeepLinkRequest
from core.domain.identifiers import ActivityId
from core.domain.registration import Registration
from core.errors import InvalidInputError, NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage
from core.sentence import sentence
from core.services.activities.activity_plans import ActivityPlan, check_plans
from core.services.administration.sessions import secret_hash
from lti.claim_values import CLAIM
from lti.content_items import content_item
from lti.keys import ToolKeyring
from lti.launch import VerifiedLaunch
from lti.messages import DeepLinkingRequest
from lti.refusal import unverified
from lti.tool_paths import CHOOSE

DL = "https://purl.imsglobal.org/spec/lti-dl/claim/"
ACTIVITY_TYPE = "ltiResourceLink"
LIFETIME = timedelta(hours=1)
ANSWER_LIFETIME = timedelta(minutes=10)
MOST_ITEMS = 20
LONGEST_URL = 8_192

StoreActivities = Callable[[Actor, Sequence[ActivityPlan]], Sequence[ActivityId]]


@dataclass(frozen=True, slots=True)
class DeepLinkAnswer:
    """What the browser posts, and where to.

    Attributes:
        return_url: carries a session of the platform: never log it.
        token: the form field `JWT`.
    """

    return_url: str
    token: str


class DeepLinks:
    """Platforms' questions what to put into a course, from asking to answering."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        entropy: Entropy,
        keyring: ToolKeyring,
        public_url: str,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._keyring = keyring
        self._public_url = public_url

    def remember(self, verified: VerifiedLaunch, actor: Actor) -> str:
        """Keep a question; the landing of deep linking requests.

        Returns:
            The path of the page to choose on.

        Raises:
            ForbiddenError: whoever came does not teach the course, or the return URL is none.
        """
        actor.must_manage()
        message = verified.message
        assert isinstance(message, DeepLinkingRequest), "landings are found by type"
        settings, token = message.settings, self._entropy.token()
        return_origin(settings.return_url)
        request = DeepLinkRequest(
            token_hash=secret_hash(token),
            registration_id=verified.facts.registration.id,
            organization_id=actor.organization_id,
            person_id=actor.person_id,
            context_id=actor.context_id,
            deployment_id=message.deployment_id,
            return_url=settings.return_url,
            data=settings.data,
            takes_activities=ACTIVITY_TYPE in settings.accept_types,
            several=settings.accept_multiple is not False,
            graded=settings.accept_lineitem is not False,
            expires_at=self._clock.now() + LIFETIME,
        )
        with self._storage.platform() as work:
            work.deep_links.add(request)
        return f"{CHOOSE}?request={token}"

    def find(self, actor: Actor, token: str) -> DeepLinkRequest:
        """The question behind a token.

        Raises:
            NotFoundError: there is none for the actor, it is too old, or answered already.
        """
        with self._storage.platform() as work:
            request = work.deep_links.get(secret_hash(token))
        return self._must_be_good(request, actor)

    def answer(
        self,
        actor: Actor,
        token: str,
        plans: Sequence[ActivityPlan],
        store: StoreActivities,
        msg: str,
    ) -> DeepLinkAnswer:
        """Send activities.

        Args:
            actor: who was asked.
            token: of the question.
            plans: what was chosen; at least one, and only one where the platform takes no more.
            store: puts them into the course and returns their names.
            msg: what the platform may show, in the teacher's language.

        Raises:
            NotFoundError: as `find`.
            InvalidInputError: names fields as `check_plans` does; nothing was sent.
        """
        request = self.find(actor, token)
        chosen = [plan if request.graded else replace(plan, points=None) for plan in plans]
        chosen = [plan.tidied() for plan in chosen]
        _check_number(request, chosen)
        check_plans(chosen)
        self._take(actor, token)
        origins = store(actor, chosen) if actor.context_id else self._names(chosen)
        items = [
            content_item(plan, origin_id, self._public_url)
            for plan, origin_id in zip(chosen, origins, strict=True)
        ]
        return self._signed(request, items, msg=msg)

    def send_nothing(
        self, actor: Actor, token: str, *, msg: str = "", errormsg: str = ""
    ) -> DeepLinkAnswer:
        """Go back without having chosen anything. Raises as `find`."""
        return self._signed(self._take(actor, token), [], msg=msg, errormsg=errormsg)

    def _take(self, actor: Actor, token: str) -> DeepLinkRequest:
        self.find(actor, token)  # somebody else's stays theirs
        with self._storage.platform() as work:
            request = work.deep_links.take(secret_hash(token))
        return self._must_be_good(request, actor)

    def _must_be_good(self, request: DeepLinkRequest | None, actor: Actor) -> DeepLinkRequest:
        place = (actor.organization_id, actor.person_id, actor.registration_id, actor.context_id)
        if (
            request is None
            or request.expires_at <= self._clock.now()
            or place
            != (
                request.organization_id,
                request.person_id,
                request.registration_id,
                request.context_id,
            )
        ):
            raise NotFoundError(
                "Your choice was sent already, or it took longer than an hour. Open it again from "
                "your course."
            )
        return request

    def _names(self, plans: Sequence[ActivityPlan]) -> list[ActivityId]:
        # No course is named: the activities are made when their links are opened in one.
        return [ActivityId(self._entropy.uuid()) for _ in plans]

    def _signed(
        self, request: DeepLinkRequest, items: Sequence[Mapping[str, Any]], **messages: str
    ) -> DeepLinkAnswer:
        with self._storage.platform() as work:
            registration = work.registrations.get(request.registration_id)
        assert registration is not None, "a foreign key removes its questions with it"
        claims = self._claims(registration, request, items)
        claims |= {DL + name: told for name, told in messages.items() if told}
        key = self._keyring.signing_key()
        token = jwt.encode(claims, key.private_pem, algorithm="RS256", headers={"kid": key.kid})
        return DeepLinkAnswer(request.return_url, token)

    def _claims(
        self, registration: Registration, request: DeepLinkRequest, items: Sequence[object]
    ) -> dict[str, Any]:
        now = self._clock.now()
        claims: dict[str, Any] = {
            "iss": registration.client_id,
            "aud": [registration.issuer],
            "iat": int(now.timestamp()),
            "exp": int((now + ANSWER_LIFETIME).timestamp()),
            "nonce": self._entropy.token(),
            CLAIM + "deployment_id": request.deployment_id,
            CLAIM + "message_type": "LtiDeepLinkingResponse",
            CLAIM + "version": "1.3.0",
            DL + "content_items": list(items),
        }
        return claims if request.data is None else claims | {DL + "data": request.data}


def return_origin(return_url: str) -> str:
    """The origin that a page may post its form to.

    Raises:
        ForbiddenError: the return URL is no web address.
    """
    try:
        parts = urlsplit(return_url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError as error:
        raise unverified("the deep_link_return_url is not a web address") from error
    host = parts.hostname or ""
    plain = host.isascii() and not set(host) - set(_HOST)
    if (
        parts.scheme not in {"http", "https"}
        or not host
        or not plain
        or len(return_url) > LONGEST_URL
        or not return_url.isprintable()
    ):
        raise unverified("the deep_link_return_url is not a web address")
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}{port}"


_HOST = "abcdefghijklmnopqrstuvwxyz0123456789.-_:"


def _check_number(request: DeepLinkRequest, plans: Sequence[ActivityPlan]) -> None:
    most = (MOST_ITEMS if request.several else 1) if request.takes_activities else 0
    if not plans:
        wrong = sentence("Choose at least one activity.")
    elif len(plans) > most:
        wrong = sentence("Choose at most %(most)s; this place takes no more.", most=most)
    else:
        return
    raise InvalidInputError(
        "Some answers need a change before they can be saved.", {"activities": [wrong]}
    )
