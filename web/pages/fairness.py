"""The fairness report: of the programme as it is, and of one whole-cohort run."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from core.domain.demographics import CHOICES, Dimension
from core.domain.identifiers import MatchRunId
from core.engine.matching.fairness.comparison import Comparison, Line, Measure
from core.engine.matching.fairness.report import FOUR_FIFTHS
from core.services.fairness.reports import FairnessView
from web.pages.demographic_words import ANSWERS, DIMENSIONS
from web.pages.frame import frame, onward, page
from web.services import services
from web.sessions import current_actor

blueprint = Blueprint("fairness", __name__)

MEASURES = {Measure.PLACED: _("Has a mentor"), Measure.SCORED: _("Scores above the median")}
MENTOR_MEASURES = {**MEASURES, Measure.PLACED: _("Has a mentee")}


@dataclass(frozen=True, slots=True)
class Row:
    """One group with its name in words."""

    name: str
    line: Line


@dataclass(frozen=True, slots=True)
class Table:
    """One comparison in words."""

    title: str
    measure: Any
    rows: Sequence[Row]
    hidden: int | None
    unsaid: int | None
    people: int


@dataclass(frozen=True, slots=True)
class Part:
    """One measure of one side.

    Attributes:
        empty: questions whose groups are too small to be shown.
        single, pairs: tables by one answer, and by two together.
    """

    id: str
    title: Any
    empty: Sequence[str]
    single: Sequence[Table]
    pairs: Sequence[Table]


@dataclass(frozen=True, slots=True)
class Side:
    """The mentees or the mentors."""

    id: str
    title: Any
    parts: Sequence[Part]


@blueprint.get("/app/program/fairness")
def show() -> Response:
    """Show how groups and mentors fare in the matches there are now."""
    actor = current_actor()
    actor.must_manage()
    if frame().program is None:
        return onward("pages.home.show")
    return _report(services().fairness.of_program(actor))


@blueprint.get("/app/program/runs/<uuid:run_id>/fairness")
def run(run_id: UUID) -> Response:
    """Show how groups and mentors fare in one run."""
    return _report(services().fairness.of_run(current_actor(), MatchRunId(run_id)))


def _report(view: FairnessView) -> Response:
    mentees = _side("of-mentees", _("Mentees by group"), view.report.mentees, MEASURES)
    mentors = _side("of-mentors", _("Mentors by group"), view.report.mentors, MENTOR_MEASURES)
    return page(
        "pages/fairness.html",
        view=view,
        sides=[side for side in (mentees, mentors) if side.parts],
        four_fifths=FOUR_FIFTHS,
    )


def _side(
    name: str, title: Any, comparisons: Iterable[Comparison], measures: dict[Measure, Any]
) -> Side:
    parts = []
    for measure, words in measures.items():
        own = [found for found in comparisons if found.measure is measure]
        tables = [(len(found.dimensions), _table(found, words)) for found in own]
        # A table of two answers that shows nobody tells nothing that those of one do not.
        pairs = [table for count, table in tables if count > 1 and table.rows]
        empty = [table.title for count, table in tables if count == 1 and not table.rows]
        single = [table for count, table in tables if count == 1 and table.rows]
        if single or empty:
            parts.append(Part(measure.value, words, empty, single, pairs))
    return Side(name, title, parts)


def _table(found: Comparison, measure: Any) -> Table:
    dimensions = [Dimension(name) for name in found.dimensions]
    lines = sorted(found.lines, key=lambda line: _place(dimensions, line))
    return Table(
        title=" / ".join(str(DIMENSIONS[dimension]) for dimension in dimensions),
        measure=measure,
        rows=[Row(_name(dimensions, line), line) for line in lines],
        hidden=found.hidden,
        unsaid=found.unsaid,
        people=found.people,
    )


def _place(dimensions: Sequence[Dimension], line: Line) -> list[int]:
    """Where a group stands: in the order in which the answers are offered."""
    return [CHOICES[d].index(word) for d, word in zip(dimensions, line.group, strict=True)]


def _name(dimensions: Sequence[Dimension], line: Line) -> str:
    words = zip(dimensions, line.group, strict=True)
    return ", ".join(str(ANSWERS[dimension][word]) for dimension, word in words)
