"""In which language and colours somebody sees the campus; both travel into every launch.

Chosen by a plain GET form on every page (`?locale=de&theme=dark`), remembered in two cookies.
"""

from dataclasses import dataclass
from typing import cast

from flask import Request, Response, g

from demo.texts import LOCALES

THEMES = {"light": "Light", "dark": "Dark", "contrast": "High contrast"}
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Looks:
    """A locale of LOCALES and a theme of THEMES."""

    locale: str
    theme: str


def see(looks: Looks) -> None:
    """Show the answer to this request so: browsers send no cookies with what tools post or ask."""
    g.looks = looks


def chosen_looks(request: Request) -> Looks:
    """From the address, else the cookies, else the browser's language and the light theme."""
    if "looks" in g:
        return cast("Looks", g.looks)
    locale = request.args.get("locale") or request.cookies.get("campus_locale", "")
    if locale not in LOCALES:
        locale = request.accept_languages.best_match(list(LOCALES)) or "en"
    theme = request.args.get("theme") or request.cookies.get("campus_theme", "")
    return Looks(locale, theme if theme in THEMES else "light")


def remember_looks(request: Request, response: Response) -> Response:
    """Keep a choice made in the address."""
    looks = chosen_looks(request)
    for name, value in (("locale", looks.locale), ("theme", looks.theme)):
        if request.args.get(name) == value:
            response.set_cookie(
                f"campus_{name}",
                value,
                max_age=YEAR,
                httponly=True,
                samesite="Lax",
                secure=request.is_secure,
            )
    return response
