"""What would change the ranking: the mentee changed in one point, and really ranked again."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from core.domain.languages import own_name, primary
from core.domain.profile import MeetingMode, Profile, TextKind
from core.engine.matching.comparison.meaning import NEAREST, likenesses
from core.engine.matching.comparison.named import table as table_of
from core.engine.matching.comparison.people import Floats, Ints, People, TextVectors, gather
from core.engine.matching.comparison.week import SLOTS, free_weeks, offsets
from core.engine.matching.explanation.pair import quote
from core.engine.matching.ranking import Question, Ranking, places, ranked
from core.engine.matching.result import Change
from core.sentence import Sentence, sentence

MOST_SKILLS = 2
"""Skills of one mentor that are tried."""
MOST_GAINS = 2
"""Changes told that bring a mentor up; besides, at most one that brings them down."""

SKILLS = ("skills", "practice")
"""Features that depend on the skills wanted."""

IF_FREE = {
    "mon-morning": sentence("If you were also free on Monday mornings"),
    "mon-afternoon": sentence("If you were also free on Monday afternoons"),
    "mon-evening": sentence("If you were also free on Monday evenings"),
    "tue-morning": sentence("If you were also free on Tuesday mornings"),
    "tue-afternoon": sentence("If you were also free on Tuesday afternoons"),
    "tue-evening": sentence("If you were also free on Tuesday evenings"),
    "wed-morning": sentence("If you were also free on Wednesday mornings"),
    "wed-afternoon": sentence("If you were also free on Wednesday afternoons"),
    "wed-evening": sentence("If you were also free on Wednesday evenings"),
    "thu-morning": sentence("If you were also free on Thursday mornings"),
    "thu-afternoon": sentence("If you were also free on Thursday afternoons"),
    "thu-evening": sentence("If you were also free on Thursday evenings"),
    "fri-morning": sentence("If you were also free on Friday mornings"),
    "fri-afternoon": sentence("If you were also free on Friday afternoons"),
    "fri-evening": sentence("If you were also free on Friday evenings"),
    "sat-morning": sentence("If you were also free on Saturday mornings"),
    "sat-afternoon": sentence("If you were also free on Saturday afternoons"),
    "sat-evening": sentence("If you were also free on Saturday evenings"),
    "sun-morning": sentence("If you were also free on Sunday mornings"),
    "sun-afternoon": sentence("If you were also free on Sunday afternoons"),
    "sun-evening": sentence("If you were also free on Sunday evenings"),
}
IF_MEETING = {
    MeetingMode.IN_PERSON: sentence("If you also liked to meet in person"),
    MeetingMode.VIDEO: sentence("If you also liked to meet by video"),
    MeetingMode.CHAT: sentence("If you also liked to exchange messages"),
}


@dataclass(frozen=True, slots=True)
class Edit:
    """A mentee changed in one point.

    Attributes:
        condition: the change in words, the first half of a sentence about the new place.
        touched: features that it may change.
        less: whether something is taken away: that tells what carries a mentor, and is no advice.
    """

    condition: Sentence
    profile: Profile
    touched: tuple[str, ...]
    less: bool = False


def changes(
    question: Question, ranking: Ranking, mentors: Ints, vectors: TextVectors
) -> list[tuple[Change, ...]]:
    """What the mentee could change, for each of some allowed mentors.

    Args:
        question: about one mentee only.
        ranking: the answer to it.
        mentors: indices of the mentors to tell about.
        vectors: of the mentee's and the mentors' texts.

    Returns:
        For each mentor: what brings them up, most effective first, then what brings them down.
    """
    edits = _edits(question, mentors)
    if not edits:
        return [() for _ in mentors]
    before = places(ranking, mentors)[0]
    again = ranked(question, *compared_again(question, ranking, edits, vectors))
    after = places(again, mentors)
    return [_told(edits, int(before[column]), after[:, column]) for column in range(len(mentors))]


def _edits(question: Question, mentors: Ints) -> list[Edit]:
    """All changes worth trying, each once."""
    found: dict[Profile, Edit] = {}
    for edit in _fewer(question.mentees.profiles[0]):
        found.setdefault(edit.profile, edit)
    for mentor in mentors:
        for edit in _towards(question, int(mentor)):
            found.setdefault(edit.profile, edit)
    return list(found.values())


def _fewer(mentee: Profile) -> Iterator[Edit]:
    """The mentee without one of the skills wanted or goals; one thing always stays."""
    if len(mentee.skills_wanted) + len(mentee.goals) <= 1:
        return
    for skill in mentee.skills_wanted:
        kept = tuple(other for other in mentee.skills_wanted if other != skill)
        condition = sentence("If you did not want to learn %(skill)s", skill=quote(skill))
        yield Edit(condition, replace(mentee, skills_wanted=kept), SKILLS, less=True)
    for goal in mentee.goals:
        kept = tuple(other for other in mentee.goals if other != goal)
        condition = sentence("Without your goal “%(goal)s”", goal=quote(goal))
        yield Edit(condition, replace(mentee, goals=kept), ("goals",), less=True)


def _towards(question: Question, index: int) -> Iterator[Edit]:
    """The mentee with something that this mentor has."""
    mentee, mentor = question.mentees.profiles[0], question.mentors.profiles[index]
    for skill in _skills_to_want(question, index):
        condition = sentence("If you also wanted to learn %(skill)s", skill=quote(skill))
        wanted = (*mentee.skills_wanted, skill)
        yield Edit(condition, replace(mentee, skills_wanted=wanted), SKILLS)
    spoken = {primary(tag) for tag in mentee.languages}
    for tag in [tag for tag in mentor.languages if primary(tag) not in spoken][:1]:
        condition = sentence("If you also spoke %(language)s", language=own_name(tag))
        changed = replace(mentee, languages=(*mentee.languages, tag))
        yield Edit(condition, changed, ("languages",))
    for slot in _slots_to_free(mentee, mentor, question.at):
        changed = replace(mentee, availability=mentee.availability | {slot})
        yield Edit(IF_FREE[slot], changed, ("availability",))
    if mentee.meeting_modes:
        for mode in sorted(mentor.meeting_modes - mentee.meeting_modes):
            changed = replace(mentee, meeting_modes=mentee.meeting_modes | {mode})
            yield Edit(IF_MEETING[mode], changed, ("meeting",))


def _skills_to_want(question: Question, index: int) -> Sequence[str]:
    """Skills the mentor offers and the mentee does not want yet, nearest to their wishes first."""
    offered = question.mentors.kinds[TextKind.SKILL_OFFERED].part(index)
    wanted = question.mentees.kinds[TextKind.SKILL_WANTED]
    wishes = question.mentees.items(TextKind.SKILL_WANTED, TextKind.GOAL)
    named = likenesses(wanted, offered).max(axis=0, initial=0.0) >= NEAREST
    near = wishes.cosines(offered).max(axis=0, initial=-1.0)
    order = np.argsort(np.where(named, np.inf, -near), kind="stable")
    return [offered.texts[i] for i in order if not named[i]][:MOST_SKILLS]


def _slots_to_free(mentee: Profile, mentor: Profile, at: datetime) -> Sequence[str]:
    """The slot of the mentee's week that meets most of the mentor's free hours."""
    ahead, theirs = offsets([mentee], at), offsets([mentor], at)
    if not mentor.availability or np.isnan(ahead[0]) != np.isnan(theirs[0]):
        return []
    slots = [slot for slot in SLOTS if slot not in mentee.availability]
    ours = free_weeks([frozenset({slot}) for slot in slots], np.repeat(ahead, len(slots)))
    shared = ours @ free_weeks([mentor.availability], theirs)[0]
    return [slots[int(shared.argmax())]] if shared.any() else []


def compared_again(
    question: Question, ranking: Ranking, edits: Sequence[Edit], vectors: TextVectors
) -> tuple[People, Floats]:
    """Compare every changed mentee with the mentors; what a change does not touch is kept.

    Returns:
        The changed mentees, and their features of shape (features, edits, mentors).
    """
    everyone = gather([edit.profile for edit in edits], vectors)
    table = np.repeat(ranking.features, len(edits), axis=1)
    names = question.posterior.features
    for touched in {edit.touched for edit in edits}:
        rows = [row for row, edit in enumerate(edits) if edit.touched == touched]
        # What was learned of names and of how much somebody tells may change with anything.
        which = [name for name in names if name.partition(": ")[0] in (*touched, "mentee")]
        if not which:  # a programme may leave features out
            continue
        some = everyone if len(rows) == len(edits) else _chosen(edits, rows, vectors)
        fresh = table_of(some, question.mentors, question.at, which)
        table[np.ix_([names.index(name) for name in which], rows)] = fresh
    return everyone, table


def _chosen(edits: Sequence[Edit], rows: Iterable[int], vectors: TextVectors) -> People:
    return gather([edits[row].profile for row in rows], vectors)


def _told(edits: Sequence[Edit], before: int, after: Ints) -> tuple[Change, ...]:
    """The best ways up by adding something, and the hardest fall by taking something away."""
    moves = [
        (edit.less, Change(edit.condition, before, int(place)))
        for edit, place in zip(edits, after, strict=True)
    ]
    ups = [move for less, move in moves if not less and 0 < move.new_rank < before]
    falls = [move for less, move in moves if less and move.new_rank > before]
    ups.sort(key=lambda move: move.new_rank)
    falls.sort(key=lambda move: -move.new_rank)
    return (*ups[:MOST_GAINS], *falls[:1])
