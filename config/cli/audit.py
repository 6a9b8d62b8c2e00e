"""`mentorloom match --audit COLUMN`: does the pairing treat groups alike?"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console

from config.cli.pairs_file import write
from core.domain.plain_name import plain_name
from core.domain.program import Role
from core.engine.matching.fairness.comparison import Comparison, Line, Measure
from core.engine.matching.fairness.exposure import Exposure
from core.engine.matching.fairness.intervals import Estimate
from core.engine.matching.fairness.report import FOUR_FIFTHS, Report, caveats
from core.errors import InvalidInputError
from core.services.fairness.of_files import Groups, audited
from core.services.files.audit_columns import groups
from core.services.files.csv_tables import Table
from core.services.files.csv_text import decode
from core.services.files.people_file import Row
from core.services.pairing.pairing import Entry, Pairing

HEADER = [
    *("side", "measure", "by", "group", "people", "hits"),
    *("rate", "rate_low", "rate_high", "impact_ratio", "ratio_low", "ratio_high", "remark"),
]
MEASURES = {Measure.PLACED: "matched", Measure.SCORED: "score above the median"}
FEW = "fewer than 5"


def audit_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of an audit: `audit` and `audit_output`."""
    file = click.option(
        "--audit-output",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Where to write the fairness report, as CSV. It is printed anyway.",
    )
    columns = click.option(
        "--audit",
        multiple=True,
        metavar="COLUMN",
        help="Print a fairness report by this column of the files, like --audit gender. Only the "
        "report reads it, never the matching. May be repeated.",
    )
    return columns(file(command))


@dataclass(frozen=True, slots=True)
class Audit:
    """What an audit compares.

    Attributes:
        columns: the files' names of the columns.
        groups: what they say of the mentors and of the mentees.
        output: where to write the report; None to print it only.
    """

    columns: tuple[str, ...]
    groups: tuple[Groups, Groups]
    output: Path | None

    @classmethod
    def of(
        cls,
        columns: tuple[str, ...],
        output: Path | None,
        mentors: tuple[Path, Sequence[Row]],
        mentees: tuple[Path, Sequence[Row]],
    ) -> "Audit":
        """Read the columns before the work is done.

        Args:
            columns: as asked for; none means no audit.
            output: as asked for.
            mentors: a file and its usable rows.
            mentees: likewise.

        Raises:
            InvalidInputError: a column is in neither file, or there is an output but no column.
        """
        if output is not None and not columns:
            raise InvalidInputError(
                "--audit-output needs to know what to compare by: name a column with --audit COLUMN"
            )
        found = []
        for column in columns:
            sides = [_by_id(file, column) for file in (mentors, mentees)]
            if sides == [None, None]:
                raise InvalidInputError(
                    "--audit %(column)s: neither file has a column of that name.", column=column
                )
            found.append((column, sides))
        return cls(columns, (_joined(found, 0), _joined(found, 1)), output)

    def keep_apart(
        self,
        console: Console,
        read: Iterable[tuple[str, str]],
        mapping: Mapping[str, str],
        tags: Mapping[Role, Mapping[str, str]],
    ) -> None:
        """Make sure that nothing is audited unknowingly that the matching reads, too.

        Args:
            console: is told of columns like a department, which may be both.
            read: (column, our field) of what is matched by.
            mapping: our field -> column, as asked for.
            tags: role -> column -> family, as asked for.

        Raises:
            InvalidInputError: a column was named for matching, too.
        """
        named = {plain_name(column) for own in (mapping.values(), *tags.values()) for column in own}
        known = {plain_name(column) for column, _ in read}
        for column in self.columns:
            if plain_name(column) in named:
                raise InvalidInputError(
                    "--audit %(column)s: --map or --tags name this column too, so people would be "
                    "matched by what the report is to check. Choose one of the two.",
                    column=column,
                )
            if plain_name(column) in known:
                console.print(f"Note: people are matched by “{column}”, too.", markup=False)

    def tell(
        self,
        console: Console,
        pairing: Pairing,
        mentors: Sequence[Entry],
        mentees: Sequence[Entry],
    ) -> None:
        """Print and write the report, if one was asked for."""
        if not self.columns:
            return
        report = audited(pairing, mentors, mentees, self.groups, self.columns)
        _print(console, report)
        if self.output is not None:
            write(self.output, _table(report))


def _by_id(file: tuple[Path, Sequence[Row]], column: str) -> dict[str, str] | None:
    """Group of each person of a file who names one; None if it has no such column."""
    path, rows = file
    by_line = groups(decode(path.read_bytes()), column)
    if by_line is None:
        return None
    return {row.entry.id: by_line[row.line] for row in rows if row.line in by_line}


def _joined(
    found: Sequence[tuple[str, Sequence[Mapping[str, str] | None]]], side: int
) -> dict[str, dict[str, str]]:
    """Person -> column -> group of one side."""
    joined: dict[str, dict[str, str]] = {}
    for column, sides in found:
        for who, group in (sides[side] or {}).items():
            joined.setdefault(who, {})[column] = group
    return joined


def _table(report: Report) -> Table:
    """Header and one line a group; what is hidden or was not said has a line of its own."""
    sides = (("mentees", report.mentees), ("mentors", report.mentors))
    return [
        HEADER,
        *(row for side, tables in sides for table in tables for row in _rows(side, table)),
    ]


def _print(console: Console, report: Report) -> None:
    """Print the report."""
    for side, tables in (("Mentees", report.mentees), ("Mentors", report.mentors)):
        for table in tables:
            console.print(
                f"{side} by {' and '.join(table.dimensions)}: {MEASURES[table.measure]} "
                f"({_counts(table)})",
                markup=False,
            )
            for line in table.lines:
                console.print(f"  {_told(line)}", markup=False)
    console.print(_load(report.exposure), markup=False)
    for note in caveats(report):
        console.print(f"Note: {note}", markup=False)


def _rows(side: str, table: Comparison) -> Iterator[list[str]]:
    start = [side, table.measure.value, " / ".join(table.dimensions)]
    for line in table.lines:
        yield [
            *start,
            " / ".join(line.group),
            str(line.people),
            str(line.hits),
            *_figures(line.rate),
            *(_figures(line.ratio) if line.ratio else ["", "", ""]),
            _remark(line),
        ]
    for words, people in (("(smaller groups)", table.hidden), ("(not said)", table.unsaid)):
        if people != 0:
            yield [*start, words, str(people or FEW), *[""] * (len(HEADER) - 5)]


def _told(line: Line) -> str:
    told = f"{', '.join(line.group)}: {line.hits} of {line.people}, {_percent(line.rate)}"
    if line.ratio is not None:
        ratio = line.ratio
        told += f"; impact ratio {ratio.value:.2f} ({ratio.low:.2f} to {ratio.high:.2f})"
    return f"{told}; {_remark(line)}" if _remark(line) else told


def _remark(line: Line) -> str:
    if line.favoured:
        return "most favoured group"
    if line.rare:
        return "less than 2 % of the people, no ratio"
    if line.ratio is not None and line.ratio.value < FOUR_FIFTHS:
        return "look closer" if line.ratio.high < 1 else "below 0.80, may be chance"
    return ""


def _counts(table: Comparison) -> str:
    counts = {"not said": table.unsaid, "in groups too small to show": table.hidden}
    told = [f"people: {table.people}"]
    told += [f"{words}: {FEW if n is None else n}" for words, n in counts.items() if n != 0]
    return "; ".join(told)


def _load(load: Exposure) -> str:
    return (
        f"Load of mentors: {load.none} of {load.mentors} have no mentee, {load.full} no free "
        f"place; the busiest tenth hold {load.top_share:.0%}; Gini {load.gini:.2f}, as even as "
        f"their places allow {load.least_gini:.2f}."
    )


def _percent(rate: Estimate) -> str:
    return f"{rate.value:.0%} ({rate.low:.0%} to {rate.high:.0%})"


def _figures(estimate: Estimate) -> list[str]:
    return [f"{value:.3f}" for value in (estimate.value, estimate.low, estimate.high)]
