"""Fetching a platform's configuration and making sure that it may be believed and used."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import InvalidInputError, UnavailableError
from core.ports.outbound import OutboundHttp, OutboundResponse
from lti.dynamic_registration.authority import must_speak_for_issuer
from lti.dynamic_registration.platform_configuration import (
    PlatformConfiguration,
    read_configuration,
)
from lti.platform_details import PlatformDetails, wrong_addresses
from lti.strict_json import parse_object

LONGEST = 8_192
"""Characters of a configuration's address or of a registration token."""
_OK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the platform opened our page with.

    Attributes:
        configuration_url: `openid_configuration`.
        token: `registration_token`; empty if it gave none.
        invitation: the secret of our registration link; empty if it is not one.
    """

    configuration_url: str
    token: str = ""
    invitation: str = ""

    def bearer(self) -> dict[str, str]:
        """The header that shows the registration token."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


class Discovery:
    """Finds out who asks."""

    def __init__(self, http: OutboundHttp) -> None:
        self._http = http

    def platform(self, asked: Asked) -> PlatformConfiguration:
        """The configuration of the platform that opened our page.

        Raises:
            InvalidInputError: no platform opened it, or it names addresses that cannot be used.
            ForbiddenError: the configuration lacks something, or must not be believed.
            UnavailableError: it cannot be had.
        """
        _must_be_asked(asked)
        platform = read_configuration(self._fetched(asked))
        must_speak_for_issuer(asked.configuration_url, platform)
        self._must_be_callable(platform)
        return platform

    def _fetched(self, asked: Asked) -> Mapping[str, object]:
        headers = {"Accept": "application/json", **asked.bearer()}
        answer = self._http.get(asked.configuration_url, headers)
        if answer.status != _OK:
            raise _unreadable(answer)
        try:
            return parse_object(answer.body)
        except ValueError as error:
            raise _unreadable(answer) from error

    def _must_be_callable(self, platform: PlatformConfiguration) -> None:
        self._http.check(platform.registration_endpoint)
        details = PlatformDetails(
            issuer=platform.issuer,
            client_id="",
            auth_login_url=platform.auth_login_url,
            token_url=platform.token_url,
            jwks_url=platform.jwks_url,
        )
        if wrong := wrong_addresses(details, self._http):
            raise InvalidInputError(
                "The configuration of your LMS names addresses that cannot be used, so nothing was "
                "registered. Its administrator has to correct what is named.",
                wrong,
            )


def _must_be_asked(asked: Asked) -> None:
    if not asked.configuration_url:
        raise InvalidInputError(
            "This address is not meant to be opened by itself. Enter it in your LMS where a tool "
            "is added: in Moodle as tool URL, in Canvas as dynamic registration URL."
        )
    presentable = asked.token.isascii() and asked.token.isprintable() and " " not in asked.token
    if not presentable or max(len(asked.configuration_url), len(asked.token)) > LONGEST:
        raise InvalidInputError(
            "Your LMS opened this page with values that cannot be right. Start again from your LMS."
        )


def _unreadable(answer: OutboundResponse) -> UnavailableError:
    return UnavailableError(
        "The configuration of your LMS cannot be read (status %(status)s). Registration tokens are "
        "good for an hour: start again from your LMS.",
        status=answer.status,
    )
