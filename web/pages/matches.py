"""Matches: who meets whom, how to reach each other, and ending one."""

from datetime import date
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, request
from flask_babel import to_user_timezone
from werkzeug.wrappers import Response

from core.domain.actor import Actor
from core.domain.appointment import MOST_TIMES, Appointment
from core.domain.identifiers import PersonId
from core.domain.match import OCCUPYING_STATES, EndReason, MatchState
from core.errors import ConflictError, InvalidInputError, MentorloomError
from core.services.activities.meetings import LONGEST, SHORTEST
from web.pages.form_fields import identifier, one_of
from web.pages.frame import UNDO, onward, page
from web.pages.words import PROFILE_WORDS
from web.problems import problem_of
from web.services import services
from web.sessions import current_actor

blueprint = Blueprint("matches", __name__)


@blueprint.get("/app/matches")
def listing() -> Response:
    """Show the matches of this person, current ones first."""
    return match_list()


@blueprint.post("/app/matches")
def end() -> Response:
    """End one."""
    actor, match_id = current_actor(), identifier(request.form, "match")
    try:
        services().requests.end(actor, match_id)
    except ConflictError as error:
        return match_list(error)
    undo = {UNDO: match_id} if services().undo.possible(actor, match_id) else {}
    return onward("pages.matches.listing", "ended", **undo)


@blueprint.post("/app/matches/again/<uuid:person_id>")
def again(person_id: UUID) -> Response:
    """Say that one would be matched with somebody once more, or take it back."""
    wish = one_of(request.form, "wish", ("yes", "no")) == "yes"
    services().profiles.meet_again(current_actor(), PersonId(person_id), wish=wish)
    return onward("pages.matches.listing", "again" if wish else "not-again")


def match_list(error: MentorloomError | None = None) -> Response:
    """The page, after a change of a match or its meetings that did not work with the reason."""
    actor = current_actor()
    problem = problem_of(error) if error else None
    problems = error.fields if isinstance(error, InvalidInputError) else {}
    views = services().requests.mine(actor)
    going = [view for view in views if view.match.state in OCCUPYING_STATES]
    return page(
        "pages/matches.html",
        problem.status if problem else HTTPStatus.OK,
        problem=None if problems else problem,
        problems=problems,
        typed=request.form,
        going=[(v, services().requests.profile_of(actor, v.match.id)) for v in going],
        meetings=services().meetings.of_matches(actor),
        minutes=(SHORTEST, LONGEST),
        plans=services().appointments.mine(actor),
        planned_before=_planned_before(actor),
        most_times=MOST_TIMES,
        past=[
            view
            for view in views
            if view.match.state is MatchState.COMPLETED or view.match.end_reason is EndReason.LEFT
        ],
        again=services().profiles.of(actor).meet_again,
        words=PROFILE_WORDS,
        time_zone=services().profiles.of(actor).time_zone,
    )


def _planned_before(actor: Actor) -> list[tuple[Appointment, date]]:
    """Meetings that were planned and nobody told of, with the day where the actor is."""
    over = [viewed.appointment for viewed in services().appointments.over(actor)]
    return [(one, to_user_timezone(one.starts_at).date()) for one in over if one.starts_at]
