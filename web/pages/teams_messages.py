"""Messages in Teams: whether, how often and when they may come. Each a person's own choice."""

from datetime import time

from flask import Blueprint, request
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from core.domain.teams_choices import Rhythm
from web.pages.form_fields import one_of
from web.pages.frame import onward
from web.services import services
from web.sessions import current_actor
from web.surface import current_surface

blueprint = Blueprint("teams_messages", __name__)
RHYTHMS = {
    Rhythm.AT_ONCE: _("As it happens, several things as one message"),
    Rhythm.DAILY: _("At most one message a day"),
    Rhythm.WEEKLY: _("At most one message a week"),
}


@blueprint.post("/app/news/teams")
def choose() -> Response:
    """Choose."""
    form, choices = request.form, services().teams_choices
    try:
        quiet = (time.fromisoformat(form["quiet_from"]), time.fromisoformat(form["quiet_until"]))
    except ValueError as error:
        raise BadRequest from error
    choices.change(
        current_actor(),
        chat=one_of(form, "chat", ("on", "off")) == "on",
        rhythm=Rhythm(one_of(form, "rhythm", [rhythm.value for rhythm in Rhythm])),
        quiet=quiet,
        weekends="weekends" in form,
    )
    if "resume" in form:
        choices.resume(current_actor())
    return onward("pages.participation.show", "messages-chosen", _anchor="teams")


def offered() -> bool:
    """Whether this person has to do with Teams."""
    return current_surface().kind == "teams" or services().teams_choices.offered(current_actor())
