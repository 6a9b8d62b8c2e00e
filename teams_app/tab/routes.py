"""The tab in Teams, Outlook and Microsoft 365: its first page, and how it signs in.

1. Teams loads GET /teams/tab in a frame: a page that knows nobody yet.
2. Its script asks Teams for a token (`getAuthToken`) and posts it to /teams/auth/session as a
   bearer, with what the context says about looks and the page that a link asks for. Who somebody
   is comes from the token alone.
3. The answer names the first page, with a one-time ticket; the rest is as in an LMS's frame
   (web/sessions.py): a cookie where the browser keeps one, else a bearer.
4. When the session is over, the script does 2 again, and goes on where the person was.

https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/authentication/tab-sso-overview
"""

from http import HTTPStatus
from uuid import UUID

import structlog
from flask import Blueprint, jsonify, render_template, request
from marshmallow import EXCLUDE, Schema, fields, validate
from werkzeug.wrappers import Response

from core.domain.actor import Actor
from core.domain.identifiers import ProgramId
from core.errors import ConflictError, NotSignedInError, UnavailableError
from core.services.teams.arrivals import TeamsFacts
from teams_app.entra_refusals import AppRefusedError
from teams_app.places import CONFIGURE, CONSENT, CONSENT_CALLBACK, TAB
from teams_app.tab import consent
from teams_app.tab.current import current_entrance, keep_entrance
from teams_app.tab.deep_links import page_of_tab, page_path
from teams_app.tab.entrance import Entrance
from teams_app.tab.mailbox import SCOPES
from teams_app.tab.mailbox import time_zone as zone_of_mailbox
from teams_app.tab.on_behalf import AskPersonError
from teams_app.tab.sso_token import TeamsUser
from teams_app.tab.tab_paths import CHOOSE, SESSION, THEME, TIME_ZONE
from web.access import public
from web.framing import TEAMS_HOSTS
from web.pages.frame import page
from web.security_headers import allow
from web.services import services
from web.sessions import bearer_token, current_actor, current_session, first_page, keep_cookie

SURFACE = "teams"
THEMES = {"default": "light", "dark": "dark", "contrast": "contrast", "glass": "dark"}
"""Teams' themes -> ours."""
LONGEST_PAGE = 1024
_log = structlog.get_logger(__name__)


class Wanted(Schema):
    """What the tab's script says besides the token; none of it proves anything."""

    class Meta:
        """What Teams may add is not looked at."""

        unknown = EXCLUDE

    page = fields.String(load_default="", validate=validate.Length(max=LONGEST_PAGE))
    program = fields.String(load_default="")
    theme = fields.String(load_default="")
    locale = fields.String(load_default="", validate=validate.Length(max=35))


def tab_blueprint(entrance: Entrance) -> Blueprint:
    """The routes, for this deployment."""
    made = Blueprint("teams", __name__)
    made.record_once(lambda setup: keep_entrance(setup.app, entrance))
    made.before_request(_let_teams_frame)
    made.add_url_rule(TAB, view_func=tab)
    made.add_url_rule(CONFIGURE, view_func=configure)
    made.add_url_rule(CHOOSE, view_func=choose)
    made.add_url_rule(SESSION, view_func=session, methods=["POST"])
    made.add_url_rule(THEME, view_func=theme, methods=["POST"])
    made.add_url_rule(TIME_ZONE, view_func=time_zone, methods=["POST"])
    made.add_url_rule(CONSENT, "consent", consent.start)
    made.add_url_rule(CONSENT_CALLBACK, "consented", consent.callback)
    return made


@public
def tab() -> str:
    """Show the first page; `page` or `entity` say where it leads, `program` into which one."""
    asked = page_path(request.args.get("page") or page_of_tab(request.args.get("entity", "")))
    return _shell(asked)


@public
def configure() -> str:
    """Show the first page of the dialog that adds a tab to a team, a chat or a meeting."""
    return _shell(CHOOSE)


def choose() -> Response:
    """Show the programmes that a new tab can show."""
    actor = current_actor()
    return page("teams/configure.html", programs=services().program_choice.of(actor))


@public
def session() -> Response:
    """Sign in whoever the token is about; say where to go on, and with what.

    Raises:
        NotSignedInError: the token is missing or not valid.
        ForbiddenError: their tenant is not ours, or they have left.
        ValidationError: what came with it cannot be used.
    """
    user = verified_user()
    wanted = Wanted().load(request.get_json(silent=True) or {})
    actor = _arrive(user, wanted["locale"], _program(wanted["program"]))
    opened = services().sessions.open(
        actor, SURFACE, THEMES.get(wanted["theme"], "auto"), wanted["locale"]
    )
    _log.info("came from teams", teams_tenant_id=str(user.tenant.id))
    where = first_page(opened, page_path(wanted["page"]))
    response = jsonify(location=where, token=opened.token)
    keep_cookie(response, opened)
    response.headers["Cache-Control"] = "no-store"
    return response


def theme() -> Response:
    """Use the theme that Teams has now from the next page on."""
    chosen = THEMES.get(request.form.get("theme", ""))
    services().sessions.restyle(current_session(), theme=chosen)
    return Response(status=HTTPStatus.NO_CONTENT)


@public
def time_zone() -> Response:
    """Say what time zone somebody's mailbox at Microsoft has; their form takes it from there.

    Where Microsoft wants the person for it, the answer is 403 and says for what (`code`): their
    consent, to be given at `start`, or a token by `claims`.

    Raises:
        NotSignedInError: the token is missing or not valid.
        UnavailableError: Microsoft does not tell.
    """
    user, entrance = verified_user(), current_entrance()
    person_id = _arrive(user, "", None).person_id
    try:
        token = entrance.on_behalf.token(user, person_id, SCOPES)
    except AskPersonError as error:
        start = f"{CONSENT}?tenant={user.tenant.id}"
        told = jsonify(code=error.reason, claims=error.claims, start=start)
        told.status_code = HTTPStatus.FORBIDDEN
        return told
    except AppRefusedError as error:
        _log.warning("microsoft gives no token on behalf", codes=error.codes)
        raise UnavailableError(
            "Microsoft does not let Mentorloom ask for this. Tell your administrator."
        ) from error
    return jsonify(time_zone=zone_of_mailbox(entrance.http, entrance.settings.graph_url, token))


def verified_user() -> TeamsUser:
    """Whose token came with this request.

    Raises:
        NotSignedInError: none came, or it is not valid.
    """
    token = bearer_token()
    if token is None:
        raise NotSignedInError("Open Mentorloom in Microsoft Teams.")
    return current_entrance().tokens.verify(token)


def _shell(leads_to: str) -> str:
    return render_template(
        "teams/tab.html", leads_to=leads_to, program=request.args.get("program", "")
    )


def _arrive(user: TeamsUser, locale: str, program_id: ProgramId | None) -> Actor:
    """Arrive; two tabs opened at once by somebody new may both try to create them."""
    arrivals = services().teams_arrivals
    facts = TeamsFacts(
        teams_tenant=user.tenant,
        object_id=user.object_id,
        name=user.name,
        email=user.username if "@" in user.username else "",
        locale=locale,
        program_id=program_id,
    )
    try:
        return arrivals.arrive(facts)
    except ConflictError:
        return arrivals.arrive(facts)


def _program(written: str) -> ProgramId | None:
    try:
        return ProgramId(UUID(written))
    except ValueError:
        return None


def _let_teams_frame() -> None:
    allow("frame-ancestors", *TEAMS_HOSTS, *sorted(current_entrance().settings.teams_hosts))
