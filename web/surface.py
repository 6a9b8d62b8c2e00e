"""Where a page is shown and how it should look: the only thing pages may branch on.

Languages follow the surface too: the host's locale when it is known, else the browser's.
"""

from dataclasses import dataclass
from zoneinfo import available_timezones

from flask import Flask, g, request
from flask_babel import Babel

from web.services import services
from web.sessions import known_sign_in

LOCALES = ("en", "de")
"""Languages with a catalogue in web/translations; the first is the source."""


@dataclass(frozen=True, slots=True)
class Surface:
    """How to show a page.

    Attributes:
        kind: "lti", "teams" or "browser".
        theme: "light", "dark", "contrast" or "auto" (follow prefers-color-scheme).
        locale: one of LOCALES.
    """

    kind: str
    theme: str
    locale: str


def current_surface() -> Surface:
    """The surface of this request: the session's, or what the browser prefers."""
    session = known_sign_in().session
    if session is None:
        preferred = (tag for tag, _ in request.accept_languages)
        return Surface("browser", "auto", supported_locale(*preferred))
    return Surface(session.surface, session.theme, supported_locale(session.locale))


def supported_locale(*tags: str) -> str:
    """The first of these BCP 47 tags that we speak, by its language part; else the source."""
    languages = (tag.replace("_", "-").split("-")[0].lower() for tag in tags)
    return next((language for language in languages if language in LOCALES), LOCALES[0])


def install(app: Flask) -> None:
    """Let Flask-Babel follow the surface and the profile's time zone."""
    Babel(
        app,
        default_locale=LOCALES[0],
        locale_selector=lambda: current_surface().locale,
        timezone_selector=_time_zone,
    )


def _time_zone() -> str:
    # Asked by Flask-Babel only where a page shows a time; once a request.
    if "time_zone" not in g:
        session = known_sign_in().session
        told = services().profiles.of(session.actor).time_zone if session else ""
        g.time_zone = told if told in available_timezones() else "UTC"
    found: str = g.time_zone
    return found
