"""What a mentee could change in one point to have more mentors, counted over all of them.

A mentor is within reach who may be asked, is free when the mentee is, and likes a common way to
meet; what is unknown stands in nobody's way. Each change is really made and everything ranked
again, so a number is never a guess.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.domain.languages import own_name, primary
from core.domain.profile import MeetingMode
from core.engine.matching.comparison.features import features
from core.engine.matching.comparison.people import Bools, People, TextVectors, gather
from core.engine.matching.comparison.week import SLOTS
from core.engine.matching.explanation.changes import IF_FREE, IF_MEETING, Edit, compared_again
from core.engine.matching.ranking import Question, Ranking, judged, ranked
from core.sentence import Sentence, sentence

MOST_OPENINGS = 3
MOST_LANGUAGES = 3
"""Languages that are tried: those that most mentors speak."""
FIRST = 10
"""Places that count as the first ones of the list."""
OBSTACLES = ("availability", "meeting")
"""Features that keep a mentor out of reach when they are 0."""


@dataclass(frozen=True, slots=True)
class Opening:
    """One change and what it opens.

    Attributes:
        condition: the change in words, the first half of a sentence.
        more: mentors who would come within reach.
        first: how many of them would be among the FIRST of the list.
    """

    condition: Sentence
    more: int
    first: int


def openings(question: Question, ranking: Ranking, vectors: TextVectors) -> tuple[Opening, ...]:
    """The changes that open most, best first; each opens somebody.

    Args:
        question: about one mentee only.
        ranking: the answer to it.
        vectors: of the mentee's and the mentors' texts.
    """
    edits = list(_edits(question))
    if not edits:
        return ()
    before = ranking.allowed[0] & _without_obstacle(question, ranking, [], vectors)[0]
    changed = gather([edit.profile for edit in edits], vectors)
    _, allowed = judged(question, changed)
    opened = allowed & _without_obstacle(question, ranking, edits, vectors) & ~before
    more = opened.sum(axis=1)
    most = [row for row in np.argsort(-more, kind="stable")[:MOST_OPENINGS] if more[row]]
    if not most:
        return ()
    # Only these are scored: that takes longer than all the rest.
    best = [edits[row] for row in most]
    again = ranked(question, *compared_again(question, ranking, best, vectors))
    return tuple(
        Opening(edits[row].condition, int(more[row]), _first(again, place, opened[row]))
        for place, row in enumerate(most)
    )


def _edits(question: Question) -> Iterator[Edit]:
    """Every change worth trying; what the mentee left open needs none."""
    mentee = question.mentees.profiles[0]
    if mentee.availability:
        for slot in SLOTS:
            if slot not in mentee.availability:
                free = replace(mentee, availability=mentee.availability | {slot})
                yield Edit(IF_FREE[slot], free, ("availability",))
    if mentee.languages:
        for tag in _further_languages(question):
            condition = sentence("If you also spoke %(language)s", language=own_name(tag))
            spoken = replace(mentee, languages=(*mentee.languages, tag))
            yield Edit(condition, spoken, ("languages",))
    if mentee.meeting_modes:
        for mode in MeetingMode:
            if mode not in mentee.meeting_modes:
                willing = replace(mentee, meeting_modes=mentee.meeting_modes | {mode})
                yield Edit(IF_MEETING[mode], willing, ("meeting",))


def _further_languages(question: Question) -> list[str]:
    """What most mentors speak and the mentee does not."""
    own = {primary(tag) for tag in question.mentees.profiles[0].languages}
    often = question.mentors.once(_often, lambda: _often(question.mentors))
    return [tag for tag in often if tag not in own][:MOST_LANGUAGES]


def _often(mentors: People) -> list[str]:
    """Languages of the mentors, those that most of them speak first."""
    spoken = Counter(
        tag for mentor in mentors.profiles for tag in {primary(tag) for tag in mentor.languages}
    )
    return sorted(spoken, key=lambda tag: (-spoken[tag], tag))


def _without_obstacle(
    question: Question, ranking: Ranking, edits: Sequence[Edit], vectors: TextVectors
) -> Bools:
    """With whom each version of the mentee can meet, shape (versions, mentors).

    Args:
        question: about one mentee only.
        ranking: the answer to it.
        edits: a version each; none is the mentee as they are.
        vectors: of everybody's texts.
    """
    names = question.posterior.features
    reach = np.ones((max(len(edits), 1), len(question.mentors)), dtype=np.bool_)
    for name in OBSTACLES:
        if name not in names:
            continue
        free = np.broadcast_to(ranking.features[names.index(name), 0] != 0, reach.shape).copy()
        if rows := [row for row, edit in enumerate(edits) if name in edit.touched]:
            some = gather([edits[row].profile for row in rows], vectors)
            free[rows] = features(some, question.mentors, question.at, [name])[0] != 0
        reach &= free
    return reach


def _first(ranking: Ranking, row: int, mentors: Bools) -> int:
    """How many of these mentors are among the first in one version's list."""
    return int(mentors[ranking.order(row)[:FIRST]].sum())
