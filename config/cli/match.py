"""`mentorloom match`: two lists of people in, the best pairs out. Nothing is stored or sent."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.progress import Progress as Bars

from config.cli.audit import Audit, audit_options
from config.cli.learned import tell_cold
from config.cli.learning_options import LearningOptions, learning_options
from config.cli.pairing_wishes import WISHES, PairingWishes, pairing_wishes, tell_proof
from config.cli.pairs_file import (
    STANDARD_OUTPUT,
    check_target,
    leftover_table,
    pair_table,
    write,
)
from config.cli.rosters import check_columns, mapping_of, read_roster, tags_of, usable
from config.settings import read_settings
from core.domain.program import Role
from core.errors import InvalidInputError
from core.ports.encoder import TextEncoder
from core.services.files.csv_tables import Table
from core.services.files.file_words import FIELDS
from core.services.files.people_file import Row
from core.services.pairing.pairing import (
    Entry,
    LeftOver,
    Pairing,
    Progress,
    pair_stored,
    read_texts,
)
from integrations.base.minilm import EXPORT_FOLDER
from integrations.encoders import encoder

PHASES = {
    "loading": "Loading the text model",
    "reading": "Reading texts",
    "comparing": "Comparing people",
    "assigning": "Finding the best pairs",
    "proving": "Proving that no pair was overlooked",
}


@click.command()
@click.argument("mentors", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("mentees", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
    default=STANDARD_OUTPUT,
    help="Where to write the pairs, as CSV. Standard output if not given.",
)
@click.option("--explain", is_flag=True, help="Add the reasons of each pair, in words.")
@click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar="OUR=THEIRS",
    help="Say which column holds what, like --map goals='Was willst du erreichen?'. "
    f"Ours: {', '.join(FIELDS)}. May be repeated.",
)
@click.option(
    "--tags",
    multiple=True,
    metavar="COLUMN",
    help="A column of names, the same in both files, or WANTED=OFFERED. What they are worth is "
    "learned from outcomes. May be repeated.",
)
@pairing_wishes
@learning_options
@click.option("--skip-bad-rows", is_flag=True, help="Match the others when some rows are unusable.")
@click.option(
    "--capacity",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="Places of a mentor whose row does not say.",
)
@click.option(
    "--unmatched",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write who was left over and why, as CSV. They are listed anyway.",
)
@audit_options
def match(
    mentors: Path,
    mentees: Path,
    output: Path,
    mapping: tuple[str, ...],
    capacity: int,
    unmatched: Path | None,
    audit: tuple[str, ...],
    audit_output: Path | None,
    tags: tuple[str, ...],
    *,
    explain: bool,
    skip_bad_rows: bool,
    **further: Any,
) -> None:
    """Match the people of MENTORS with those of MENTEES, both CSV files.

    The first line names the columns, in English or German; unknown ones are ignored. Separators
    are found by themselves. Rows that cannot be used are reported by line, and nothing is written
    unless --skip-bad-rows is given.
    """
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    columns = mapping_of(mapping)
    wishes = PairingWishes.of(**{name: further.pop(name) for name in WISHES})
    asked = LearningOptions.of(columns, explain=explain, **further)
    if asked.score is not None and (unmatched or audit):
        raise InvalidInputError(
            "--score matches nobody, so there is nothing for --unmatched to list or for --audit to "
            "compare. Leave them out, or leave out --score."
        )
    for target in filter(None, (output, unmatched, audit_output, asked.save)):
        check_target(target, (mentors, mentees, *asked.inputs, *wishes.inputs))
    families = tags_of(tags)
    left = read_roster(mentors, Role.MENTOR, columns, capacity, families[Role.MENTOR])
    right = read_roster(mentees, Role.MENTEE, columns, capacity, families[Role.MENTEE])
    check_columns(columns, families, left, right)
    people = usable(console, left, right, skip_bad_rows=skip_bad_rows)
    audited = Audit.of(audit, audit_output, (mentors, people[0]), (mentees, people[1]))
    audited.keep_apart(console, [*left.people.columns, *right.people.columns], columns, families)
    run = Run(console, people, asked, wishes)
    if asked.score is not None:
        write(output, run.scored())
        return
    pairing = run.paired()
    write(output, pair_table(pairing, explain=explain))
    if unmatched is not None:
        write(unmatched, leftover_table(pairing))
    _summary(console, pairing, *map(len, people))
    audited.tell(console, pairing, *map(_entries, people))


class Run:
    """From usable rows to pairs or scores, with a progress bar.

    Args:
        console: where to tell.
        people: rows of mentors, rows of mentees.
        asked: what is to be learned or scored.
        wishes: what the best pairing is.
    """

    def __init__(
        self,
        console: Console,
        people: tuple[Sequence[Row], Sequence[Row]],
        asked: LearningOptions,
        wishes: PairingWishes,
    ) -> None:
        self._console, self._people, self._asked, self._wishes = console, people, asked, wishes
        wishes.settings()  # what is wrong with them is said before anything is read
        self._now = datetime.now(UTC)
        profiles = [row.entry.profile for rows in people for row in rows]
        with _progress(console) as tell:
            tell("loading", 0, 1)
            reader = _encoder()
            reader.encode(["."])
            tell("loading", 1, 1)
            self._vectors = read_texts(reader, profiles, tell)
        learned = asked.posterior(console, (*people, self._vectors), self._now)
        self._posterior = wishes.believed(learned)

    def scored(self) -> Table:
        """The pairs of a file."""
        people = (*self._people, self._vectors)
        return self._asked.scores(self._console, people, self._posterior, self._now)

    def paired(self) -> Pairing:
        """The best pairs of all."""
        options = self._wishes.options((*self._people, self._vectors), self._asked.columns)
        with _progress(self._console) as tell:
            mentors, mentees = self._people
            return pair_stored(
                _entries(mentors),
                _entries(mentees),
                self._vectors,
                self._now,
                options=options,
                posterior=self._posterior,
                explain=self._asked.explain,
                progress=tell,
            )


@contextmanager
def _progress(console: Console) -> Iterator[Progress]:
    """Bars, one a phase."""
    with _bars(console) as bars:
        tasks: dict[str, TaskID] = {}

        def tell(phase: str, done: int, total: int) -> None:
            if phase not in tasks:
                tasks[phase] = bars.add_task(PHASES[phase])
            bars.update(tasks[phase], completed=done, total=total)

        yield tell


@contextmanager
def _bars(console: Console) -> Iterator[Bars]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bars(*columns, TimeElapsedColumn(), console=console) as bars:
        yield bars


def _encoder() -> TextEncoder:
    return encoder(read_settings().data_dir / EXPORT_FOLDER)


def _entries(rows: Sequence[Row]) -> list[Entry]:
    return [row.entry for row in rows]


def _summary(console: Console, pairing: Pairing, mentors: int, mentees: int) -> None:
    helped = {matched.mentee.id for matched in pairing.pairs}
    used = {matched.mentor.id for matched in pairing.pairs}
    mean = f"; mean score {pairing.total / len(pairing.pairs):.2f}" if pairing.pairs else ""
    console.print(
        f"Mentees with a mentor: {len(helped)} of {mentees}; "
        f"mentors with a mentee: {len(used)} of {mentors}{mean}.",
        markup=False,
    )
    if pairing.cold and pairing.pairs:
        tell_cold(console)
    tell_proof(console, pairing)
    alone = [left for left in pairing.mentees if left.entry.id not in helped]
    short = [left for left in pairing.mentees if left.entry.id in helped]
    _tell_leftover(console, "Mentees without a mentor", alone)
    _tell_leftover(console, "Mentees with fewer mentors than wished", short)
    _tell_leftover(console, "Mentors without a mentee", pairing.mentors)


def _tell_leftover(console: Console, title: str, people: Sequence[LeftOver]) -> None:
    if people:
        console.print(f"{title}: {len(people)}", markup=False)
    for left in people:
        name = f" {left.entry.name}" if left.entry.name not in ("", left.entry.id) else ""
        console.print(f"  {left.entry.id}{name}: {left.why}", markup=False)
