"""The section "programs" of the settings page: starting programmes outside courses, and managers.

Programmes of courses are started there, by who teaches them; here they can be opened to everybody
and get further managers.
"""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, request
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from core.domain.identifiers import PersonId, ProgramId
from core.errors import InvalidInputError
from web.pages.form_fields import identifier, one_of, written
from web.pages.frame import onward
from web.pages.home import Problems
from web.services import services
from web.sessions import current_actor
from web.settings.frame import settings_page
from web.settings.sections import Section

__all__ = ["programs_section"]


def programs_section() -> Section:
    """The section."""
    blueprint = Blueprint("programs", __name__)
    blueprint.add_url_rule("/", view_func=listing)
    blueprint.add_url_rule("/", view_func=start, methods=["POST"])
    blueprint.add_url_rule("/<uuid:program_id>", view_func=program)
    blueprint.add_url_rule("/<uuid:program_id>", view_func=change, methods=["POST"])
    return Section(
        key="programs",
        title=_("Programmes"),
        summary=_("Programmes outside courses, for people in Microsoft Teams, and their managers."),
        blueprint=blueprint,
        done={
            "started": _("The programme has started. Everybody of your organization can join."),
            "saved": _("It is stored who may join."),
            "appointed": _("They manage the programme from now on."),
            "dismissed": _("They do not manage the programme any more."),
        },
    )


def listing() -> Response:
    """Show every programme, and how to start one."""
    return _listing()


def start() -> Response:
    """Start a programme that belongs to no course."""
    name, description = (written(request.form, field) for field in ("name", "description"))
    try:
        made = services().program_staff.start(current_actor(), name, description)
    except InvalidInputError as error:
        return _listing(error.fields)
    return onward("settings.programs.program", "started", program_id=made.id)


def program(program_id: UUID) -> Response:
    """Show who manages a programme and who may join, and look for people."""
    actor, of, text = current_actor(), ProgramId(program_id), request.args.get("q", "")
    staff = services().program_staff
    return settings_page(
        "settings/programs/program.html",
        staffed=staff.get(actor, of),
        found=staff.look_for(actor, of, text),
        text=text,
    )


def change(program_id: UUID) -> Response:
    """Let everybody join or not, let somebody manage it or not."""
    actor, of, form, staff = (
        current_actor(),
        ProgramId(program_id),
        request.form,
        services().program_staff,
    )
    deed = one_of(form, "action", ("open", "appoint", "dismiss"))
    if deed == "open":
        staff.set_open(actor, of, open_to_all="open_to_all" in form)
        return onward("settings.programs.program", "saved", program_id=of)
    person_id = PersonId(identifier(form, "person"))
    if deed == "appoint":
        staff.appoint(actor, of, person_id)
        return onward("settings.programs.program", "appointed", program_id=of)
    staff.dismiss(actor, of, person_id)
    return onward("settings.programs.program", "dismissed", program_id=of)


def _listing(problems: Problems | None = None) -> Response:
    return settings_page(
        "settings/programs/listing.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        staffed=services().program_staff.all(current_actor()),
        problems=problems or {},
        typed=request.form,
    )
