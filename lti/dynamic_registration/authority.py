"""May whoever served this configuration speak for the issuer it names?

Anybody can put up a configuration. So its own address, the issuer in it and the endpoint that
hands out client ids must have the same origin: then TLS proves that the issuer itself serves it.

Hosted Canvas is the one exception, as Instructure documents it: all schools share an issuer
(https://canvas.instructure.com and its beta and test stages); the configuration is on that host,
on the stage's sign-in host, or on the school's own Canvas host; the registration endpoint is on
the school's host, which may be a name of the school's that Canvas's configuration tells.

https://www.imsglobal.org/spec/lti-dr/v1p0#issuer-and-openid-configuration-url-match
"""

from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

from core.errors import ForbiddenError
from lti.dynamic_registration.platform_configuration import PlatformConfiguration
from lti.origins import same_origin

_HTTPS = 443
_CANVAS_STAGES: Mapping[str, str] = {
    "canvas.instructure.com": "sso.canvaslms.com",
    "canvas.beta.instructure.com": "sso.beta.canvaslms.com",
    "canvas.test.instructure.com": "sso.test.canvaslms.com",
}
"""Host of the issuer -> host where people sign in."""
_CANVAS_SCHOOLS = ".instructure.com"
_CANVAS_CONFIGURATION = "/api/lti/security/openid-configuration"
_CANVAS_REGISTRATIONS = "/api/lti/registrations"


def must_speak_for_issuer(configuration_url: str, platform: PlatformConfiguration) -> None:
    """Let a configuration pass whose parts belong together.

    Args:
        configuration_url: where it was fetched.
        platform: what it says.

    Raises:
        ForbiddenError: they do not; says what to do instead.
    """
    ours = (configuration_url, platform.registration_endpoint)
    if not (
        all(same_origin(url, platform.issuer) for url in ours)
        or _is_hosted_canvas(configuration_url, platform)
    ):
        raise ForbiddenError(
            "This LMS calls itself %(issuer)s, but its configuration or its registration endpoint "
            "is on another host, so nothing shows that they belong together. Nothing was "
            "registered. Register this LMS by hand in the settings of Mentorloom.",
            issuer=platform.issuer,
        )


def _is_hosted_canvas(configuration_url: str, platform: PlatformConfiguration) -> bool:
    urls = (platform.issuer, configuration_url, platform.registration_endpoint)
    try:
        issuer, fetched, registers = (urlsplit(url) for url in urls)
        usual = all(
            (part.scheme, part.port or _HTTPS) == ("https", _HTTPS)
            for part in (issuer, fetched, registers)
        )
    except ValueError:
        return False
    issuer_host = issuer.hostname or ""
    return (
        usual
        and issuer_host in _CANVAS_STAGES
        and _serves_configuration(fetched, issuer_host)
        and _registers(registers, platform.account_domain)
    )


def _serves_configuration(fetched: SplitResult, issuer_host: str) -> bool:
    host = fetched.hostname or ""
    known = host in {issuer_host, _CANVAS_STAGES[issuer_host]} or host.endswith(_CANVAS_SCHOOLS)
    return known and fetched.path == _CANVAS_CONFIGURATION


def _registers(endpoint: SplitResult, account_domain: str) -> bool:
    host = endpoint.hostname or ""
    known = host.endswith(_CANVAS_SCHOOLS) or (host != "" and host == account_domain)
    return known and endpoint.path == _CANVAS_REGISTRATIONS
