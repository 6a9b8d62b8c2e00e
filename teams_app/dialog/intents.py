"""What somebody wants, from what they wrote: a command's title, its words, or its meaning.

1. The title of a command, in any language of ours: that command.
2. A word or two that belong to one command only ("pause", "Treffen eintragen"): that one.
3. Otherwise the meaning, by the encoder: each command has sentences that people might write, and
   the nearest one decides if it is near enough, and clearly nearer than those of other commands.
   Without an encoder, or when it fails, nothing is guessed.

A question that fits no command is for the coach (guidance.py).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from core.errors import MentorloomError
from core.ports.encoder import TextEncoder, Vectors
from teams_app.dialog.commands import COMMANDS, Command
from web.surface import LOCALES
from web.translated import told_in

NEAR = 0.38
"""Cosine from which a sentence counts as meant."""
CLEARLY = 0.05
"""How much nearer than the next command."""
MOST_AROUND = 5
"""Words that may stand around the words of a command."""
LONGEST = 300
"""Characters that are looked at."""
_WORDS = re.compile(r"[^\W_]+")

KEYWORDS: Mapping[Command, Sequence[str]] = {
    Command.FIND_MENTOR: (
        "find mentor",
        "need mentor",
        "suggest mentor",
        "mentor finden",
        "suche mentor",
        "suche jemanden",
    ),
    Command.MY_MATCH: ("my match", "my mentor", "my mentee", "mein mentor", "mein mentee"),
    Command.NEXT_MEETING: ("next meeting", "when meet", "nächstes treffen", "wann treffen"),
    Command.PREPARE: ("prepare", "brief me", "vorbereiten", "vorbereitung"),
    Command.LOG_MEETING: ("log meeting", "we met", "treffen eintragen", "haben getroffen"),
    Command.REFLECT: ("reflect", "check in", "reflektieren", "wie läuft"),
    Command.ASK_COACH: ("coach",),
    Command.PAUSE: ("pause", "stop messages", "unsubscribe", "keine nachrichten"),
    Command.HELP: ("help", "hilfe", "hello", "hi", "hallo"),
}
"""Words of which all have to be there, in any order; those of the longest entry win."""

EXAMPLES: Mapping[Command, Sequence[str]] = {
    Command.FIND_MENTOR: (
        "I am looking for somebody who can teach me",
        "Who could be a good mentor for me?",
        "Could anybody help me learn how to lead people?",
        "Who could teach me something new?",
        "Show me people with experience in my field",
        "I would like to be matched with someone senior",
        "Wer könnte mich als Mentorin begleiten?",
    ),
    Command.MY_MATCH: (
        "Who is my mentor?",
        "Did anybody answer my request?",
        "Who am I matched with?",
        "How can I reach my mentor?",
        "Hat jemand auf meine Anfrage geantwortet?",
    ),
    Command.NEXT_MEETING: (
        "When do we meet next?",
        "What time is our appointment?",
        "Is a meeting planned for this week?",
        "I want to schedule our next session",
        "Wann treffen wir uns das nächste Mal?",
    ),
    Command.PREPARE: (
        "What should I talk about with my mentee tomorrow?",
        "Help me get ready for the conversation",
        "Give me an agenda for our session",
        "What did we agree on last time?",
        "Worüber sollten wir beim nächsten Gespräch reden?",
    ),
    Command.LOG_MEETING: (
        "We talked for an hour yesterday",
        "Record that the two of us had a session",
        "I met my mentor today",
        "Add a meeting that took place",
        "Wir haben uns gestern eine Stunde getroffen",
    ),
    Command.REFLECT: (
        "I want to think about how it is going with my mentor",
        "Let me answer the questions about our mentoring",
        "I would like to say how our meetings went",
        "Ich möchte darüber nachdenken, wie es läuft",
    ),
    Command.ASK_COACH: (
        "I have a question about being a good mentor",
        "Can you give me advice?",
        "What do I do if my mentor does not answer?",
        "Ich brauche einen Rat",
    ),
    Command.PAUSE: (
        "I am on vacation, do not write to me",
        "Please stop sending me messages for a while",
        "Leave me alone until next month",
        "Ich bin im Urlaub, bitte keine Nachrichten",
    ),
    Command.HELP: (
        "What can you do?",
        "How does this work?",
        "Was kannst du?",
    ),
}


def words_of(text: str) -> list[str]:
    """The words of a text, in small letters."""
    return [word.casefold() for word in _WORDS.findall(text[:LONGEST])]


@dataclass(slots=True)
class Intents:
    """Finds commands.

    Args:
        encoder: None where there is none; its model loads with the first question of meaning.
    """

    encoder: TextEncoder | None
    _of: list[Command] = field(default_factory=list)
    _vectors: Vectors | None = None

    def find(self, text: str) -> Command | None:
        """The command somebody means; None if that is not clear."""
        said = words_of(text)
        if not said:
            return Command.HELP
        return _titled(said) or _worded(said) or self._meant(text[:LONGEST])

    def _meant(self, text: str) -> Command | None:
        if self.encoder is None:
            return None
        try:
            if self._vectors is None:
                self._of = [command for command, some in EXAMPLES.items() for _ in some]
                told = [one for some in EXAMPLES.values() for one in some]
                self._vectors = self.encoder.encode(told)
            near = self._vectors @ self.encoder.encode([text])[0]
        except MentorloomError:
            return None
        best: dict[Command, float] = {}
        for command, score in zip(self._of, near, strict=True):
            best[command] = max(best.get(command, -1.0), float(score))
        first, second = sorted(best.values(), reverse=True)[:2]
        if first < NEAR or first - second < CLEARLY:
            return None
        return self._of[int(np.argmax(near))]


def _titled(said: Sequence[str]) -> Command | None:
    for one in COMMANDS:
        for locale in LOCALES:
            if words_of(told_in(locale, one.title)) == list(said):
                return one.command
    return None


def _worded(said: Sequence[str]) -> Command | None:
    known = set(said)
    found = [
        (len(words), command)
        for command, entries in KEYWORDS.items()
        for entry in entries
        # In a longer sentence they may be there by chance.
        if known.issuperset(words := entry.split()) and len(said) <= len(words) + MOST_AROUND
    ]
    most = max((length for length, _ in found), default=0)
    commands = {command for length, command in found if length == most}
    return commands.pop() if len(commands) == 1 else None
