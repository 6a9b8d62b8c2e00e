"""What the coach knows: short answers of ours about mentoring, found by meaning.

The coach says nothing but what stands here, and where to look further. What is near nothing here is
not guessed: then it names the people who run the programme.
The advice follows what is known of mentoring that works; see docs/guides/teams.md.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import MentorloomError
from core.ports.encoder import TextEncoder, Vectors
from core.sentence import Sentence, sentence

NEAR = 0.4
"""Cosine from which an entry counts as an answer."""


@dataclass(frozen=True, slots=True)
class Guidance:
    """One answer.

    Attributes:
        questions: as people might ask.
        answer: what the coach says.
        page: where more is to be found or done.
    """

    questions: Sequence[str]
    answer: Sentence
    page: str


GUIDANCE = (
    Guidance(
        ("What do I do if my mentor does not answer?", "Mein Mentor antwortet nicht. Was tun?"),
        sentence(
            "Write once more, short and with one concrete question. If nothing comes within a "
            "week, tell whoever runs your programme: silence is common, and they can help. A "
            "request that nobody answers goes on to the next mentor on your list by itself."
        ),
        "/app/requests",
    ),
    Guidance(
        ("How do I choose a mentor?", "Wie wähle ich eine Mentorin aus?"),
        sentence(
            "Look for somebody who did what you want to learn, rather than for the most senior "
            "one. Read the reasons and the interval of each suggestion, and put several on a list."
        ),
        "/app/mentors",
    ),
    Guidance(
        ("What should we talk about in the first meeting?", "Worüber reden wir beim ersten Mal?"),
        sentence(
            "Get to know each other, say what each of you hopes for, agree how often you meet and "
            "what stays between you, and choose one small thing to do until the next time."
        ),
        "/app/matches",
    ),
    Guidance(
        ("How do I set good goals?", "Wie setze ich mir gute Ziele?"),
        sentence(
            "Say what you want to be able to do, by when, and how you would notice. One or two "
            "goals are enough; write them into your profile, so that your mentor sees them."
        ),
        "/app/profile",
    ),
    Guidance(
        ("How can I be a good mentor?", "Wie werde ich ein guter Mentor?"),
        sentence(
            "Ask more than you tell: open questions, and one at a time. Offer your own experience "
            "as an example, not as the answer. End each meeting with what the mentee does next."
        ),
        "/app/matches",
    ),
    Guidance(
        ("How often should we meet?", "Wie oft sollten wir uns treffen?"),
        sentence(
            "Regularly matters more than often: every two to four weeks works for most. Plan the "
            "next meeting before you part."
        ),
        "/app/matches",
    ),
    Guidance(
        ("How do I end a mentoring relationship?", "Wie beende ich ein Mentoring?"),
        sentence(
            "Say so early and kindly, thank each other, and name what you take along. Either of "
            "you can end a match at any time and need not say why; it can be undone for 24 hours."
        ),
        "/app/matches",
    ),
    Guidance(
        ("My mentee wants too much of my time", "Ich habe zu wenig Zeit für mein Mentoring"),
        sentence(
            "Say what you can give, and propose a rhythm that you can keep. You can also pause, or "
            "take fewer mentees; nobody new asks you then."
        ),
        "/app/participation",
    ),
    Guidance(
        ("Who can see what I write?", "Wer sieht meine Daten?"),
        sentence(
            "Your mentor or mentee sees your profile and your notes to them. Whoever runs the "
            "programme sees who takes part and who is matched, and numbers of five people and "
            "more of what you answer about how it goes."
        ),
        "/app/profile",
    ),
    Guidance(
        ("How does matching work?", "Wie funktioniert das Matching?"),
        sentence(
            "Goals are compared with experience by meaning, and skills, languages, times and much "
            "more besides. Each suggestion says why, and how sure it is. People decide."
        ),
        "/app/how-matching-works",
    ),
    Guidance(
        ("We have nothing to talk about any more", "Uns gehen die Themen aus"),
        sentence(
            "Go back to the goal: what has changed since you began? Try one meeting about a "
            "concrete piece of work, or decide together that this mentoring has done its part."
        ),
        "/app/matches",
    ),
    Guidance(
        ("How do I give feedback?", "Wie gebe ich Rückmeldung?"),
        sentence(
            "Ask first whether it is welcome. Say what you saw, what it did, and what you would "
            "try instead; then ask how it looks from the other side."
        ),
        "/app/matches",
    ),
)


class Coach:
    """Finds an answer.

    Args:
        encoder: None where there is none: then words in common decide.
    """

    def __init__(self, encoder: TextEncoder | None) -> None:
        self._encoder = encoder
        self._of = [one for one in GUIDANCE for _ in one.questions]
        self._asked = [question for one in GUIDANCE for question in one.questions]
        self._vectors: Vectors | None = None

    def answer(self, question: str) -> Guidance | None:
        """The nearest answer; None if nothing here is about the question."""
        if self._encoder is not None:
            try:
                return self._by_meaning(self._encoder, question)
            except MentorloomError:
                pass
        return self._by_words(question)

    def _by_meaning(self, encoder: TextEncoder, question: str) -> Guidance | None:
        if self._vectors is None:
            self._vectors = encoder.encode(self._asked)
        near = self._vectors @ encoder.encode([question])[0]
        best = int(near.argmax())
        return self._of[best] if near[best] >= NEAR else None

    def _by_words(self, question: str) -> Guidance | None:
        said = _content(question)
        shares = [len(said & _content(one)) / len(_content(one)) for one in self._asked]
        best = max(range(len(shares)), key=shares.__getitem__)
        return self._of[best] if shares[best] >= HALF else None


HALF = 0.5
"""Share of an entry's words that has to be in a question."""
_SHORT = 4


def _content(text: str) -> frozenset[str]:
    """Words that say something."""
    return frozenset(word.casefold() for word in re.findall(r"\w+", text) if len(word) > _SHORT)
