"""What an LMS's administrator enters there when the tool is added by hand."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from lti.target import HOME
from lti.tool_paths import CANVAS_JSON, JWKS, LAUNCH, LOGIN
from web.services import web_settings

_NAMES = (
    ("tool-url", _("Tool URL (target link URI)"), HOME),
    ("login-url", _("Initiate login URL"), LOGIN),
    ("redirect-url", _("Redirection URI"), LAUNCH),
    ("key-set-url", _("Public key set URL of this tool"), JWKS),
)


def our_addresses() -> list[tuple[str, LazyString, str]]:
    """Name for the page, name for people, address."""
    public_url = web_settings().public_url
    return [(name, label, public_url + path) for name, label, path in _NAMES]


def canvas_json_url() -> str:
    """Where Canvas reads our configuration."""
    return web_settings().public_url + CANVAS_JSON
