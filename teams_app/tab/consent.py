"""Asking a person for what we may do in their name, in a window of its own.

1. A button in the tab has Teams open GET /teams/auth/start, which leads to Microsoft with state
   and PKCE challenge bound to this browser (web/entra/browser_state.py).
2. Microsoft asks, and sends the browser to GET /teams/auth/callback. That page tells Teams how it
   went, and Teams the tab. The code is not needed: consent is given with it or without.

https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/authentication/auth-flow-tab
"""

from urllib.parse import urlencode
from uuid import UUID

import structlog
from flask import redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from core.domain.identifiers import TeamsTenantId
from core.domain.teams_tenant import TeamsTenant
from core.errors import NotSignedInError
from teams_app.places import CONSENT_CALLBACK
from teams_app.tab.current import current_entrance
from teams_app.tab.mailbox import SCOPES
from web.access import public
from web.entra.browser_state import BrowserState
from web.services import services

PURPOSE = "teams-consent"
"""Makes these states others than those of administrators who sign in."""
_log = structlog.get_logger(__name__)


@public
def start() -> Response:
    """Lead to Microsoft, for the app of a tenant (`tenant`)."""
    tenant = _tenant(request.args.get("tenant", ""))
    state = BrowserState.begun(services().entropy, PURPOSE)
    settings = current_entrance().settings
    asked = {
        "client_id": tenant.client_id,
        "response_type": "code",
        "redirect_uri": settings.public_url + CONSENT_CALLBACK,
        "response_mode": "query",
        "scope": " ".join(("openid", "profile", "offline_access", *SCOPES)),
        "state": state.state,
        "code_challenge": state.challenge,
        "code_challenge_method": "S256",
        "prompt": "consent",
    }
    authorize = f"{settings.entra_authority}/{tenant.tenant}/oauth2/v2.0/authorize"
    response = redirect(f"{authorize}?{urlencode(asked)}")
    state.keep(response)
    return response


@public
def callback() -> str:
    """Tell Teams whether consent was given.

    Raises:
        NotSignedInError: it was not asked for in this browser.
    """
    state = BrowserState.of_browser()
    if state is None or not state.fits(request.args.get("state", "")):
        raise NotSignedInError(
            "This was not begun in this browser, or it took longer than ten minutes. Close the "
            "window and begin again."
        )
    given = bool(request.args.get("code"))
    if not given:
        _log.info("no consent at microsoft", reason=request.args.get("error", "")[:80])
    return render_template("teams/consent.html", given=given)


def _tenant(written: str) -> TeamsTenant:
    try:
        asked = TeamsTenantId(UUID(written))
    except ValueError as error:
        raise NotFound from error
    with services().storage.platform() as platform:
        found = platform.teams_tenants.get(asked)
    if found is None or not found.enabled:
        raise NotFound
    return found
