"""SCIM filters and sort orders in SQL, over resources that are stored as JSON.

Every condition is true or false, never NULL, so that NOT means what it says (RFC 7644, section
3.4.2.2). Text is compared as core.domain.scim_query.folded compares it;
the function scim_folded comes with the migration.
"""

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Text,
    and_,
    cast,
    collate,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import JSONB, JSONPATH

from core.domain.scim_query import (
    AllOf,
    AnyOf,
    Attribute,
    Compare,
    Filter,
    Not,
    Op,
    Present,
    Some,
    folded,
)

BYTES = "C"
"""A collation that orders by code points, as Python does."""
PRIMARY = "$[*] ? (@.primary == true)"

Sql = ColumnElement[Any]
Condition = ColumnElement[bool]


class Row(ABC):
    """Something whose attributes are compared: a resource, or one of several values in it."""

    @abstractmethod
    def value(self, path: tuple[str, ...]) -> Sql:
        """What stands there, as text or as a moment; NULL for nothing."""

    def indexed(self, asked: Filter) -> Condition | None:
        """A condition that an index answers and that holds where `asked` does; None without."""
        del asked
        return None


class JsonRow(Row):
    """A JSON object with attributes that have several values, or one such value.

    Args:
        source: the object.
        columns: what stands in columns of their own.
    """

    def __init__(self, source: Sql, columns: Mapping[tuple[str, ...], Sql] | None = None) -> None:
        self._source = source
        self._columns = columns or {}

    def value(self, path: tuple[str, ...]) -> Sql:
        """See Row."""
        if path in self._columns:
            return self._columns[path]
        if not path:
            # A bare value as text, without quotes.
            return func.jsonb_extract_path_text(func.jsonb_build_array(self._source), "0")
        return func.jsonb_extract_path_text(self._source, *path)

    def values(self, path: tuple[str, ...]) -> tuple[FromClause, Row, Condition]:
        """Several values: where they come from, one of them, and which of them are meant."""
        one = func.jsonb_array_elements(self._at(path), type_=JSONB()).column_valued()
        return one.scalar_alias, JsonRow(one), true()

    def first(self, path: tuple[str, ...], each: tuple[str, ...]) -> Sql:
        """Of several values the primary one, else the first."""
        several = self._at(path)
        primary = func.jsonb_path_query_first(several, cast(PRIMARY, JSONPATH), type_=JSONB())
        first = func.jsonb_array_element(several, 0, type_=JSONB())
        return JsonRow(func.coalesce(primary, first, type_=JSONB())).value(each)

    def _at(self, path: tuple[str, ...]) -> Sql:
        return func.jsonb_extract_path(self._source, *path, type_=JSONB())


def condition(row: Row, asked: Filter) -> Condition:
    """Whether a resource fulfils a filter."""
    found = _meant(row, asked)
    indexed = row.indexed(asked)
    return found if indexed is None else and_(indexed, found)


def _meant(row: Row, asked: Filter) -> Condition:
    match asked:
        case AllOf(terms):
            return and_(true(), *(condition(row, term) for term in terms))
        case AnyOf(terms):
            return or_(false(), *(condition(row, term) for term in terms))
        case Not(term):
            return not_(condition(row, term))
        case Some(path, inner):
            return _some(row, path, lambda one: condition(one, inner))
        case Present(attribute):
            return _somewhere(row, attribute, _is_present)
        case Compare():
            return _compared(row, asked)


def order(row: JsonRow, attribute: Attribute) -> Sql:
    """What resources are sorted by; NULL where they have nothing of the kind."""
    if attribute.each is None:
        found = row.value(attribute.path)
    else:
        found = row.first(attribute.path, attribute.each)
    return found if attribute.moment else _foldable(found, attribute)


def _compared(row: Row, asked: Compare) -> Condition:
    attribute, value = asked.attribute, asked.value
    if asked.op is Op.NE:
        return not_(_compared(row, Compare(attribute, Op.EQ, value)))
    if value is None:
        if asked.op is not Op.EQ:
            return false()
        missing = _somewhere(row, attribute, lambda found: found.is_(None))
        if attribute.each is None:
            return missing
        return or_(missing, not_(_some(row, attribute.path, lambda _one: true())))
    return _somewhere(row, attribute, lambda found: _holds(found, attribute, asked.op, value))


def _somewhere(row: Row, attribute: Attribute, test: Callable[[Sql], Condition]) -> Condition:
    """Whether a value passes a test; of several, one of them."""
    each = attribute.each
    if each is None:
        return test(row.value(attribute.path))
    return _some(row, attribute.path, lambda one: test(one.value(each)))


def _some(row: Row, path: tuple[str, ...], test: Callable[[Row], Condition]) -> Condition:
    assert isinstance(row, JsonRow), "none of several values has several itself"
    source, one, meant = row.values(path)
    return exists(select(literal(1)).select_from(source).where(meant, test(one)))


def _is_present(found: Sql) -> Condition:
    return func.coalesce(found != "", False)


def _holds(found: Sql, attribute: Attribute, op: Op, value: str | datetime) -> Condition:
    left = found if attribute.moment else _foldable(found, attribute)
    right: Any = value
    if isinstance(value, str):
        right = literal(folded(value, exact=attribute.exact), Text())
    return func.coalesce(_OPERATORS[op](left, right), False)


def _foldable(found: Sql, attribute: Attribute) -> Sql:
    fold = func.normalize if attribute.exact else func.scim_folded
    return collate(fold(found, type_=Text()), BYTES)


_OPERATORS: Mapping[Op, Callable[[Any, Any], Condition]] = {
    Op.EQ: operator.eq,
    Op.CO: lambda left, right: func.strpos(left, right) > 0,
    Op.SW: func.starts_with,
    Op.EW: lambda left, right: func.right(left, func.length(right)) == right,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
    Op.LT: operator.lt,
    Op.LE: operator.le,
}
