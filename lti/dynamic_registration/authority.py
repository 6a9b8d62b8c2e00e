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
from urllib.parse import urlsplit

from core.errors import ForbiddenError
from lti.dynamic_registration.platform_configuration import PlatformConfiguration

Origin = tuple[str, str, int | None]

_DEFAULT_PORTS = {"http": 80, "https": 443}
_CANVAS_STAGES: Mapping[str, str] = {
    "canvas.instructure.com": "sso.canvaslms.com",
    "canvas.beta.instructure.com": "sso.beta.canvaslms.com",
    "canvas.test.instructure.com": "sso.test.canvaslms.com",
}
"""Host of the issuer -> host where people sign in."""
_CANVAS_SCHOOLS = ".instructure.com"
_CANVAS_CONFIGURATION = "/api/lti/security/openid-configuration"
_CANVAS_REGISTRATIONS = "/api/lti/registrations"


def origin(url: str) -> Origin:
    """Scheme, host and port.

    Raises:
        ValueError: it is no URL.
    """
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _DEFAULT_PORTS.get(parts.scheme)


def must_speak_for_issuer(configuration_url: str, platform: PlatformConfiguration) -> None:
    """Let a configuration pass whose parts belong together.

    Args:
        configuration_url: where it was fetched.
        platform: what it says.

    Raises:
        ForbiddenError: they do not; says what to do instead.
    """
    try:
        if origin(platform.issuer)[1] in _CANVAS_STAGES:
            trusted = _is_hosted_canvas(configuration_url, platform)
        else:
            wanted = origin(platform.issuer)
            found = {origin(configuration_url), origin(platform.registration_endpoint)}
            trusted = found == {wanted}
    except ValueError:
        trusted = False
    if not trusted:
        raise ForbiddenError(
            "This LMS calls itself %(issuer)s, but its configuration or its registration endpoint "
            "is on another host, so nothing shows that they belong together. Nothing was "
            "registered. Register this LMS by hand in the settings of Mentorloom.",
            issuer=platform.issuer,
        )


def _is_hosted_canvas(configuration_url: str, platform: PlatformConfiguration) -> bool:
    issuer = urlsplit(platform.issuer)
    fetched, registers = urlsplit(configuration_url), urlsplit(platform.registration_endpoint)
    ports = {origin(url)[2] for url in (platform.issuer, configuration_url, registers.geturl())}
    if {issuer.scheme, fetched.scheme, registers.scheme} != {"https"} or ports != {443}:
        return False
    return _serves_configuration(fetched.hostname or "", fetched.path, issuer.hostname or "") and (
        registers.path == _CANVAS_REGISTRATIONS
        and _registers_schools(registers.hostname or "", platform.account_domain)
    )


def _serves_configuration(host: str, path: str, issuer_host: str) -> bool:
    if path != _CANVAS_CONFIGURATION:
        return False
    return host in {issuer_host, _CANVAS_STAGES[issuer_host]} or host.endswith(_CANVAS_SCHOOLS)


def _registers_schools(host: str, account_domain: str) -> bool:
    return host.endswith(_CANVAS_SCHOOLS) or (host != "" and host == account_domain)
