"""What can be asked of a company at BambooHR, in words of ours.

1. Which columns the table of employees has: companies add their own, accounts see fewer.
2. Its rows in the order of their ids, a page at a time (at most 1,000), or those of a few ids.
3. Whose record changed since a moment, and who was deleted; and whose first day came.
Docs: https://documentation.bamboohr.com/reference/get-data-from-dataset-v2
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from marshmallow import ValidationError

from core.errors import UnavailableError
from core.ports.connectors import RateLimitedError
from integrations.base.answers import read_as, told_at
from integrations.hris.bamboohr import schemas
from integrations.hris.bamboohr.api import PRODUCT, Authorised

TABLE = "employee"
DELETED = "Deleted"
MOST_COLUMNS = 1000
MOST_ROWS = 1000
_NUMBERS = frozenset({"int", "integer", "number", "numeric", "decimal"})

Values = Mapping[str, Any]
"""Column -> value of one row."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what people call it, and its type."""

    name: str
    label: str
    type: str

    def equals(self, value: str) -> str:
        """A condition of a filter. Numbers stand bare, all else in quotes."""
        if self.type.lower() in _NUMBERS and value.isascii() and value.isdecimal():
            return f"{self.name} eq {value}"
        doubled = value.replace("'", "''")
        return f"{self.name} eq '{doubled}'"


@dataclass(frozen=True, slots=True)
class Change:
    """That somebody's record changed."""

    id: str
    action: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Company:
    """One company."""

    api: Authorised

    def name(self) -> str:
        """Its name. Raises as Authorised."""
        told = read_as(schemas.Company(), self.api.get("v1/company_information"), PRODUCT)
        return str(told["display_name"] or told["legal_name"] or "")

    def columns(self) -> tuple[list[Column], datetime | None]:
        """Its columns, and when that was, by BambooHR's clock. Raises as Authorised."""
        answer = self.api.get(f"v1_2/datasets/{TABLE}/fields", page=1, page_size=MOST_COLUMNS)
        told = read_as(schemas.Columns(), answer, PRODUCT)
        columns = [
            Column(one["name"], one["label"] or one["name"], one["type"] or "")
            for one in told["columns"]
        ]
        return columns, told_at(answer)

    def page(
        self, columns: Sequence[str], order: str, number: int, size: int
    ) -> tuple[list[Values], bool]:
        """A page of everybody, left ones too, and whether it is the last. Raises as Authorised.

        Args:
            columns: what to read; `order` among them.
            order: the column to sort by.
            number: of the page, from 1.
            size: rows a page.
        """
        told = self._rows(
            {
                "fields": list(columns),
                "orderBy": f"{order} asc",
                "page": number,
                "pageSize": size,
            }
        )
        rows, last = told["rows"], number >= told["meta"]["pages"]
        if not rows and not last:
            # Whoever is missing would be taken for gone.
            raise UnavailableError("BambooHR left out a part of its list.")
        return [row["values"] for row in rows], last

    def some(self, columns: Sequence[str], key: Column, ids: Sequence[str]) -> list[Values]:
        """The rows of a few ids, at most 1,000. Raises as Authorised.

        A condition with several values ("in") is refused for columns like this one.
        """
        told = self._rows(
            {
                "fields": list(columns),
                "filter": " or ".join(key.equals(one) for one in ids),
                "pageSize": len(ids),
            }
        )
        return [row["values"] for row in told["rows"]]

    def began(self, columns: Sequence[str], column: str, after: date, until: date) -> list[Values]:
        """The rows of those whose first day is within a span: no change is told of it.

        Nothing where that is not answered: it is asked beside, and everybody is read now and then.
        Raises as Authorised, but for answers that nobody expects.
        """
        span = f"{column} gt '{after}' and {column} le '{until}'"
        try:
            told = self._rows({"fields": list(columns), "filter": span, "pageSize": MOST_ROWS})
        except RateLimitedError:
            raise
        except UnavailableError:
            return []
        return [row["values"] for row in told["rows"]]

    def _rows(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        answer = self.api.post(f"v2/datasets/{TABLE}/data", asked)
        return read_as(schemas.Rows(), answer, PRODUCT)

    def changed(self, since: datetime, *, deleted: bool = False) -> list[Change]:
        """Who changed at that moment or later, oldest first. Raises as Authorised.

        Args:
            since: by BambooHR's clock.
            deleted: only who was deleted.
        """
        kind = {"type": "deleted"} if deleted else {}
        answer = self.api.get("v1/employees/changed", since=since.isoformat(), **kind)
        told = read_as(schemas.Changes(), answer, PRODUCT)["employees"]
        try:
            known = schemas.CHANGES.deserialize(told or {})
        except ValidationError as error:
            raise UnavailableError("BambooHR's list of changes cannot be read.") from error
        found = [Change(key, one["action"], one["at"]) for key, one in known.items()]
        return sorted(found, key=lambda one: (one.at, one.id))

    def monitored(self) -> frozenset[str]:
        """Aliases of the fields that webhooks can watch. Raises as Authorised."""
        answer = self.api.get("v1/webhooks/monitor_fields")
        told = read_as(schemas.MonitorFields(), answer, PRODUCT)
        return frozenset(one["alias"] for one in told["known"] if one["alias"])

    def add_hook(self, url: str, fields: Sequence[str]) -> tuple[str, str]:
        """Be told at a URL when somebody comes, goes, or one of the fields changes.

        Returns:
            Its id, and the key that signs what is told; it is never shown again.

        Raises:
            MentorloomError: as Authorised.
        """
        asked = {
            "name": "Mentorloom",
            "url": url,
            "format": "json",
            "events": ["employee.created", "employee.updated", "employee.deleted"],
            "monitorFields": list(fields),
        }
        told = read_as(schemas.Hook(), self.api.post("v1/webhooks", asked), PRODUCT)
        return told["id"], told["private_key"]

    def remove_hook(self, hook_id: str) -> None:
        """Be told no more; whoever is not there any more needs no removing.

        Raises:
            UnavailableError: it stays.
        """
        status = self.api.delete(f"v1/webhooks/{hook_id}")
        if status not in (HTTPStatus.OK, HTTPStatus.NO_CONTENT, HTTPStatus.NOT_FOUND):
            raise UnavailableError(
                "%(product)s refused our request (HTTP %(status)s).", product=PRODUCT, status=status
            )
