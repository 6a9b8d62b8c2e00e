"""Suggested mentors: who fits, how sure that is, why, and asking them."""

from core.domain.identifiers import PersonId
from core.domain.match import MatchState
from core.engine.matching.result import Candidate
from core.sentence import sentence
from core.services.matching.suggestions import MentorSuggestions, Suggestion
from core.services.requests.asking import LONGEST_NOTE
from teams_app.cards.elements import (
    Element,
    asked,
    bullets,
    buttons,
    card,
    execute,
    group,
    heading,
    show,
    text,
    toggle,
)
from teams_app.cards.reader import Reader
from teams_app.cards.verbs import Verb
from teams_app.cards.words import plain

PAGE = "/app/mentors"
PROFILE_PAGE = "/app/profile"
SHOWN = 3
_REASONS, _ALL_REASONS = 2, 6


def suggestions_card(reader: Reader, found: MentorSuggestions) -> Element:
    """The best mentors, each with a button to ask."""
    words = reader.words
    if not found.ready:
        title = words(sentence("Say first what you want to learn"))
        body = [heading(title), text(words(sentence("A goal or a skill is enough.")))]
        actions = [reader.link(words(sentence("Open my profile")), PROFILE_PAGE)]
        return card(body, actions, summary=title)
    items = [one for one in found.items if one.match is None and one.why_not is None][:SHOWN]
    if not items:
        title = words(sentence("No mentor can be asked just now"))
        actions = [reader.link(words(sentence("See all mentors")), PAGE)]
        return card([heading(title)], actions, summary=title)
    title = words(sentence("Mentors who fit your goals"))
    body = [heading(title)]
    for one in items:
        body.append(group([*_brief(reader, one), buttons([_ask(reader, one, named=True)])]))
    if found.cold:
        body.append(
            text(words(sentence("Nothing was learned here yet: these are estimates.")), subtle=True)
        )
    return card(body, [reader.link(words(sentence("See all mentors")), PAGE)], summary=title)


def mentor_card(reader: Reader, mentor_id: PersonId) -> Element:
    """One mentor as a proposal: ask, not now, why.

    Raises:
        NotFoundError: there is no such mentor for the reader.
    """
    words = reader.words
    one = reader.services.suggestions.for_mentor_detail(reader.actor, mentor_id)
    title = words(sentence("A mentor for you: %(name)s", name=one.person.name or "?"))
    why = [words(reason.sentence) for reason in one.candidate.reasons[:_ALL_REASONS]]
    body = [heading(title), *_about(one), _chance(reader, one.candidate)]
    body.append(group([bullets(why)], name="why", shown=False))
    data = _data(reader, one)
    actions: list[Element] = []
    if one.match is not None and one.match.state is MatchState.OFFERED:
        body.append(text(words(sentence("You asked. They have time to answer."))))
    elif one.why_not is not None:
        body.append(text(words(one.why_not)))
    else:
        not_now = execute(Verb.NOT_NOW, words(sentence("Not now")), data, inputs=False)
        actions += [_ask(reader, one), not_now]
    actions += [
        toggle(words(sentence("Why")), "why"),
        reader.link(words(sentence("Open")), f"{PAGE}/{mentor_id}"),
    ]
    refresh = reader.refresh(f"mentor:{mentor_id}")
    return card(body, actions, summary=title, refresh=refresh)


def _brief(reader: Reader, one: Suggestion) -> list[Element]:
    words = reader.words
    why = [words(reason.sentence) for reason in one.candidate.reasons[:_REASONS]]
    lines = [text(words.name(one.person), strong=True), *_about(one)]
    return [*lines, _chance(reader, one.candidate), *([bullets(why)] if why else [])]


def _about(one: Suggestion) -> list[Element]:
    return [text(plain(one.profile.headline, 120), subtle=True)] if one.profile.headline else []


def _chance(reader: Reader, candidate: Candidate) -> Element:
    words = reader.words
    told = sentence(
        "Chance of a good match: %(score)s, between %(low)s and %(high)s",
        score=words.percent(candidate.score),
        low=words.percent(candidate.low),
        high=words.percent(candidate.high),
    )
    return text(words(told), subtle=True)


def _ask(reader: Reader, one: Suggestion, *, named: bool = False) -> Element:
    words = reader.words
    told = sentence("Ask %(name)s", name=one.person.name or "?") if named else sentence("Ask")
    label = words(sentence("What would you like to talk about? (optional)"))
    send = execute(Verb.ASK, words(sentence("Send the request")), _data(reader, one), main=True)
    note = asked(f"note-{one.person.id}", label, most=LONGEST_NOTE)
    return show(words(told), [note], [send])


def _data(reader: Reader, one: Suggestion) -> dict[str, str]:
    return {"mentor": str(one.person.id), "program": str(reader.actor.program_id or "")}
