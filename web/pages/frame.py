"""What every page of a signed-in person shows around its content, and how pages are rendered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.domain.match import MatchState
from core.domain.program import Participation, Program, Role
from web.pages.words import DONE
from web.services import services
from web.sessions import current_actor, known_sign_in

SAID = "done"
"""Query parameter that tells the next page what was just done; a code of web.pages.words.DONE."""

UNDO = "undo"
"""Query parameter that names the match whose last step was just taken, and can be taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where a person is and what they are there.

    Attributes:
        name: what to call them; empty when their LMS withholds names. Administrators who came by
            a link have their address only.
        program: None while the course has none.
        roles: what they take part as.
        manages: they see the programme page.
        unanswered: requests that wait for their answer.
        approvals: pieces of work that wait for their answer.
        news: what they have not read of it.
        activities: whether the course has activities for them.
    """

    name: str
    program: Program | None
    roles: Mapping[Role, Participation]
    manages: bool
    unanswered: int
    approvals: int = 0
    news: int = 0
    activities: bool = False

    @property
    def mentee(self) -> Participation | None:
        """Their participation as a mentee."""
        return self.roles.get(Role.MENTEE)

    @property
    def mentor(self) -> Participation | None:
        """Their participation as a mentor."""
        return self.roles.get(Role.MENTOR)


def frame() -> Frame:
    """The frame of this request, read once."""
    if "frame" not in g:
        g.frame = _read()
    found: Frame = g.frame
    return found


def page(template: str, status: int = HTTPStatus.OK, **context: Any) -> Response:
    """A page inside its frame.

    Args:
        template: its name.
        status: of the answer.
        context: what the template shows.
    """
    said = DONE.get(request.args.get(SAID, ""))
    undo = request.args.get(UNDO, None, UUID) if said else None
    body = render_template(template, frame=frame(), said=said, undo=undo, **context)
    return make_response(body, status)


def onward(endpoint: str, done: str = "", **values: Any) -> Response:
    """After a change: see the page it leads to, with a word that it happened.

    Args:
        endpoint: the page, such as "pages.home.show".
        done: code of what was done, from web.pages.words.DONE; empty says nothing.
        values: for the address.
    """
    if done:
        values[SAID] = done
    return redirect(url_for(endpoint, **values), HTTPStatus.SEE_OTHER)


def _read() -> Frame:
    actor = current_actor()
    program = services().programs.current(actor)
    roles = {p.role: p for p in services().participations.mine(actor)} if program else {}
    manages = actor.manages or actor.administers
    unanswered = approvals = 0
    if Role.MENTOR in roles:
        approvals = len(services().approvals.waiting(actor))
        mine = services().requests.mine(actor)
        unanswered = sum(
            view.match.state is MatchState.OFFERED and view.match.mentor_id == actor.person_id
            for view in mine
        )
    return Frame(
        name=_name(),
        program=program,
        roles=roles,
        manages=manages,
        unanswered=unanswered,
        approvals=approvals,
        news=services().own_news.unread(actor),
        activities=(Role.MENTEE in roles or manages) and services().own_activities.offered(actor),
    )


def _name() -> str:
    actor = current_actor()
    with services().storage.tenant(actor.organization_id) as work:
        person = work.people.get(actor.person_id)
    if person is None:
        return ""
    return person.name or (person.email if actor.configures else "")


def follow_course() -> None:
    """Before each request: enter a programme that was started after this person signed in."""
    sign_in = known_sign_in()
    session = sign_in.session
    if session is None or session.actor.program_id is not None:
        return
    course = services().programs.course(session.actor)
    if course is not None and course.program_id is not None:
        entered = services().sessions.enter(session, course.program_id)
        g.sign_in = replace(sign_in, session=entered)
