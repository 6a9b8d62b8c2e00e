"""Questions about directory entries as SCIM asks them: a filter, an order, a page.

The tree says what RFC 7644, section 3.4.2.2, means by a filter, on names that are resolved already;
storage answers it in SQL. https://www.rfc-editor.org/rfc/rfc7644#section-3.4.2
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias
from unicodedata import normalize


class Op(StrEnum):
    """How a value is compared."""

    EQ = "eq"
    NE = "ne"
    CO = "co"
    SW = "sw"
    EW = "ew"
    GT = "gt"
    GE = "ge"
    LT = "lt"
    LE = "le"


@dataclass(frozen=True, slots=True)
class Attribute:
    """Where a value stands in a resource.

    Attributes:
        path: names from the outside in: ("userName",), (extension URN, "manager", "value"). Of an
            attribute with several values: the way to their list.
        each: of an attribute with several values: the way from one of them to what is compared,
            () for the value itself; None for an attribute with one value.
        exact: whether upper and lower case differ.
        moment: whether it is a point in time: ("meta", "created") or ("meta", "lastModified").
    """

    path: tuple[str, ...]
    each: tuple[str, ...] | None = None
    exact: bool = False
    moment: bool = False


@dataclass(frozen=True, slots=True)
class Compare:
    """A value compares so; with several values, one of them does, and none for NE.

    Attributes:
        value: text, "true" and "false" too; a moment for a moment; None asks for a missing value.
    """

    attribute: Attribute
    op: Op
    value: str | datetime | None


@dataclass(frozen=True, slots=True)
class Present:
    """There is a value, and it is not empty."""

    attribute: Attribute


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    term: "Filter"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every term holds; so it is with none."""

    terms: tuple["Filter", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one term holds; with none, nothing does."""

    terms: tuple["Filter", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One of several values fulfils all of a filter, whose paths begin at that value.

    Attributes:
        path: the way to the list of values.
    """

    path: tuple[str, ...]
    inner: "Filter"


Filter: TypeAlias = Compare | Present | Not | AllOf | AnyOf | Some


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One page of an answer.

    Attributes:
        filter: which resources; None for all.
        sort: what they are sorted by; without it by their ids. Resources without a value come
            last, and first when descending. Equal ones are in the order of their ids.
        offset, limit: which of them: skip so many, give at most so many.
    """

    filter: Filter | None = None
    sort: Attribute | None = None
    descending: bool = False
    offset: int = 0
    limit: int = 100


def folded(text: str, *, exact: bool = False) -> str:
    """A text as it is compared: in Unicode's composed form, without case unless `exact`."""
    composed = normalize("NFC", text)
    return composed if exact else normalize("NFC", composed.lower())
