"""A programme's week for those who run it, and a nudge for a pair that has gone quiet."""

from core.domain.identifiers import MatchId, ProgramId
from core.domain.match import OCCUPYING_STATES
from core.sentence import sentence
from teams_app.cards.appointments import PAGE as MATCHES
from teams_app.cards.elements import Element, card, execute, facts, heading, text
from teams_app.cards.reader import Reader
from teams_app.cards.verbs import Verb

PAGE = "/app/program"


def week_card(reader: Reader, program_id: ProgramId) -> Element:
    """The numbers as they are now.

    Raises:
        ForbiddenError: the reader does not manage the programme.
        NotFoundError: they are in none.
    """
    reader = reader.inside(program_id)
    words = reader.words
    reader.actor.must_manage()
    program = reader.services.programs.current(reader.actor)
    week = reader.services.weeks.of(reader.actor.organization_id, reader.actor.program())
    name = program.name if program else ""
    title = words(sentence("Your week in %(program)s", program=name))
    told = [
        (words(sentence("Matches that go on")), week.matches),
        (words(sentence("Meetings in the last seven days")), week.met),
        (words(sentence("Pairs without a meeting for four weeks")), week.quiet),
        (words(sentence("Requests that wait for a mentor")), week.unanswered),
        (words(sentence("Mentees who have nobody")), week.waiting),
    ]
    body = [heading(title), facts([(label, str(count)) for label, count in told])]
    return card(body, [reader.link(words(sentence("Open the programme")), PAGE)], summary=title)


def nudge_card(reader: Reader, match_id: MatchId) -> Element:
    """A word to go on, with what helps.

    Raises:
        NotFoundError: it is not their match.
    """
    words = reader.words
    view = reader.services.requests.view(reader.actor, match_id)
    other = view.mentor if view.mentee.id == reader.actor.person_id else view.mentee
    going = view.match.state in OCCUPYING_STATES
    title = words(
        sentence("You and %(name)s have not met for a while", name=other.name or "?")
        if going
        else sentence("This match is over")
    )
    said = sentence("A short call is enough to go on. If it has done its part, end it kindly.")
    actions = [
        reader.link(words(sentence("Propose times")), MATCHES),
        execute(Verb.PAUSE, words(sentence("Pause messages for a week")), {}, inputs=False),
    ]
    body = [heading(title), *([text(words(said))] if going else [])]
    return card(body, actions if going else [], summary=title)
