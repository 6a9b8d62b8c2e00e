"""A brief before two people meet: what is known, and questions to begin with."""

from core.domain.match import OCCUPYING_STATES
from core.domain.meeting import Meeting
from core.domain.profile import Profile
from core.errors import NotFoundError
from core.sentence import sentence
from core.services.requests.match_views import MatchView
from teams_app.cards.elements import Element, bullets, card, facts, heading, text
from teams_app.cards.reader import Reader
from teams_app.cards.words import plain

PAGE = "/app/matches"
OF_MENTOR = (
    sentence("What has happened since we last met?"),
    sentence("What did you try, and what came of it?"),
    sentence("What would make this hour worth it for you?"),
    sentence("What will you do until we meet again?"),
)
OF_MENTEE = (
    sentence("One thing I did since last time"),
    sentence("One thing I am stuck with, and what I tried"),
    sentence("What I would like to know from your own experience"),
    sentence("What I take on until we meet again"),
)
MOST = 3


def brief_cards(reader: Reader) -> list[Element]:
    """One brief for each match that goes on, at most MOST.

    Raises:
        NotFoundError: the reader has no match here.
    """
    views = reader.services.requests.mine(reader.actor)
    going = [view for view in views if view.match.state in OCCUPYING_STATES]
    if not going:
        raise NotFoundError("You have no match here yet, so there is nothing to prepare.")
    met = reader.services.meetings.of_matches(reader.actor)
    return [_brief(reader, view, met.get(view.match.id, [])) for view in going[:MOST]]


def _brief(reader: Reader, view: MatchView, meetings: list[Meeting]) -> Element:
    words = reader.words
    mentors = view.mentor.id == reader.actor.person_id
    other = view.mentee if mentors else view.mentor
    profile = reader.services.requests.profile_of(reader.actor, view.match.id)
    title = words(sentence("Before you meet %(name)s", name=other.name or "?"))
    questions = [words(one) for one in (OF_MENTOR if mentors else OF_MENTEE)]
    intro = (
        sentence("Questions to open with")
        if mentors
        else sentence("Think of these, in a line each")
    )
    body = [
        heading(title),
        facts(_known(reader, view, profile, meetings, mentors=mentors)),
        text(words(intro), strong=True),
        bullets(questions),
    ]
    return card(body, [reader.link(words(sentence("Open")), PAGE)], summary=title)


def _known(
    reader: Reader, view: MatchView, profile: Profile, meetings: list[Meeting], *, mentors: bool
) -> list[tuple[str, str]]:
    words = reader.words
    last = meetings[0] if meetings else None
    listed = profile.goals if mentors else profile.experience
    planned = [
        one.appointment.starts_at
        for one in reader.services.appointments.mine(reader.actor)
        if one.view.match.id == view.match.id and one.appointment.starts_at
    ]
    return [
        (words(sentence("Next meeting")), words.moment(planned[0]) if planned else ""),
        (words(sentence("Last met")), words.day(last.held_on) if last else ""),
        (
            words(sentence("Goals") if mentors else sentence("Experience")),
            " · ".join(plain(one, 160) for one in listed[:MOST]),
        ),
        (words(sentence("The note with the request")), plain(view.match.note, 300)),
    ]
