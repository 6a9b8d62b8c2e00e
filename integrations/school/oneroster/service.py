"""What can be asked of a OneRoster service, in words of ours.

1. The names of its organizations.
2. Its users in the order of their ids, all or those changed since, page by page.
Pages are counted (offset), so each begins with the last user of the page before: when somebody else
stands there, the list moved and has to be read anew. A service may give fewer than asked for; the
list ends when it is as long as the service says, or with an empty page. One that never ends is not
read for ever.
Spec: https://www.imsglobal.org/spec/oneroster/v1p2#pagination
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from marshmallow import Schema, ValidationError

from core.errors import UnavailableError
from core.ports.connectors import CursorExpiredError
from core.ports.outbound import OutboundResponse
from integrations.base.answers import accepted, read_as, told_at
from integrations.school.oneroster import schemas
from integrations.school.oneroster.api import PRODUCT, Authorised

MOST_ORGANIZATIONS = 20_000
MOST_USERS = 10_000_000

User = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Some:
    """A page.

    Attributes:
        users: those not read before.
        last: nobody follows.
        at: when that was, by the service's clock, if it says.
    """

    users: Sequence[User]
    last: bool
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Service:
    """One service.

    Attributes:
        size: how many to ask for.
    """

    api: Authorised
    size: int

    def schools(self) -> dict[str, str]:
        """Id -> name of each organization; nothing where these are not told. Raises as `page`."""
        found: dict[str, str] = {}
        while len(found) < MOST_ORGANIZATIONS:
            query = {"limit": self.size, "offset": len(found)}
            answer = self.api.get("orgs", query)
            if answer.status in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND):
                return {}
            rows = self._rows(schemas.Organizations(), answer)
            before = len(found)
            found |= _names(rows)
            if len(found) == before or len(found) == _total(answer):
                break
        return found

    def page(self, offset: int, known: str, since: str) -> Some:
        """Users from a place in the list on.

        Args:
            offset: how many were read.
            known: id of the last of them; "" at the beginning.
            since: only those changed then or later, by the service's clock; "" for all.

        Raises:
            CursorExpiredError: the list moved, or the service cannot tell who changed.
            MentorloomError: as integrations/base/answers.accepted.
        """
        back = 1 if known else 0
        query: dict[str, str | int] = {
            "limit": self.size,
            "offset": offset - back,
            "sort": "sourcedId",
            "orderBy": "asc",
        }
        if since:
            query["filter"] = f"dateLastModified>='{since}'"
        answer = self.api.get("users", query)
        if since and answer.status in (HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY):
            raise CursorExpiredError("The OneRoster service cannot tell who changed.")
        rows = self._rows(schemas.Users(), answer)
        if back and (not rows or str(rows[0].get("sourcedId")) != known):
            raise CursorExpiredError("The OneRoster service's list changed while it was read.")
        users, total = rows[back:], _total(answer)
        if total is not None and not users and offset < total:
            # Were this the end, whoever is missing would be taken for gone.
            raise UnavailableError("The OneRoster service left out a part of its list.")
        if offset > MOST_USERS:
            raise UnavailableError("The OneRoster service's list does not end.")
        ends = total is not None and offset + len(users) >= total
        return Some(users, ends or not users, told_at(answer))

    def _rows(self, schema: Schema, answer: OutboundResponse) -> list[User]:
        rows: list[User] = read_as(schema, accepted(answer, PRODUCT), PRODUCT)["rows"]
        return rows


def _names(rows: Sequence[User]) -> dict[str, str]:
    schema = schemas.Organization()
    try:
        read = [schema.load(row) for row in rows]
    except ValidationError as error:
        raise UnavailableError("The OneRoster service's list of schools cannot be read.") from error
    return {one["id"]: one["name"] for one in read}


def _total(answer: OutboundResponse) -> int | None:
    """How long the whole list is; None if that is not told."""
    told = answer.headers.get("x-total-count", "")
    return int(told) if told.isascii() and told.isdecimal() else None
