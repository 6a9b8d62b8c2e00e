"""Signing in with Microsoft: how administrators reach the settings page without a link.

1. GET /signin/entra: to Microsoft, with state, nonce and PKCE challenge bound to this browser.
2. GET /signin/entra/callback: the code is exchanged, the token verified; whoever was linked before
   is signed in.

Linking is a step of its own, never a matter of e-mail addresses. The page of an administrator's
link has a button for it:

3. POST /signin/<token>/entra: says what will be linked, and leads to Microsoft.
4. The callback links the account that comes back, uses the link up, and signs in.

So does the settings page of who is signed in already, with a link of their own (link_page).
"""

import structlog
from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.sansio.app import App
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from core.domain.actor import Actor
from core.errors import NotSignedInError
from web.access import public
from web.entra.app import EntraApp
from web.entra.browser_state import BrowserState, forget
from web.services import services
from web.sessions import begin

_APP = "mentorloom-entra"
_log = structlog.get_logger(__name__)


def entra_blueprint(app: EntraApp) -> Blueprint:
    """The routes, for this app."""
    made = Blueprint("entra", __name__)
    made.record_once(lambda setup: _keep(setup.app, app))
    made.add_url_rule("/signin/entra", view_func=start)
    made.add_url_rule("/signin/entra/callback", view_func=callback)
    made.add_url_rule("/signin/<token>/entra", view_func=ask_to_link, methods=["POST"])
    return made


@public
def start() -> Response:
    """Lead to Microsoft."""
    state = BrowserState.begun(services().entropy)
    response = redirect(_offered().where(state))
    state.keep(response)
    return response


@public
def ask_to_link(token: str) -> Response:
    """Say what will be linked, and lead to Microsoft from there."""
    _offered()
    return link_page(token, services().administrators.invited(token).email)


@public
def callback() -> Response:
    """Take what Microsoft says, and sign in."""
    app, state = _offered(), BrowserState.of_browser()
    if state is None or not state.fits(request.args.get("state", "")):
        raise NotSignedInError(
            "This sign-in was not begun in this browser, or it took longer than ten minutes. "
            "Begin again."
        )
    code = request.args.get("code", "")
    if not code:
        _log.info("microsoft refused a sign-in", reason=request.args.get("error", "")[:80])
        raise NotSignedInError("You did not sign in at Microsoft. Begin again if you want to.")
    actor = _signed_in(app, code, state)
    preferred = request.accept_languages.best or ""
    opened = services().sessions.open(actor, "browser", "auto", preferred)
    linked = url_for("settings.sign-in.listing", done="linked")
    response = begin(opened, linked if state.invitation else url_for("settings.overview"))
    forget(response)
    return response


def entra_offered() -> bool:
    """Whether people may sign in with Microsoft here."""
    app: EntraApp | None = current_app.extensions.get(_APP)
    return app is not None and app.offered


def link_page(token: str, email: str) -> Response:
    """The page that says what will be linked, and leads to Microsoft from there.

    Args:
        token: of a link that signs an administrator in once.
        email: where their invitation went.

    Raises:
        NotFound: no sign-in with Microsoft is offered here.
    """
    app, state = _offered(), BrowserState.begun(services().entropy, token)
    page = render_template("signin_link.html", email=email, microsoft=app.where(state))
    response = current_app.make_response(page)
    state.keep(response)
    return response


def _signed_in(app: EntraApp, code: str, state: BrowserState) -> Actor:
    account, accounts = app.account(code, state), services().entra_accounts
    if state.invitation:
        actor = accounts.link(state.invitation, account)
        _log.info("administrator linked an account", person_id=str(actor.person_id))
        return actor
    actor = accounts.sign_in(account)
    _log.info("administrator signed in", person_id=str(actor.person_id))
    return actor


def _keep(app: App, entra: EntraApp) -> None:
    app.extensions[_APP] = entra


def _offered() -> EntraApp:
    if not entra_offered():
        raise NotFound
    found: EntraApp = current_app.extensions[_APP]
    return found
