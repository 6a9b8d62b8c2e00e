"""What can be asked of a tenant's users, in words of ours.

1. A mark of now: a delta query that tells nothing but where it stands.
2. Everybody, a hundred a page, each with the id of their manager: a delta query cannot expand.
3. Who changed since a mark (only that they did), and who is gone; then they are read anew, because
   a delta query leaves out what did not change, a manager for instance.
Docs: https://learn.microsoft.com/graph/delta-query-users
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from core.errors import UnavailableError
from integrations.base.answers import read_as
from integrations.hris.entra import schemas
from integrations.hris.entra.graph import MOST_AT_ONCE, PRODUCT, Graph

PAGE = 100
"""What Graph gives at most of users that are expanded."""
_SHAPE = {"$select": ",".join(schemas.PROPERTIES), "$expand": "manager($select=id)"}

User = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Changed:
    """One page of what changed.

    Attributes:
        ids: of users who were added or changed.
        gone: of users who were deleted.
        link: where the next page is, or the mark behind the last one.
        last: whether it is the last.
    """

    ids: Sequence[str]
    gone: Sequence[str]
    link: str
    last: bool


@dataclass(frozen=True, slots=True)
class Tenant:
    """One tenant."""

    graph: Graph

    def name(self) -> str:
        """Its name. Raises as Graph.get; it needs a permission of its own."""
        answer = self.graph.get("/organization?$select=id,displayName")
        told = read_as(schemas.Organizations(), answer, PRODUCT)["value"]
        return str(told[0]["name"] or "") if told else ""

    def mark(self) -> str:
        """Where changes are told from now on. Raises as Graph.get."""
        watched = ",".join([*schemas.PROPERTIES, "manager"])
        query = urlencode({"$select": watched, "$deltatoken": "latest"}, safe="$,")
        return self.changed(f"/users/delta?{query}").link

    def page(self, link: str) -> tuple[Sequence[User], str]:
        """A page of everybody, and the link to the next one, "" after the last.

        Args:
            link: of the page; "" for the first. Raises as Graph.get.
        """
        first = f"/users?{urlencode({**_SHAPE, '$top': str(PAGE)}, safe='$,()')}"
        told = read_as(schemas.Page(), self.graph.get(link or first), PRODUCT)
        return told["value"], told["next_link"] or ""

    def changed(self, link: str) -> Changed:
        """Who changed since a mark. Raises as Graph.get."""
        told = read_as(schemas.Page(), self.graph.get(link), PRODUCT)
        behind = told["next_link"] or told["delta_link"]
        users = [(str(one["id"]), "@removed" in one) for one in told["value"] if "id" in one]
        if not behind or len(users) != len(told["value"]):
            raise UnavailableError("Microsoft Entra's list of changes cannot be read.")
        return Changed(
            ids=list(dict.fromkeys(key for key, removed in users if not removed)),
            gone=list(dict.fromkeys(key for key, removed in users if removed)),
            link=behind,
            last=told["next_link"] is None,
        )

    def some(self, ids: Sequence[str]) -> dict[str, User | None]:
        """Users by id; None for who is not there any more. Raises as Graph.batch."""
        found: dict[str, User | None] = {}
        for at in range(0, len(ids), MOST_AT_ONCE):
            few = ids[at : at + MOST_AT_ONCE]
            shape = urlencode(_SHAPE, safe="$,()")
            paths = [f"/users/{quote(key, safe='')}?{shape}" for key in few]
            found |= dict(zip(few, self.graph.batch(paths), strict=True))
        return found
