"""What connections and runs keep as JSON, as it is stored and as it is."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from core.domain.connection import Problem, ProblemKind
from core.domain.people_rules import LinkKey, LinkRule
from storage.repositories.run_columns import as_sentence, sentence_row


def problem_row(problem: Problem | None) -> dict[str, Any] | None:
    """A problem as JSON."""
    if problem is None:
        return None
    return {
        "kind": problem.kind.value,
        "sentence": sentence_row(problem.sentence),
        "retry_at": problem.retry_at.isoformat() if problem.retry_at else None,
    }


def as_problem(kept: Mapping[str, Any] | None) -> Problem | None:
    """A stored problem."""
    if kept is None:
        return None
    return Problem(
        kind=ProblemKind(kept["kind"]),
        sentence=as_sentence(kept["sentence"]),
        retry_at=datetime.fromisoformat(kept["retry_at"]) if kept["retry_at"] else None,
    )


def rules_row(rules: Collection[LinkRule]) -> list[list[str]]:
    """Rules of who is who, as JSON."""
    return [sorted(rule.keys) for rule in rules]


def as_rules(kept: Collection[Collection[str]]) -> tuple[LinkRule, ...]:
    """Stored rules of who is who."""
    return tuple(LinkRule(frozenset(map(LinkKey, keys))) for keys in kept)
