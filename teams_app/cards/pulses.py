"""Three questions about how it goes, answered in the chat."""

from core.domain.identifiers import PulseId
from core.sentence import sentence
from teams_app.cards.elements import Element, card, choice, execute, heading, text
from teams_app.cards.reader import Reader
from teams_app.cards.verbs import Verb
from web.pages.pulse_words import ANSWERS, QUESTIONS


def pulse_card(reader: Reader, pulse_id: PulseId) -> Element:
    """The newest form of the card with the questions.

    Raises:
        NotFoundError: they are not for this reader.
    """
    words = reader.words
    asked = reader.services.pulses.asked(reader.actor, pulse_id)
    if asked.pulse.answered_at is not None:
        return _answered(reader, low=asked.pulse.low)
    title = words(sentence("How is it going with %(name)s?", name=asked.other.name or "?"))
    options = [(str(value), words(told)) for value, told in ANSWERS.items()]
    needed = words(sentence("Choose one of the five."))
    body = [
        heading(title),
        text(
            words(
                sentence("Only you see your answers; managers see numbers of five people and more.")
            ),
            subtle=True,
        ),
        *(
            choice(question.value, words(told), options, needed=needed, spread=True)
            for question, told in QUESTIONS.items()
        ),
    ]
    data = {"pulse": str(pulse_id)}
    actions = [execute(Verb.ANSWER_PULSE, words(sentence("Send")), data, main=True)]
    return card(body, actions, summary=title, refresh=reader.refresh(f"pulse:{pulse_id}"))


def _answered(reader: Reader, *, low: bool) -> Element:
    words = reader.words
    title = words(sentence("Thank you. Your answers stay with you."))
    help_ = sentence(
        "If something is in the way, say so to the other person or to whoever runs the programme: "
        "they can help, and you can end a match at any time."
    )
    return card([heading(title), *([text(words(help_))] if low else [])], summary=title)
