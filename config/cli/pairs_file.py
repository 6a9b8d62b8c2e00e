"""The CSV files that `mentorloom match` writes: whole or not at all, and safe to open."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from core.engine.matching.result import Reason
from core.errors import InvalidInputError
from core.services.files.csv_tables import Table, csv_bytes
from core.services.pairing.pairing import MatchedPair, Pairing

STANDARD_OUTPUT = Path("-")
REASONS = 3


def pair_table(pairing: Pairing, *, explain: bool) -> Table:
    """Header and one line a pair."""
    header = ["mentee_id", "mentee", "mentor_id", "mentor", "score", "low", "high"]
    if explain:
        header += reason_titles()
    return [header, *(_line(matched, explain=explain) for matched in pairing.pairs)]


def leftover_table(pairing: Pairing) -> Table:
    """Header and one line for everybody without a match."""
    sides = (("mentee", pairing.mentees), ("mentor", pairing.mentors))
    lines = [
        [role, left.entry.id, left.entry.name, str(left.why)]
        for role, people in sides
        for left in people
    ]
    return [["role", "id", "name", "why"], *lines]


def check_target(path: Path, inputs: Sequence[Path]) -> None:
    """Refuse a target before the work is done.

    Raises:
        InvalidInputError: it is one of the inputs, or cannot be written.
    """
    if path == STANDARD_OUTPUT:
        return
    if path.resolve() in {other.resolve() for other in inputs}:
        raise InvalidInputError(
            "%(file)s is one of the lists to read. Choose another name to write to.",
            file=str(path),
        )
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise InvalidInputError(
            "%(folder)s cannot be written to. Make that folder, or choose another one.",
            folder=str(path.parent),
        )


def write(path: Path, table: Table) -> None:
    """Write a table as CSV; the file appears complete or not at all.

    Raises:
        InvalidInputError: it cannot be written.
    """
    data = csv_bytes(table)
    if path == STANDARD_OUTPUT:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        write_whole(path, data)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that appears complete or not at all.

    Raises:
        InvalidInputError: it cannot be written.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as error:
        raise InvalidInputError(
            "%(file)s cannot be written: %(why)s.", file=str(path), why=str(error.strerror)
        ) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _line(matched: MatchedPair, *, explain: bool) -> list[str]:
    numbers = [f"{value:.3f}" for value in (matched.score, matched.low, matched.high)]
    mentee, mentor = matched.mentee, matched.mentor
    line = [mentee.id, mentee.name, mentor.id, mentor.name, *numbers]
    return [*line, *reason_cells(matched.reasons)] if explain else line


def reason_titles() -> list[str]:
    """Names of the columns that say why."""
    return [f"reason_{number + 1}" for number in range(REASONS)] + ["weaker_point"]


def reason_cells(reasons: Sequence[Reason]) -> list[str]:
    """The strongest reasons and the weakest point."""
    good = [str(reason.sentence) for reason in reasons if reason.contribution > 0][:REASONS]
    bad = [str(reason.sentence) for reason in reasons if reason.contribution < 0][-1:]
    return [*good, *[""] * (REASONS - len(good)), *(bad or [""])]
