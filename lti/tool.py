"""The LTI tool, put together once per process."""

from dataclasses import dataclass
from typing import Self

from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.outbound import OutboundHttp
from core.ports.unit_of_work import Storage
from lti.activity_landings import open_link, open_review
from lti.administration import Administration
from lti.browser_binding import BrowserBinding
from lti.deep_linking import DeepLinks
from lti.dynamic_registration.registering import DynamicRegistrations
from lti.id_token import IdTokens
from lti.keys import ToolKeyring
from lti.landings import Landings
from lti.launch import Launches
from lti.login import Logins
from lti.messages import DeepLinkingRequest, ResourceLinkLaunch, SubmissionReview
from lti.notice_subscriptions import NoticeSubscriptions
from lti.notices import NoticeInbox
from lti.platform_keys import PlatformKeys
from lti.services.platform import AdvantageServices
from lti.tool_configuration import ToolConfiguration
from lti.tool_paths import LAUNCH, NOTICES


@dataclass(frozen=True, slots=True, kw_only=True)
class LtiTool:
    """What the routes, the settings page and the command line work with."""

    administration: Administration
    binding: BrowserBinding
    configuration: ToolConfiguration
    deep_links: DeepLinks
    keyring: ToolKeyring
    landings: Landings
    launches: Launches
    logins: Logins
    notices: NoticeInbox
    registering: DynamicRegistrations
    services: AdvantageServices
    subscriptions: NoticeSubscriptions

    @classmethod
    def assemble(
        cls, storage: Storage, clock: Clock, entropy: Entropy, http: OutboundHttp, public_url: str
    ) -> Self:
        """Put the parts together.

        Args:
            storage: where registrations, keys and logins are kept.
            clock: what time it is here.
            entropy: makes states, nonces, secrets and ids.
            http: reaches platforms: their keys, their services, their registration of us.
            public_url: where browsers and platforms reach us, an origin.
        """
        keyring = ToolKeyring(storage, clock, entropy)
        configuration = ToolConfiguration(storage, keyring)
        binding = BrowserBinding(secure=public_url.startswith("https://"))
        id_tokens = IdTokens(PlatformKeys(http, clock), clock)
        services = AdvantageServices.assemble(storage, http, keyring, clock, entropy)
        deep_links = DeepLinks(storage, clock, entropy, keyring, public_url)
        administration = Administration.assemble(storage, clock, entropy, http, keyring, public_url)
        return cls(
            administration=administration,
            binding=binding,
            configuration=configuration,
            deep_links=deep_links,
            keyring=keyring,
            landings={
                ResourceLinkLaunch: open_link,
                DeepLinkingRequest: deep_links.remember,
                SubmissionReview: open_review,
            },
            launches=Launches(storage, clock, configuration, id_tokens, binding, public_url),
            logins=Logins(storage, clock, entropy, configuration, public_url + LAUNCH),
            notices=NoticeInbox(storage, clock, configuration, id_tokens),
            registering=DynamicRegistrations.assemble(
                storage, clock, entropy, http, administration.invitations, public_url
            ),
            services=services,
            subscriptions=NoticeSubscriptions(
                storage, clock, services.notices, public_url + NOTICES
            ),
        )
