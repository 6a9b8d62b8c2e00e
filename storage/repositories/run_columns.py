"""Rows of runs and what they stand for: what is only read as a whole is kept as JSON."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from core.domain.identifiers import MatchRunId, PersonId
from core.domain.match_run import (
    MatchRun,
    RunEdit,
    RunFigures,
    RunGroup,
    RunLeftOver,
    RunObjective,
    RunOptions,
    RunPair,
    RunReason,
)
from core.sentence import Sentence
from storage.repositories.statements import values_of

PAIR: tuple[str, ...] = (
    *("run_id", "mentee_id", "mentor_id", "score", "low", "high", "reasons"),
    *("origin", "locked", "approved_by", "match_id", "problem", "price"),
)
"""Columns of a pair, in the order that `as_pair` reads them."""


def run_row(run: MatchRun) -> dict[str, Any]:
    """A run as it is stored."""
    options = run.options
    return {
        **values_of(run),
        "options": {
            "objective": options.objective.value,
            "who": options.who.value,
            "chosen": sorted(str(person_id) for person_id in options.chosen),
            "base": str(options.base) if options.base else None,
            "keep": options.keep,
            "least": options.least,
            "bands": options.bands,
        },
        "figures": asdict(run.figures) if run.figures else None,
        "settings": dict(run.settings),
        "problem": sentence_row(run.problem),
    }


def as_run(row: Mapping[str, Any]) -> MatchRun:
    """A stored run."""
    kept = row["options"]
    options = RunOptions(
        objective=RunObjective(kept["objective"]),
        who=RunGroup(kept["who"]),
        chosen=frozenset(PersonId(UUID(person_id)) for person_id in kept["chosen"]),
        base=MatchRunId(UUID(kept["base"])) if kept["base"] else None,
        keep=kept["keep"],
        least=kept["least"],
        bands=kept["bands"],
    )
    figures = RunFigures(**row["figures"]) if row["figures"] else None
    return MatchRun(
        **{
            **row,
            "options": options,
            "figures": figures,
            "problem": as_sentence(row["problem"]),
        }
    )


def pair_row(pair: RunPair) -> dict[str, Any]:
    """A pair as it is stored."""
    return {
        **{name: getattr(pair, name) for name in PAIR},
        "reasons": [
            [reason.feature, round(reason.contribution, 4), *_parts(reason.sentence)]
            for reason in pair.reasons
        ],
        "problem": sentence_row(pair.problem),
    }


def as_pair(row: Any) -> RunPair:
    """A stored pair: columns PAIR first. By position, as thousands are read at once."""
    return RunPair(
        run_id=row[0],
        mentee_id=row[1],
        mentor_id=row[2],
        score=row[3],
        low=row[4],
        high=row[5],
        reasons=_as_reasons(row[6]),
        origin=row[7],
        locked=row[8],
        approved_by=row[9],
        match_id=row[10],
        problem=as_sentence(row[11]),
        price=row[12],
    )


def left_over_row(left: RunLeftOver) -> dict[str, Any]:
    """Somebody left over, as it is stored."""
    return {
        "run_id": left.run_id,
        "person_id": left.person_id,
        "role": left.role,
        "why": sentence_row(left.why),
    }


def edit_row(edit: RunEdit) -> dict[str, Any]:
    """What an edit changed, as it is stored."""
    before = edit.before
    kept = pair_row(before) if before else {"reasons": [], "origin": "computed", "locked": False}
    return {
        "run_id": edit.run_id,
        "number": edit.number,
        "mentee_id": edit.mentee_id,
        "at": edit.at,
        "edited_by": edit.by,
        "mentor_id": kept.get("mentor_id"),
        "score": kept.get("score", 0.0),
        "low": kept.get("low", 0.0),
        "high": kept.get("high", 0.0),
        "reasons": kept["reasons"],
        "origin": kept["origin"],
        "locked": kept["locked"],
        "approved_by": kept.get("approved_by"),
    }


def as_edit(row: Any) -> RunEdit:
    """A stored edit."""
    before = None
    if row.mentor_id is not None:
        before = RunPair(
            run_id=row.run_id,
            mentee_id=row.mentee_id,
            mentor_id=row.mentor_id,
            score=row.score,
            low=row.low,
            high=row.high,
            reasons=_as_reasons(row.reasons),
            origin=row.origin,
            locked=row.locked,
            approved_by=row.approved_by,
        )
    return RunEdit(
        run_id=row.run_id,
        number=row.number,
        mentee_id=row.mentee_id,
        at=row.at,
        by=row.edited_by,
        before=before,
    )


def sentence_row(sentence: Sentence | None) -> list[Any] | None:
    """A sentence as JSON."""
    return _parts(sentence) if sentence else None


def as_sentence(kept: list[Any] | None) -> Any:
    """A stored sentence; None for none."""
    return Sentence(kept[0], tuple((name, value) for name, value in kept[1])) if kept else None


def _parts(sentence: Sentence) -> list[Any]:
    return [sentence.message, [list(param) for param in sentence.params]]


def _as_reasons(kept: list[Any]) -> tuple[RunReason, ...]:
    return tuple(
        RunReason(feature, as_sentence([message, params]), share)
        for feature, share, message, params in kept
    )
