"""The options of `mentorloom match` about what the best pairing is."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from config.cli.learned import read_pairs
from config.cli.learning_options import People
from core.domain.matching_settings import MOST, NORMAL, OFF, OFF_AT_FIRST
from core.domain.matching_templates import TEMPLATES
from core.domain.must_have import MustHave
from core.engine.matching.assignment.problem import Objective
from core.engine.matching.model.importance import weighted
from core.engine.matching.model.prior import BELIEFS, Posterior, prior
from core.errors import InvalidInputError
from core.services.matching.past import pairs_of
from core.services.pairing.options import KEEP, Couple
from core.services.pairing.pairing import Options, Pairing

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
KINDS = {template.key: template for template in TEMPLATES}

OPTIONS = (
    click.option(
        "--objective",
        type=click.Choice([objective.value for objective in Objective]),
        default=Objective.TOTAL.value,
        show_default=True,
        help="What is best: as many pairs as possible at the largest sum of scores (total), the "
        "largest sum alone (points), the least well off as well off as possible (fair), or nobody "
        "who would rather have each other (stable).",
    ),
    click.option(
        "--least",
        type=click.IntRange(min=0),
        default=0,
        metavar="N",
        help="Mentees each mentor should have at least. Not with --objective stable.",
    ),
    click.option(
        "--mentors-each",
        type=click.IntRange(min=1),
        default=1,
        metavar="N",
        help="Mentors each mentee should have.",
    ),
    click.option(
        "--lock",
        type=FILE,
        metavar="PAIRS.csv",
        help="Pairs (mentee, mentor) that stay, whatever else happens.",
    ),
    click.option(
        "--keep",
        type=FILE,
        metavar="PAIRS.csv",
        help="Pairs of an earlier run that stay unless another brings more than --keep-worth. Not "
        "with --objective stable.",
    ),
    click.option(
        "--keep-worth",
        type=click.FloatRange(min=0, max=1),
        default=KEEP,
        show_default=True,
        metavar="SCORE",
        help="What keeping a pair is worth.",
    ),
    click.option(
        "--template",
        type=click.Choice(list(KINDS)),
        help="Weigh features as for this kind of programme, with its must-haves.",
    ),
    click.option(
        "--importance",
        multiple=True,
        metavar="FEATURE=0..4",
        help="How much a feature counts: 0 not at all, 2 as usual, 4 very much. "
        f"Features: {', '.join(BELIEFS)}. May be repeated.",
    ),
    click.option(
        "--must",
        type=click.Choice([must.value for must in MustHave]),
        multiple=True,
        help="What must be true of every pair, whatever its score. May be repeated.",
    ),
)


def pairing_wishes(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True, kw_only=True)
class PairingWishes:
    """What was asked for; fields are the options' names."""

    objective: str
    least: int
    mentors_each: int
    lock: Path | None
    keep: Path | None
    keep_worth: float
    template: str | None
    importance: tuple[str, ...]
    must: tuple[str, ...]

    @classmethod
    def of(cls, **given: Any) -> "PairingWishes":
        """From the command line.

        Raises:
            InvalidInputError: two of them contradict each other.
        """
        wishes = cls(**given)
        if wishes.objective == Objective.STABLE.value and (wishes.keep or wishes.least):
            raise InvalidInputError(
                "--objective stable looks at nothing but whom people would rather have, so --keep "
                "and --least cannot count. Leave them out, or choose another objective."
            )
        return wishes

    @property
    def inputs(self) -> tuple[Path, ...]:
        """Files that must not be written over."""
        return tuple(filter(None, (self.lock, self.keep)))

    def settings(self) -> dict[str, int]:
        """Feature -> how much it counts, of all that are not as usual.

        Raises:
            InvalidInputError: there is no such feature, it cannot count like that, or none counts.
        """
        usual = dict.fromkeys(OFF_AT_FIRST, OFF)
        kind = KINDS[self.template].importance if self.template else {}
        found = {**usual, **kind, **dict(map(_importance, self.importance))}
        if all(found.get(name, NORMAL) == OFF for name in BELIEFS):
            raise InvalidInputError("At least one feature must count.")
        return found

    def believed(self, posterior: Posterior | None) -> Posterior:
        """The belief with features as important as asked. Raises as `settings`."""
        return weighted(posterior or prior(), self.settings())

    def options(self, people: People, columns: dict[str, str]) -> Options:
        """What the pairing is to look like.

        Args:
            people: rows of mentors, rows of mentees, and the vectors of their texts.
            columns: our field -> the column of the files of pairs.

        Raises:
            InvalidInputError: a file of pairs cannot be used, or names a stranger.
        """
        mentors, mentees = ([row.entry.id for row in rows] for rows in people[:2])
        kind = KINDS[self.template].must_haves if self.template else frozenset()
        return Options(
            objective=Objective(self.objective),
            locked=_couples(self.lock, columns, people),
            kept=_couples(self.keep, columns, people),
            keep=self.keep_worth,
            least=dict.fromkeys(mentors, self.least) if self.least else {},
            wanted=dict.fromkeys(mentees, self.mentors_each),
            must_haves=kind | {MustHave(must) for must in self.must},
        )


WISHES = tuple(field.name for field in fields(PairingWishes))
"""Names of the options."""


def tell_proof(console: Console, pairing: Pairing) -> None:
    """Say how good the pairing provably is, and what was wished in vain."""
    certificate = pairing.certificate
    if pairing.complete:
        console.print("Proved: no other pairing of these people is better.", markup=False)
    elif certificate.proved:
        console.print(
            "Proved among the best pairs of everybody; not all pairs could be looked at.",
            markup=False,
        )
    else:
        console.print(
            f"At most {certificate.gap:.4f} below the best pairing there can be.", markup=False
        )
    if pairing.short:
        console.print(f"Mentors with fewer mentees than wished: {len(pairing.short)}", markup=False)
    console.print(f"Pairs who would both rather have each other: {pairing.blocking}", markup=False)


def _importance(given: str) -> tuple[str, int]:
    name, _, value = given.partition("=")
    name = name.strip()
    if name not in BELIEFS or not value.strip().isdigit() or not OFF <= int(value) <= MOST:
        raise InvalidInputError(
            "--importance %(given)s: write FEATURE=0..4 with one of %(features)s.",
            given=given,
            features=", ".join(BELIEFS),
        )
    return name, int(value)


def _couples(path: Path | None, columns: dict[str, str], people: People) -> tuple[Couple, ...]:
    """The pairs of a file, by the ids of the lists."""
    if path is None:
        return ()
    mentors, mentees, _ = people
    rows = read_pairs(path, columns)
    found = pairs_of(rows, *people)
    for row, mentee, mentor in zip(rows, found.mentee, found.mentor, strict=True):
        if mentee >= len(mentees) or mentor >= len(mentors):
            raise InvalidInputError(
                "%(file)s: “%(mentee)s” and “%(mentor)s” are not both in the lists.",
                file=str(path),
                mentee=row.mentee,
                mentor=row.mentor,
            )
    places = zip(found.mentee.tolist(), found.mentor.tolist(), strict=True)
    return tuple((mentees[left].entry.id, mentors[right].entry.id) for left, right in places)
