"""A run as tables for a spreadsheet: its pairs, and who is left over."""

from collections.abc import Callable, Mapping, Sequence

from core.domain.identifiers import PersonId
from core.domain.match_run import RunLeftOver, RunPair, RunReason
from core.domain.person import Person
from core.sentence import Sentence
from core.services.files.csv_tables import Table

REASONS = 3
PAIR_HEADER = (
    *("mentee_id", "mentee", "mentee_email", "mentor_id", "mentor", "mentor_email"),
    *("score", "low", "high", "origin", "locked", "approved", "published", "problem"),
    *(f"reason_{number + 1}" for number in range(REASONS)),
    "weaker_point",
)
LEFT_OVER_HEADER = ("role", "id", "name", "email", "why")

Say = Callable[[Sentence], str]
"""A sentence in the reader's language."""
People = Mapping[PersonId, Person]


def pair_table(pairs: Sequence[RunPair], people: People, say: Say) -> Table:
    """Header and one line a pair."""
    return [list(PAIR_HEADER), *(_line(pair, people, say) for pair in pairs)]


def left_over_table(left: Sequence[RunLeftOver], people: People, say: Say) -> Table:
    """Header and one line for everybody without anybody."""
    lines = [
        [
            one.role.value,
            str(one.person_id),
            people[one.person_id].name,
            people[one.person_id].email,
            say(one.why),
        ]
        for one in left
    ]
    return [list(LEFT_OVER_HEADER), *lines]


def _line(pair: RunPair, people: People, say: Say) -> list[str]:
    mentee, mentor = people[pair.mentee_id], people[pair.mentor_id]
    marks = (pair.locked, pair.approved, pair.match_id is not None)
    return [
        *(str(mentee.id), mentee.name, mentee.email),
        *(str(mentor.id), mentor.name, mentor.email),
        *(f"{value:.3f}" for value in (pair.score, pair.low, pair.high)),
        pair.origin.value,
        *("yes" if mark else "no" for mark in marks),
        say(pair.problem) if pair.problem else "",
        *_words(pair.reasons, say),
    ]


def _words(reasons: Sequence[RunReason], say: Say) -> list[str]:
    """The strongest reasons and the weakest point."""
    good = [say(reason.sentence) for reason in reasons if reason.contribution > 0][:REASONS]
    bad = [say(reason.sentence) for reason in reasons if reason.contribution < 0][-1:]
    return [*good, *[""] * (REASONS - len(good)), *(bad or [""])]
