"""`mentorloom match`: two lists of people in, the best pairs out. Nothing is stored or sent."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from config.cli.audit import Audit, audit_options
from config.cli.pairs_file import STANDARD_OUTPUT, check_target, leftover_table, pair_table, write
from config.settings import read_settings
from core.domain.program import Role
from core.errors import InvalidInputError, MentorloomError
from core.ports.encoder import TextEncoder
from core.services.files.csv_text import Problem, decode
from core.services.files.file_words import FIELDS
from core.services.files.people_blocks import with_blocks
from core.services.files.people_file import PeopleFile, Row, parse
from core.services.matching.pairing import Entry, LeftOver, Pairing, pair
from integrations.base.minilm import EXPORT_FOLDER
from integrations.encoders import encoder

PHASES = {
    "loading": "Loading the text model",
    "reading": "Reading texts",
    "comparing": "Comparing people",
    "assigning": "Finding the best pairs",
    "proving": "Proving that no pair was overlooked",
}


@dataclass(frozen=True, slots=True)
class Roster:
    """One file: its name and what it holds."""

    path: Path
    people: PeopleFile


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
    *,
    explain: bool,
    skip_bad_rows: bool,
) -> None:
    """Match the people of MENTORS with those of MENTEES, both CSV files.

    The first line names the columns, in English or German; unknown ones are ignored. Separators
    are found by themselves. Rows that cannot be used are reported by line, and nothing is written
    unless --skip-bad-rows is given.
    """
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    for target in filter(None, (output, unmatched, audit_output)):
        check_target(target, (mentors, mentees))
    pairs = _mapping(mapping)
    left = _read(mentors, Role.MENTOR, pairs, capacity)
    right = _read(mentees, Role.MENTEE, pairs, capacity)
    _check_mapping(pairs, (left, right))
    left_rows, right_rows = _report(console, left, right, skip_bad_rows=skip_bad_rows)
    asked = Audit.of(audit, audit_output, (mentors, left_rows), (mentees, right_rows))
    pairing = run(console, _entries(left_rows), _entries(right_rows), _encoder(), explain=explain)
    write(output, pair_table(pairing, explain=explain))
    if unmatched is not None:
        write(unmatched, leftover_table(pairing))
    _summary(console, pairing, len(left_rows), len(right_rows))
    asked.tell(console, pairing, _entries(left_rows), _entries(right_rows))


def run(
    console: Console,
    mentors: Sequence[Entry],
    mentees: Sequence[Entry],
    reader: TextEncoder,
    *,
    explain: bool,
) -> Pairing:
    """Match with a progress bar."""
    with _bars(console) as bars:
        task = bars.add_task(PHASES["loading"], total=None)
        reader.encode(["."])
        bars.update(task, total=1, completed=1)
        tasks: dict[str, object] = {}

        def tell(phase: str, done: int, total: int) -> None:
            if phase not in tasks:
                tasks[phase] = bars.add_task(PHASES[phase])
            bars.update(tasks[phase], completed=done, total=total)  # type: ignore[arg-type] # TaskID

        return pair(mentors, mentees, reader, datetime.now(UTC), explain=explain, progress=tell)


@contextmanager
def _bars(console: Console) -> Iterator[Progress]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as bars:
        yield bars


def _encoder() -> TextEncoder:
    return encoder(read_settings().data_dir / EXPORT_FOLDER)


def _mapping(given: Sequence[str]) -> dict[str, str]:
    mapping = {}
    for item in given:
        ours, separator, theirs = item.partition("=")
        if not separator or ours.strip() not in FIELDS or not theirs.strip():
            raise InvalidInputError(
                "--map %(item)s makes no sense. Write OUR=THEIRS, where OUR is one of %(known)s.",
                item=item,
                known=", ".join(FIELDS),
            )
        mapping[ours.strip()] = theirs.strip()
    return mapping


def _read(path: Path, role: Role, mapping: dict[str, str], capacity: int) -> Roster:
    try:
        people = parse(decode(path.read_bytes()), role, mapping, capacity)
    except MentorloomError as error:
        raise InvalidInputError("%(file)s: %(why)s", file=str(path), why=str(error)) from error
    except OSError as error:
        raise InvalidInputError(
            "%(file)s cannot be read: %(why)s.", file=str(path), why=str(error.strerror)
        ) from error
    return Roster(path, people)


def _check_mapping(mapping: dict[str, str], rosters: Sequence[Roster]) -> None:
    titles = {
        " ".join(title.split()).casefold()
        for roster in rosters
        for title in (*dict(roster.people.columns), *roster.people.ignored)
    }
    for ours, theirs in mapping.items():
        if " ".join(theirs.split()).casefold() not in titles:
            raise InvalidInputError(
                "--map %(ours)s=%(theirs)s: neither file has a column of that name.",
                ours=ours,
                theirs=theirs,
            )


def _report(
    console: Console, left: Roster, right: Roster, *, skip_bad_rows: bool
) -> tuple[Sequence[Row], Sequence[Row]]:
    """Tell what was understood; stop at unusable rows unless they may be skipped."""
    left_rows, right_rows, left_notices, right_notices = with_blocks(
        left.people.rows, right.people.rows
    )
    for roster, notices in ((left, left_notices), (right, right_notices)):
        _tell_columns(console, roster)
        for problem in (*roster.people.notices, *notices):
            _tell(console, roster, problem, "note", "yellow")
        for problem in roster.people.problems:
            _tell(console, roster, problem, "not used", "red")
    bad = {(r.path, p.line) for r in (left, right) for p in r.people.problems}
    if bad and not skip_bad_rows:
        raise InvalidInputError(
            "Nothing was written. Rows that cannot be used: %(count)s. Correct them as said "
            "above, or go on without them: --skip-bad-rows",
            count=len(bad),
        )
    for roster, rows in ((left, left_rows), (right, right_rows)):
        if not rows:
            raise InvalidInputError(
                "%(file)s: there is nobody in it that can be matched.", file=str(roster.path)
            )
    return left_rows, right_rows


def _tell_columns(console: Console, roster: Roster) -> None:
    used = ", ".join(
        title if title.casefold() == field else f"{title} = {field}"
        for title, field in roster.people.columns
    )
    console.print(
        f"{roster.path}: people: {len(roster.people.rows)}; columns read: {used}", markup=False
    )
    if roster.people.ignored:
        console.print(f"  columns not used: {', '.join(roster.people.ignored)}", markup=False)


def _tell(console: Console, roster: Roster, problem: Problem, kind: str, style: str) -> None:
    column = f", {problem.column}" if problem.column else ""
    text = f"{roster.path}, line {problem.line}{column} ({kind}): {problem.what}"
    console.print(text, style=style, markup=False)


def _entries(rows: Sequence[Row]) -> list[Entry]:
    return [row.entry for row in rows]


def _summary(console: Console, pairing: Pairing, mentors: int, mentees: int) -> None:
    used = len({matched.mentor.id for matched in pairing.pairs})
    mean = f"; mean score {pairing.total / len(pairing.pairs):.2f}" if pairing.pairs else ""
    console.print(
        f"Mentees with a mentor: {len(pairing.pairs)} of {mentees}; "
        f"mentors with a mentee: {used} of {mentors}{mean}.",
        markup=False,
    )
    if pairing.cold and pairing.pairs:
        console.print(
            "The scores are stated beliefs with wide intervals: no outcome was learned from yet.",
            markup=False,
        )
    _tell_leftover(console, "Mentees without a mentor", pairing.mentees)
    _tell_leftover(console, "Mentors without a mentee", pairing.mentors)


def _tell_leftover(console: Console, title: str, people: Sequence[LeftOver]) -> None:
    if people:
        console.print(f"{title}: {len(people)}", markup=False)
    for left in people:
        name = f" {left.entry.name}" if left.entry.name not in ("", left.entry.id) else ""
        console.print(f"  {left.entry.id}{name}: {left.why}", markup=False)
