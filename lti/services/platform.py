"""The services of all platforms, put together once per process."""

from dataclasses import dataclass
from typing import Self

from core.domain.registration import Registration
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.learning_platform import Gradebook, RosterSource
from core.ports.outbound import OutboundHttp
from core.ports.unit_of_work import Storage
from lti.keys import ToolKeyring
from lti.services.access_tokens import PlatformTokens
from lti.services.connector import PlatformConnector
from lti.services.gradebook import CourseGradebooks
from lti.services.memberships import CourseRosters
from lti.services.notices import NoticeHandlers
from lti.services.token_request import TokenEndpoints


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvantageServices:
    """What jobs and pages call."""

    tokens: PlatformTokens
    roster: RosterSource
    gradebook: Gradebook
    notices: NoticeHandlers

    @classmethod
    def assemble(
        cls,
        storage: Storage,
        http: OutboundHttp,
        keyring: ToolKeyring,
        clock: Clock,
        entropy: Entropy,
    ) -> Self:
        """Put the parts together.

        Args:
            storage: where access tokens are kept.
            http: calls platforms.
            keyring: signs our requests for tokens.
            clock: what time it is here.
            entropy: makes ids of those requests.
        """
        tokens = PlatformTokens(storage, TokenEndpoints(http, keyring, clock, entropy), clock)

        def connect(registration: Registration) -> PlatformConnector:
            return PlatformConnector(registration, tokens, http, clock)

        return cls(
            tokens=tokens,
            roster=CourseRosters(connect),
            gradebook=CourseGradebooks(connect),
            notices=NoticeHandlers(connect),
        )
