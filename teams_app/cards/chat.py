"""Whether somebody wants messages here, and for how long they want none."""

from core.domain.program import Program, Role
from core.domain.teams_choices import TeamsChoices
from core.sentence import Sentence, sentence
from teams_app.cards.elements import Element, card, choice, execute, heading, text
from teams_app.cards.reader import Reader
from teams_app.cards.verbs import Verb

WEEKS = (1, 2, 4, 8)
PAGE = "/app/participation"


def chat_card(reader: Reader, chosen: TeamsChoices) -> Element:
    """Messages on or off, and the way to pause them."""
    words = reader.words
    paused = chosen.paused_until if chosen.paused(reader.today()) else None
    title = words(sentence("Messages in this chat"))
    if not chosen.chat:
        said = sentence(
            "I write to you here only if you want it: requests, answers, planned meetings. Not at "
            "night, not at weekends, and several things as one message."
        )
        yes = execute(Verb.CHAT_ON, words(sentence("Yes, write to me")), {}, main=True)
        return card([heading(title), text(words(said))], [yes], summary=title)
    if paused is not None:
        said = sentence("Paused until %(day)s. Nothing is lost meanwhile.", day=words.day(paused))
        on = execute(Verb.RESUME, words(sentence("Go on now")), {}, main=True)
        return card([heading(title), text(words(said))], [on, _off(reader)], summary=title)
    said = _hours(chosen)
    weeks = [(str(n), words(_weeks(n))) for n in WEEKS]
    body = [
        heading(title),
        text(words(said)),
        choice("weeks", words(sentence("Pause for")), weeks, chosen=str(WEEKS[0])),
    ]
    pause = execute(Verb.PAUSE, words(sentence("Pause messages")), {})
    more = reader.link(words(sentence("How often and when")), PAGE)
    return card(body, [pause, _off(reader), more], summary=title)


def _hours(chosen: TeamsChoices) -> Sentence:
    since, until = (at.strftime("%H:%M") for at in (chosen.quiet_until, chosen.quiet_from))
    if chosen.weekends:
        return sentence(
            "You hear from me here on any day, from %(from_)s to %(until)s.",
            from_=since,
            until=until,
        )
    return sentence(
        "You hear from me here from Monday to Friday, from %(from_)s to %(until)s.",
        from_=since,
        until=until,
    )


def _weeks(number: int) -> Sentence:
    return sentence("1 week") if number == 1 else sentence("%(number)s weeks", number=number)


def _off(reader: Reader) -> Element:
    return execute(Verb.CHAT_OFF, reader.words(sentence("No messages any more")), {}, inputs=False)


def join_card(reader: Reader, program: Program) -> Element:
    """Taking part in a programme, as one or the other."""
    words = reader.words
    title = words(sentence("Take part in %(name)s", name=program.name))
    data = {"program": str(program.id)}
    mentee, mentor = sentence("I look for a mentor"), sentence("I want to be a mentor")
    actions = [
        execute(Verb.JOIN, words(mentee), {**data, "role": Role.MENTEE.value}, main=True),
        execute(Verb.JOIN, words(mentor), {**data, "role": Role.MENTOR.value}),
    ]
    return card([heading(title)], actions, summary=title)
