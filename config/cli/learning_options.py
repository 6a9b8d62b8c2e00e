"""The options of `mentorloom match` about learning, and what they ask for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from config.cli.learned import (
    History,
    model_text,
    read_history,
    read_model,
    read_pairs,
    score_table,
    tell_cold,
    tell_learned,
)
from config.cli.pairs_file import write_whole
from core.engine.matching.comparison.people import TextVectors
from core.engine.matching.model.prior import Posterior
from core.engine.matching.model.responsiveness import HALF_LIFE
from core.errors import InvalidInputError
from core.services.files.csv_tables import Table
from core.services.files.people_file import Row

People = tuple[Sequence[Row], Sequence[Row], TextVectors]
"""Rows of mentors, rows of mentees, the vectors of their texts."""

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

OPTIONS = (
    click.option(
        "--learn",
        type=FILE,
        metavar="HISTORY.csv",
        help="Learn from past suggestions first: mentee, mentor, outcome, and if there are any "
        "date, decline reason and rating.",
    ),
    click.option(
        "--outcome-good",
        multiple=True,
        metavar="WORD",
        help="An outcome of HISTORY that is good; all others are bad then. May be repeated.",
    ),
    click.option(
        "--half-life",
        type=click.FloatRange(min=0),
        default=HALF_LIFE,
        show_default=True,
        metavar="DAYS",
        help="After how many days an outcome counts half; 0 for never.",
    ),
    click.option(
        "--save",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="MODEL.json",
        help="Where to keep what was learned.",
    ),
    click.option(
        "--model", type=FILE, metavar="MODEL.json", help="Use what was learned and saved before."
    ),
    click.option(
        "--score",
        type=FILE,
        metavar="PAIRS.csv",
        help="Match nobody, but write the score of each pair of this file (mentee, mentor), in "
        "its order. Not with --unmatched or --audit.",
    ),
)


def learning_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningOptions:
    """What was asked for.

    Attributes:
        learn, model, score: files to read.
        save: a file to write.
        good: words for a good outcome.
        half_life: in days.
        columns: our field -> their column.
        explain: whether scores say why.
    """

    learn: Path | None
    model: Path | None
    score: Path | None
    save: Path | None
    good: tuple[str, ...]
    half_life: float
    columns: dict[str, str]
    explain: bool

    @classmethod
    def of(
        cls, columns: dict[str, str], *, outcome_good: tuple[str, ...], **given: Any
    ) -> "LearningOptions":
        """From the command line.

        Raises:
            InvalidInputError: two of them contradict each other.
        """
        options = cls(columns=columns, good=outcome_good, **given)
        if options.learn and options.model:
            raise InvalidInputError(
                "Choose one: --learn from a history, or --model learned before."
            )
        if options.save and not options.learn:
            raise InvalidInputError(
                "--save keeps what --learn learns. Give a history to learn from."
            )
        return options

    @property
    def inputs(self) -> tuple[Path, ...]:
        """Files that must not be written over."""
        return tuple(filter(None, (self.learn, self.model, self.score)))

    def posterior(self, console: Console, people: People, at: datetime) -> Posterior | None:
        """What scores rest on; None for the prior."""
        if self.model is not None:
            posterior = read_model(self.model)
            tell_learned(console, posterior, None)
            return posterior
        if self.learn is None:
            return None
        history = History(read_history(self.learn, self.good, self.columns), *people, at)
        history.tell(console)
        with console.status("Learning from outcomes"):
            posterior, found = history.learned(self.half_life)
        tell_learned(console, posterior, found)
        if self.save is not None:
            write_whole(self.save, model_text(posterior).encode())
        return posterior

    def scores(self, console: Console, people: People, posterior: Posterior, at: datetime) -> Table:
        """The pairs that were asked for, with their scores."""
        assert self.score is not None  # the caller asked
        rows = read_pairs(self.score, self.columns)
        table, strangers = score_table(rows, people, posterior, at, explain=self.explain)
        console.print(f"Pairs scored: {len(rows)}", markup=False)
        if strangers:
            console.print(
                f"  name somebody who is in neither list, scored without a profile: {strangers}",
                markup=False,
            )
        if posterior.cold:
            tell_cold(console)
        return table
