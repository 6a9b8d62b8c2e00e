"""Verifying a launch, beside what cannot be left out of it.

Limit: twice the bare RS256 verification plus the two database round trips a launch needs: take the
login, with the platform it was sent to, out of the store; read the deployment. The peers run in
the same process, on the same data, by turns with the launches: the signature alone, by
`cryptography`; one unit of work that takes a login; one that reads a deployment. PostgreSQL is a
fresh embedded one.
"""

import base64
import json
import statistics
import time
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import jwt
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from jwt.algorithms import RSAAlgorithm

from bench.hub import fresh_hub
from bench.limits import held
from config.wiring import Adapters
from core.domain.identifiers import OrganizationId, RegistrationId
from core.domain.organization import Organization
from core.domain.registration import Deployment, Registration
from core.ports.outbound import OutboundResponse
from core.services.administration.sessions import secret_hash
from lti.browser_binding import stored_value
from lti.login import LoginRequest, StartedLogin
from lti.tool import LtiTool

ROUNDS = 300
WARM_UP = 30
LIMIT = 2.0
HUB = "https://hub.example.edu"
ISSUER = "https://lms.example.edu"
CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
KID = "bench"
ORGANIZATION = OrganizationId(UUID(int=1))
REGISTRATION = RegistrationId(UUID(int=2))


class KeySet:
    """Stands in for the network: the platform's keys, which are asked for once."""

    def __init__(self, key: rsa.RSAPrivateKey) -> None:
        public = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
        self._body = json.dumps({"keys": [{**public, "kid": KID}]}).encode()

    def get(self, *_asked: object, **_more: object) -> OutboundResponse:
        """The key set, whatever is asked for."""
        return OutboundResponse(200, {}, self._body)


def lines() -> Iterator[str]:
    """Medians, and their ratio."""
    with fresh_hub() as joined:
        times = Launching(joined).measured()
    whole, signature, *trips = (statistics.median(t) for t in zip(*times, strict=True))
    needed = signature + sum(trips)
    yield (
        f"{len(times)} launches: median {1000 * whole:.2f} ms, {whole / needed:.2f} times the "
        f"{1000 * needed:.2f} ms it needs (RS256 {1000 * signature:.2f} ms, two round trips "
        f"{1000 * sum(trips):.2f} ms); {held(whole / needed, LIMIT, 'times')} (simulated launches)"
    )


class Launching:
    """A hub with one platform, and launches on their way to it."""

    def __init__(self, joined: Adapters) -> None:
        self._storage, self._clock = joined.storage, joined.clock
        self._key = rsa.generate_private_key(65537, 2048)
        self._tool = LtiTool.assemble(
            joined.storage, joined.clock, joined.entropy, KeySet(self._key), HUB
        )
        self._register()

    def measured(self) -> list[tuple[float, ...]]:
        """Seconds of each launch, of its signature, and of each round trip."""
        return [self._once(number) for number in range(WARM_UP + ROUNDS)][WARM_UP:]

    def _once(self, number: int) -> tuple[float, ...]:
        begun, idle = self._login(), self._login()
        token, kept = self._token(begun), stored_value(begun.browser_secret)
        form = {"id_token": token, "state": begun.state}
        acts = (
            lambda: self._tool.launches.verify(form, kept),
            lambda: self._check_signature(token),
            lambda: self._take(idle),
            self._read,
        )
        # Whatever comes first waits for what the logins left to write, so they take turns.
        first = number % len(acts)
        order = [*range(first, len(acts)), *range(first)]
        times = {place: timed(acts[place]) for place in order}
        return tuple(times[place] for place in range(len(acts)))

    def _login(self) -> StartedLogin:
        asked = LoginRequest(
            issuer=ISSUER,
            client_id="bench",
            login_hint="6",
            message_hint=None,
            target_link_uri=HUB + "/app/",
        )
        return self._tool.logins.begin(asked)

    def _check_signature(self, token: str) -> None:
        signed, _, signature = token.rpartition(".")
        raw = base64.urlsafe_b64decode(signature + "==")
        self._key.public_key().verify(raw, signed.encode(), padding.PKCS1v15(), hashes.SHA256())

    def _take(self, begun: StartedLogin) -> None:
        with self._storage.platform() as work:
            work.launch_states.take(secret_hash(begun.state))

    def _read(self) -> None:
        with self._storage.platform() as work:
            work.registrations.deployment(REGISTRATION, "1")

    def _token(self, begun: StartedLogin) -> str:
        nonce = parse_qs(urlsplit(begun.location).query)["nonce"][0]
        now = int(self._clock.now().timestamp())
        told = {
            "message_type": "LtiResourceLinkRequest",
            "version": "1.3.0",
            "deployment_id": "1",
            "target_link_uri": HUB + "/app/",
            "resource_link": {"id": "link-1", "title": "Mentoring"},
            "roles": ["http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"],
            "context": {"id": "course-2", "label": "MGMT101", "title": "Management 101"},
            "launch_presentation": {"locale": "en", "document_target": "iframe"},
            "custom": {"context_history": "course-1", "theme": "light"},
        }
        signed = {"iss": ISSUER, "aud": "bench", "sub": "6", "nonce": nonce}
        person = {"name": "Ana Martin", "email": "ana@campus.test"}
        claims = {CLAIM + name: value for name, value in told.items()} | signed | person
        claims |= {"iat": now, "exp": now + 60}
        return jwt.encode(claims, self._key, "RS256", {"kid": KID})

    def _register(self) -> None:
        now = self._clock.now()
        with self._storage.platform() as work:
            work.organizations.save(
                Organization(id=ORGANIZATION, slug="bench", name="Bench", created_at=now)
            )
            work.registrations.save(
                Registration(
                    id=REGISTRATION,
                    organization_id=ORGANIZATION,
                    issuer=ISSUER,
                    client_id="bench",
                    auth_login_url=ISSUER + "/auth",
                    token_url=ISSUER + "/token",
                    jwks_url=ISSUER + "/jwks",
                    created_at=now,
                )
            )
            work.registrations.save_deployment(
                Deployment(
                    registration_id=REGISTRATION, deployment_id="1", organization_id=ORGANIZATION
                )
            )


def timed(act: Callable[[], object]) -> float:
    """Seconds."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
