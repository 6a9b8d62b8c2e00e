"""Rows in memory, keyed as the database keys them."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Tables:
    """Everything, keyed as the database keys it."""

    rows: dict[str, dict[Any, Any]] = field(default_factory=dict)

    def table(self, name: str) -> dict[Any, Any]:
        return self.rows.setdefault(name, {})


class Repository:
    def __init__(self, tables: Tables, organization_id: Any = None) -> None:
        self.tables = tables
        self.organization_id = organization_id

    def own(self, name: str) -> dict[Any, Any]:
        return self.tables.table(f"{self.organization_id}/{name}")


def purge(rows, before, moment="expires_at"):
    gone = [key for key, row in rows.items() if getattr(row, moment) < before]
    for key in gone:
        del rows[key]
    return len(gone)
