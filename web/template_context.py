"""What every template may use without being given it: a contract with web/templates.

- surface: web.surface.Surface; `data-theme="{{ surface.theme }}"`, `lang="{{ surface.locale }}"`.
- bearer: the token the page must carry because the browser keeps no cookie, else "". The base
  template puts it into `hx-headers='{"Authorization": "Bearer ..."}'` of the body.
- session, actor: who is signed in, or None. (Not Flask's client-side session, which is unused.)
- page_mark: goes into every form that changes something (macros/forms.html, web/page_mark.py).
- request_id: the number to quote when something went wrong.
- locales, themes: what a person can choose from.
- teams_hosts: origins besides Microsoft's whose messages our script in Teams takes for Teams'.
"""

from typing import Any

from core.services.administration.sessions import THEMES
from web.page_mark import page_mark
from web.request_context import request_id
from web.services import web_settings
from web.sessions import known_sign_in
from web.surface import LOCALES, current_surface


def template_context() -> dict[str, Any]:
    """The variables above."""
    sign_in = known_sign_in()
    return {
        "surface": current_surface(),
        "bearer": sign_in.bearer,
        "session": sign_in.session,
        "actor": sign_in.session.actor if sign_in.session else None,
        "page_mark": page_mark(sign_in.session.actor) if sign_in.session else "",
        "request_id": request_id(),
        "locales": LOCALES,
        "themes": THEMES,
        "teams_hosts": " ".join(sorted(web_settings().teams_hosts)),
    }
