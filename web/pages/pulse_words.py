"""The three questions of a pulse, as somebody is asked them, on a page or on a card."""

from core.domain.pulse import Question
from core.sentence import sentence

QUESTIONS = {
    Question.HELPS: sentence("What we talk about helps."),
    Question.REACHES: sentence("We reach each other when we need to."),
    Question.NEXT: sentence("I know what we do next."),
}
ANSWERS = {
    1: sentence("Not at all"),
    2: sentence("Rather not"),
    3: sentence("Partly"),
    4: sentence("Mostly"),
    5: sentence("Fully"),
}
