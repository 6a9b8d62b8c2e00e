"""The first page: what is next for this person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import chain

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.domain.match import OCCUPYING_STATES, EndReason, MatchState
from core.domain.profile import Profile
from core.domain.program import Program
from core.sentence import Sentence
from core.services.activities.own_activities import OwnActivity
from core.services.programs.programs import ProgramOverview
from core.services.requests.choices import ChoiceList
from core.services.requests.match_views import MatchView
from web.pages.frame import Frame, frame, onward, page
from web.pages.programs import programs
from web.services import services
from web.sessions import current_actor
from web.surface import current_surface

blueprint = Blueprint("home", __name__)
Problems = Mapping[str, Sequence[Sentence]]


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies on somebody's desk.

    Attributes:
        sent: their own requests that wait for a mentor.
        declined: their requests that were declined since they last asked somebody.
        received: requests that wait for them.
        as_mentee, as_mentor: their matches.
        activities: of the course, as a mentee sees them.
        meetings: how many the other one told of and they have not confirmed.
        pulses: matches they are asked about.
        list: their list of mentors, and how far it is.
    """

    sent: tuple[MatchView, ...] = ()
    declined: tuple[MatchView, ...] = ()
    received: tuple[MatchView, ...] = ()
    as_mentee: tuple[MatchView, ...] = ()
    as_mentor: tuple[MatchView, ...] = ()
    activities: tuple[OwnActivity, ...] = ()
    meetings: int = 0
    pulses: int = 0
    list: ChoiceList = field(default_factory=ChoiceList)


@blueprint.get("/app/")
def show() -> Response:
    """Show the next step, depending on what the person takes part as."""
    actor, around = current_actor(), frame()
    if around.program is None and actor.configures and current_surface().kind != "teams":
        return onward("settings.overview")
    if around.program is None and actor.registration_id is None:
        # No redirect: the one-time ticket of somebody who has just come in is for this page.
        return programs()
    if around.program is None:
        return without_program()
    profile, desk = services().profiles.of(actor), _desk(around)
    return page(
        "pages/home.html",
        desk=desk,
        profile=profile,
        step=step_of(profile, desk),
        overview=_overview(around),
        programs=_programs(),
        barrier=services().participations.barrier(actor),
    )


def without_program(problems: Problems | None = None) -> Response:
    """The page of a course without a programme; for its teacher, with ways to get one.

    Args:
        problems: what has to change in the form before the programme can start.
    """
    actor = current_actor()
    course, manages = services().programs.course(actor), frame().manages
    return page(
        "pages/no_program.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        course=course,
        options=services().course_programs.options(actor) if course and manages else None,
        problems=problems or {},
        typed=request.form,
    )


def step_of(profile: Profile, desk: Desk) -> int:
    """How far a mentee is: 1 profile, 2 choose, 3 wait for an answer, 4 meet."""
    if any(view.match.occupies for view in desk.as_mentee):
        return 4
    if desk.sent or desk.list.search:
        return 3
    if desk.as_mentee:  # in a group, and looking for nobody besides
        return 4
    return 2 if profile.ready_to_learn() else 1


def _desk(around: Frame) -> Desk:
    if not around.roles:
        return Desk()
    me, views = current_actor().person_id, services().requests.mine(current_actor())
    waiting = [v for v in views if v.match.state is MatchState.OFFERED]
    going = [v for v in views if v.match.state in OCCUPYING_STATES]
    return Desk(
        sent=tuple(v for v in waiting if v.mentee.id == me),
        declined=_declined([v for v in views if v.mentee.id == me]),
        received=tuple(v for v in waiting if v.mentor.id == me),
        as_mentee=tuple(v for v in going if v.mentee.id == me),
        as_mentor=tuple(v for v in going if v.mentor.id == me),
        activities=tuple(services().own_activities.all(current_actor())) if around.mentee else (),
        meetings=_to_confirm() if going else 0,
        pulses=len(services().pulses.waiting(current_actor())) if going else 0,
        list=services().choices.mine(current_actor()) if around.mentee else ChoiceList(),
    )


def _to_confirm() -> int:
    actor = current_actor()
    told = chain.from_iterable(services().meetings.of_matches(actor).values())
    return sum(m.confirmed_by is None and m.logged_by != actor.person_id for m in told)


def _declined(asked: list[MatchView]) -> tuple[MatchView, ...]:
    """What was declined since the last request: news, until they ask somebody else."""
    last = max((v.match.created_at for v in asked), default=None)
    return tuple(
        v
        for v in asked
        if v.match.end_reason is EndReason.DECLINED and last and v.match.updated_at >= last
    )


def _overview(around: Frame) -> ProgramOverview | None:
    return services().programs.overview(current_actor()) if around.manages else None


def _programs() -> list[Program]:
    """Every programme of the organization, for people who administer its LMS."""
    actor = current_actor()
    return services().programs.all(actor) if actor.administers else []
