"""Is everything right with a registration? What the settings page's button and `doctor` ask.

1. The registration itself: switched on, with an installation that may send people here, and
   endpoints that may be called.
2. The platform's key set: can it be read, and are there keys to verify launches with?
3. Both clocks, by the Date of that answer: a platform's id_tokens live for a minute.
4. The token endpoint, by a real request for an access token: only this shows that the platform
   knows our client id and could read our keys. That it refuses a scope shows it as well.

Each finding says what it means and, if something is wrong, what to do. Nothing is changed.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime

from core.domain.registration import Deployment, Registration, RegistrationStatus
from core.errors import ForbiddenError, MentorloomError
from core.ports.clock import Clock
from core.ports.outbound import OutboundHttp, OutboundResponse
from core.sentence import sentence
from lti.key_set_check import KeySetCheck
from lti.origins import same_origin
from lti.platform_details import PlatformDetails, wrong_addresses
from lti.services.token_request import TokenEndpoints
from lti.services.vocabulary import MEMBERSHIPS_SCOPE
from web.findings import Finding, Verdict

SKEW = timedelta(seconds=60)
_SCOPES = frozenset({MEMBERSHIPS_SCOPE})
_REFUSED_SCOPE = "scopes"
"""Parameter of the error of lti/services/token_request.py when only the scope is refused."""


class Checkup:
    """Checks registrations.

    Args:
        http: reads key sets.
        tokens: asks for access tokens.
        clock: what time it is here.
    """

    def __init__(self, http: OutboundHttp, tokens: TokenEndpoints, clock: Clock) -> None:
        self._http = http
        self._key_sets = KeySetCheck(http)
        self._tokens = tokens
        self._clock = clock

    def examine(
        self, registration: Registration, deployments: Sequence[Deployment]
    ) -> list[Finding]:
        """Look at one registration; takes as long as the platform takes to answer."""
        findings = [*_of_status(registration, deployments), *self._of_addresses(registration)]
        if any(finding.verdict is Verdict.BAD for finding in findings[1:]):
            return findings
        of_keys, answer = self._key_sets.look(registration.jwks_url)
        return [*findings, *of_keys, *self._of_clock(answer), self._of_tokens(registration)]

    def _of_addresses(self, registration: Registration) -> Iterator[Finding]:
        details = PlatformDetails(
            issuer=registration.issuer,
            client_id=registration.client_id,
            auth_login_url=registration.auth_login_url,
            token_url=registration.token_url,
            jwks_url=registration.jwks_url,
        )
        for sentences in wrong_addresses(details, self._http).values():
            advice = sentence("Correct the addresses of this registration.")
            yield from (Finding(Verdict.BAD, told, advice) for told in sentences)
        if not same_origin(registration.issuer, registration.auth_login_url):
            yield Finding(
                Verdict.GOOD,
                sentence("People sign in on another host than the issuer's, as in Canvas."),
            )

    def _of_clock(self, answer: OutboundResponse | None) -> Iterator[Finding]:
        told = answer.headers.get("date", "") if answer else ""
        try:
            there = parsedate_to_datetime(told)
        except ValueError:
            return
        skew = (there if there.tzinfo else there.replace(tzinfo=UTC)) - self._clock.now()
        seconds = round(abs(skew.total_seconds()))
        if abs(skew) > SKEW:
            yield Finding(
                Verdict.BAD,
                sentence(
                    "The clocks of both servers differ by %(seconds)s seconds.", seconds=seconds
                ),
                sentence("Let both follow a time server (NTP). Launches look expired until then."),
            )
        else:
            yield Finding(Verdict.GOOD, sentence("Both clocks agree."))

    def _of_tokens(self, registration: Registration) -> Finding:
        try:
            self._tokens.ask(registration, _SCOPES)
        except ForbiddenError as error:
            told = sentence(error.message, **error.params)
            if _REFUSED_SCOPE not in error.params:
                return Finding(Verdict.BAD, told)
            advice = sentence("Everything else works. Without it, rosters cannot be read.")
            return Finding(Verdict.WARN, told, advice)
        except MentorloomError as error:
            told = sentence(error.message, **error.params)
            advice = sentence(
                "Compare the token URL with the one your LMS shows. Rosters and grades need it."
            )
            return Finding(Verdict.BAD, told, advice)
        return Finding(
            Verdict.GOOD,
            sentence("Your LMS knows this tool, can read its keys, and hands out access tokens."),
        )


def _of_status(registration: Registration, deployments: Sequence[Deployment]) -> Iterator[Finding]:
    active = RegistrationStatus.ACTIVE
    if registration.status is not active:
        yield Finding(
            Verdict.WARN,
            sentence("This registration is switched off: nobody can come from this LMS."),
            sentence("Switch it on in the settings when people should come."),
        )
    elif not any(deployment.status is active for deployment in deployments):
        yield Finding(
            Verdict.WARN,
            sentence("No installation may send people here yet (there is no active deployment)."),
            sentence(
                "The first launch adds one, unless several organizations share this registration. "
                "Or add the deployment id that your LMS shows."
            ),
        )
    else:
        yield Finding(Verdict.GOOD, sentence("This registration is switched on."))
