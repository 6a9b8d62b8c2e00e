"""A request as its mentor sees it: yes, no with a reason, or later; and what became of it."""

from core.domain.identifiers import MatchId
from core.domain.match import OCCUPYING_STATES, Match, MatchState
from core.domain.profile import Profile
from core.sentence import Sentence, sentence
from core.services.requests.asking import LONGEST_NOTE
from core.services.requests.match_views import MatchView
from teams_app.cards.elements import (
    Element,
    asked,
    card,
    choice,
    execute,
    facts,
    heading,
    show,
    text,
)
from teams_app.cards.reader import Reader
from teams_app.cards.verbs import Verb
from teams_app.cards.words import plain
from web.pages.requests import WEEKS
from web.pages.words import DECLINE_REASONS

PAGE = "/app/requests"
MATCHES = "/app/matches"
_MOST_GOALS = 4


def request_card(reader: Reader, match_id: MatchId) -> Element:
    """The newest form of the card about a request.

    Raises:
        NotFoundError: it is not theirs.
    """
    view = reader.services.requests.view(reader.actor, match_id)
    mine = view.mentor.id == reader.actor.person_id
    if mine and view.match.state is MatchState.OFFERED:
        return _open(reader, view, reader.services.requests.profile_of(reader.actor, match_id))
    return _settled(reader, view)


def _open(reader: Reader, view: MatchView, profile: Profile) -> Element:
    words, match = reader.words, view.match
    title = words(sentence("%(name)s asks you to be their mentor", name=view.mentee.name or "?"))
    goals = ", ".join(plain(goal, 120) for goal in profile.goals[:_MOST_GOALS])
    wants = ", ".join(plain(skill, 60) for skill in profile.skills_wanted[:_MOST_GOALS])
    body = [
        heading(title),
        *([text(plain(profile.headline, 120), subtle=True)] if profile.headline else []),
        *([text(plain(match.note))] if match.note else []),
        facts(
            [
                (words(sentence("Goals")), goals),
                (words(sentence("Wants to learn")), wants),
                (
                    words(sentence("Answer until")),
                    words.moment(match.answer_by) if match.answer_by else "",
                ),
            ]
        ),
    ]
    data = {"match": str(match.id)}
    actions = [
        execute(Verb.ACCEPT, words(sentence("Accept")), data, main=True, inputs=False),
        _decline(reader, data),
        _later(reader, data),
        reader.link(words(sentence("Open")), PAGE),
    ]
    refresh = reader.refresh(f"request:{match.id}")
    return card(body, actions, summary=title, refresh=refresh)


def _decline(reader: Reader, data: dict[str, str]) -> Element:
    words = reader.words
    reasons = [(reason.value, words(told)) for reason, told in DECLINE_REASONS.items()]
    return show(
        words(sentence("Decline")),
        [
            choice("reason", words(sentence("Why (optional; helps to suggest better)")), reasons),
            asked("note", words(sentence("A word to the mentee (optional)")), most=LONGEST_NOTE),
        ],
        [execute(Verb.DECLINE, words(sentence("Decline kindly")), data)],
    )


def _later(reader: Reader, data: dict[str, str]) -> Element:
    words = reader.words
    weeks = [(str(n), words(_in_weeks(n))) for n in WEEKS]
    needed = words(sentence("Choose when."))
    label = words(sentence("Ask me again"))
    return show(
        words(sentence("Later")),
        [choice("weeks", label, weeks, chosen=str(WEEKS[1]), needed=needed)],
        [execute(Verb.LATER, words(sentence("Suggest later")), data)],
    )


def _in_weeks(number: int) -> Sentence:
    return sentence("In a week") if number == 1 else sentence("In %(number)s weeks", number=number)


def _settled(reader: Reader, view: MatchView) -> Element:
    words, match = reader.words, view.match
    mine = view.mentor.id == reader.actor.person_id
    other = words.name(view.mentee if mine else view.mentor)
    going = match.state in OCCUPYING_STATES
    title = words(_title(match, mine=mine))
    body = [heading(title), text(other)]
    if going:
        address = view.mentee.email if mine else view.mentor.email
        body.append(facts([(words(sentence("E-mail")), plain(address, 200))]))
    elif match.decline_note and not mine:
        body.append(text(plain(match.decline_note)))
    actions = [reader.link(words(sentence("Open")), MATCHES if going else PAGE)]
    return card(body, actions, summary=title)


def _title(match: Match, *, mine: bool) -> Sentence:
    if match.state in OCCUPYING_STATES:
        return sentence("You are matched")
    if match.state is MatchState.OFFERED:
        return sentence("Your request waits for an answer")
    if mine:
        return sentence("This request is settled")
    return sentence("This request was not accepted")
