"""What `mentorloom match` learns from a file of past suggestions, keeps, and scores with."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
from rich.console import Console

from config.cli.pairs_file import reason_cells, reason_titles
from config.cli.rosters import read_as, read_bytes
from core.engine.matching.comparison.people import TextVectors
from core.engine.matching.explanation.reasons import reasons
from core.engine.matching.model.learning import learn
from core.engine.matching.model.pairs import pair_question, pair_scores
from core.engine.matching.model.prior import Posterior
from core.engine.matching.model.told import effects, readiness
from core.engine.matching.model.validation import Accuracy, validated
from core.engine.matching.model.written import read, written
from core.engine.matching.ranking import rank
from core.errors import InvalidInputError
from core.services.files.csv_tables import Table
from core.services.files.history_file import PastSuggestion, parse_history, parse_pairs
from core.services.files.people_file import Row
from core.services.matching.past import outcomes_of, pairs_of

MOST_EFFECTS = 8
"""Features that are told of."""


def read_history(path: Path, good: Sequence[str], mapping: dict[str, str]) -> list[PastSuggestion]:
    """Past suggestions of a file.

    Raises:
        InvalidInputError: it cannot be used; names the file.
    """
    return read_as(path, lambda text: parse_history(text, good, mapping))


def read_pairs(path: Path, mapping: dict[str, str]) -> list[PastSuggestion]:
    """Pairs of a file that are to be scored.

    Raises:
        InvalidInputError: it cannot be used; names the file.
    """
    return read_as(path, lambda text: parse_pairs(text, mapping))


def read_model(path: Path) -> Posterior:
    """What was saved.

    Raises:
        InvalidInputError: it is something else.
    """
    data = read_bytes(path)
    try:
        return read(json.loads(data))
    except (ValueError, AttributeError, InvalidInputError) as error:
        why = str(error) if isinstance(error, InvalidInputError) else "it is no JSON file."
        raise InvalidInputError("%(file)s: %(why)s", file=str(path), why=why) from error


def model_text(posterior: Posterior) -> str:
    """What is saved."""
    return json.dumps(written(posterior), separators=(",", ":")) + "\n"


class History:
    """A file of past suggestions beside the people it is about.

    Args:
        rows: of the file.
        mentors: usable rows of the mentors' file.
        mentees: usable rows of the mentees' file.
        vectors: of all their texts.
        at: the moment that decides about summer time.
    """

    def __init__(
        self,
        rows: Sequence[PastSuggestion],
        mentors: Sequence[Row],
        mentees: Sequence[Row],
        vectors: TextVectors,
        at: datetime,
    ) -> None:
        self._rows = rows
        self._pairs = pairs_of(rows, mentors, mentees, vectors)
        places = {row.entry.profile.person_id: row.entry.capacity for row in mentors}
        self.outcomes = outcomes_of(rows, self._pairs, places, at)

    def learned(self, half_life: float) -> tuple[Posterior, Accuracy]:
        """What it teaches, and how well that orders held-out mentees' suggestions.

        Raises:
            InvalidInputError: it holds no good, or no bad outcome.
        """
        good = self.outcomes.good
        if not len(good) or good.max() == 0 or good.min() > 0:
            raise InvalidInputError(
                "The history holds %(good)s good and %(bad)s bad outcomes. Both are needed to "
                "learn from.",
                good=int((good > 0).sum()),
                bad=int((good == 0).sum()),
            )
        return learn(self.outcomes, half_life=half_life), validated(
            self.outcomes, half_life=half_life
        )

    def tell(self, console: Console) -> None:
        """Say what was used and what was not."""
        outcomes = self.outcomes
        people = [len(np.unique(side)) for side in (outcomes.mentee, outcomes.mentor)]
        share = (outcomes.good > 0).mean() if len(outcomes) else 0.0
        told = f"Outcomes: {len(outcomes)}, {share:.0%} of them good"
        lines = [f"{told}; mentees: {people[0]}, mentors: {people[1]}."]
        if undecided := len(self._rows) - len(outcomes):
            lines.append(f"  not decided, left out: {undecided}")
        if self._pairs.strangers:
            lines.append(
                f"  name somebody who is in neither list, used without a profile: "
                f"{self._pairs.strangers}"
            )
        for line in lines:
            console.print(line, markup=False)


def tell_learned(console: Console, posterior: Posterior, found: Accuracy | None) -> None:
    """What was learned, in words."""
    ready = readiness(posterior)
    lines = [f"Learned from {posterior.outcomes} outcomes."]
    if found is not None and found.mentees:
        lines.append(
            f"Held-out mentees: of two of their suggestions, the better one comes first in "
            f"{found.share:.1%} of all cases [{found.low:.1%} to {found.high:.1%}, bootstrap over "
            f"{found.mentees} mentees]; 50 % is chance."
        )
    lines.append(
        f"Mentors differ: for a usual pair the less ready ones say yes in {ready.less:.0%}, the "
        f"usual ones in {ready.usual:.0%}, the readier ones in {ready.more:.0%} of all cases."
    )
    lines.append("What moves a score most, in log-odds from little to much of it [90 % interval]:")
    lines += [
        f"  {effect.feature}: {effect.change:+.2f} [{effect.low:+.2f} to {effect.high:+.2f}]"
        for effect in effects(posterior)[:MOST_EFFECTS]
    ]
    for line in lines:
        console.print(line, markup=False)


def tell_cold(console: Console) -> None:
    """That nothing was learned yet."""
    console.print(
        "The scores are stated beliefs with wide intervals: no outcome was learned from yet.",
        markup=False,
    )


def score_table(
    rows: Sequence[PastSuggestion],
    people: tuple[Sequence[Row], Sequence[Row], TextVectors],
    posterior: Posterior,
    at: datetime,
    *,
    explain: bool,
) -> tuple[Table, int]:
    """Header and one line for each pair, in their order; and how many name a stranger.

    Args:
        rows: the pairs.
        people: rows of mentors, rows of mentees, vectors of their texts.
        posterior: what scores rest on.
        at: the moment that decides about summer time.
        explain: whether to say why.
    """
    pairs = pairs_of(rows, *people)
    both = (pairs.mentee, pairs.mentor)
    scores = pair_scores(pairs.mentees, pairs.mentors, both, at, posterior)
    table = [
        [row.mentee, row.mentor, f"{score:.6f}", f"{low:.6f}", f"{high:.6f}"]
        for row, score, low, high in zip(
            rows, scores.probability, scores.low, scores.high, strict=True
        )
    ]
    header = ["mentee", "mentor", "score", "low", "high"]
    if not explain:
        return [header, *table], pairs.strangers
    for mentee in np.unique(pairs.mentee):
        own = np.flatnonzero(pairs.mentee == mentee)
        question = pair_question(
            pairs.mentees, pairs.mentors, (int(mentee), pairs.mentor[own]), at, posterior
        )
        told = reasons(question, rank(question), 0, np.arange(len(own)))
        for row, why in zip(own.tolist(), told, strict=True):
            table[row] += reason_cells(why)
    return [[*header, *reason_titles()], *table], pairs.strangers
