"""Users sent by SCIM, one POST each, to a whole hub on PostgreSQL: how fast, and how much memory.

The peer of every figure is an empty request to the same hub. A sample stands for 100,000: the last
users must not take longer than the first, and the process must not grow. To send all of them, which
takes half an hour: `python -m bench scim_users=100000`.
"""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import psutil
import structlog
from flask.testing import FlaskClient

from bench.hub import fresh_hub
from bench.limits import held
from config.hub import hub
from config.wiring import Adapters
from core.domain.actor import Actor
from core.domain.connection import Connection, ConnectionStatus
from core.domain.identifiers import ConnectionId
from core.services.administration.administrators import Administrators
from core.services.scim.tokens import ScimTokens

USERS = 3_000
PARTS = 10
MOST_SLOWER = 1.5
MOST_GROWN = 10
MIB = 2**20
USER = "urn:ietf:params:scim:schemas:core:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
Headers = dict[str, str]


@dataclass(frozen=True, slots=True)
class Part:
    """What a part of the users cost.

    Attributes:
        each: seconds of one.
        empty: seconds of an empty request just then: how busy the machine is.
        memory: bytes the process has afterwards.
    """

    each: float
    empty: float
    memory: int

    @property
    def ratio(self) -> float:
        """One user beside an empty request."""
        return self.each / self.empty


def lines(users: int = USERS) -> Iterator[str]:
    """One line a figure; all people are made up ("simulated").

    Args:
        users: how many are sent.
    """
    quiet = structlog.make_filtering_bound_logger(logging.WARNING)
    structlog.configure(wrapper_class=quiet)
    with fresh_hub() as joined:
        headers = connected(joined)
        client = hub(joined).test_client()
        parts = list(sent(client, headers, users))
        yield from posted(parts, users)
        empty = parts[-1].empty
        took = patched(client, headers, 200)
        yield f"PATCH of a title: {took * 1000:.1f} ms, x {took / empty:.1f} of an empty request"
        for name, path in questions(users).items():
            took = seconds(client, f"/scim/v2/Users{path}", headers, 20)
            yield f"{name}: {took * 1000:.1f} ms, x {took / empty:.1f} of an empty request"


def posted(parts: list[Part], users: int) -> Iterator[str]:
    """What sending them cost."""
    each = sum(part.each for part in parts) / len(parts)
    ratio = sum(part.ratio for part in parts) / len(parts)
    took = f"{each * users:.0f} s, {each * 1000:.1f} ms each, x {ratio:.1f} of an empty request"
    yield f"POST of {users} simulated users: {took}"
    early, late = parts[1:4], parts[-3:]
    slower = sum(part.ratio for part in late) / sum(part.ratio for part in early)
    beside = " and ".join(
        f"{sum(part.each for part in some) / len(some) * 1000:.1f} ms" for some in (early, late)
    )
    yield f"early and late ones: {beside}, x {slower:.2f}, {held(slower, MOST_SLOWER, 'times')}"
    grown = (parts[-1].memory - parts[1].memory) / MIB
    yield f"memory grown since: {grown:.1f} MiB, {held(grown, MOST_GROWN, 'MiB')}"


def questions(users: int) -> dict[str, str]:
    """What providers ask for most."""
    email = f"person.{users // 2}@example.edu"
    return {
        "one user by userName": f'?filter=userName eq "{email.upper()}"',
        "one user by work e-mail": f'?filter=emails[type eq "work"].value eq "{email}"',
        "a page of 100 users": "?startIndex=1&count=100",
    }


def user(number: int) -> dict[str, Any]:
    """Somebody as Entra sends them."""
    email = f"person.{number}@example.edu"
    return {
        "schemas": [USER, ENTERPRISE],
        "externalId": f"object-{number}",
        "userName": email,
        "active": True,
        "displayName": f"Person {number}",
        "title": f"Lecturer {number % 50}",
        "name": {"givenName": "Person", "familyName": str(number)},
        "emails": [{"type": "work", "primary": True, "value": email}],
        ENTERPRISE: {"employeeNumber": str(number), "department": f"Department {number % 80}"},
    }


def connected(joined: Adapters) -> Headers:
    """A SCIM connection that is on; returns headers with its token."""
    actor = administrator(joined)
    now = joined.clock.now()
    connection = Connection(
        id=ConnectionId(uuid4()),
        organization_id=actor.organization_id,
        connector="scim",
        title="Bench",
        status=ConnectionStatus.ON,
        every=None,
        created_at=now,
        updated_at=now,
    )
    with joined.storage.tenant(actor.organization_id) as work:
        work.connections.add(connection)
    tokens = ScimTokens(joined.storage, joined.clock, joined.entropy)
    return {"Authorization": f"Bearer {tokens.issue(actor, connection.id)}"}


def administrator(joined: Adapters) -> Actor:
    """Somebody who may issue tokens."""
    administrators = Administrators(joined.storage, joined.clock, joined.entropy)
    invited = administrators.invite("admin@example.edu", "bench", organization_name="Bench")
    return administrators.sign_in(invited.token)


def sent(client: FlaskClient, headers: Headers, count: int) -> Iterator[Part]:
    """Send users; what each part of them cost."""
    size = count // PARTS
    for part in range(PARTS):
        began = time.perf_counter()
        for number in range(part * size, (part + 1) * size):
            answer = client.post("/scim/v2/Users", json=user(number), headers=headers)
            if answer.status_code != 201:
                raise AssertionError(answer.get_data(as_text=True))
        each = (time.perf_counter() - began) / size
        empty = seconds(client, "/healthz", {}, 200)
        yield Part(each, empty, psutil.Process().memory_info().rss)


def patched(client: FlaskClient, headers: Headers, times: int) -> float:
    """Seconds of one PATCH, on average."""
    page = client.get(f"/scim/v2/Users?count={times}&attributes=id", headers=headers).get_json()
    operation = {"op": "Replace", "path": "title", "value": "Dean"}
    body = {"schemas": [PATCH], "Operations": [operation]}
    began = time.perf_counter()
    for one in page["Resources"]:
        client.patch(f"/scim/v2/Users/{one['id']}", json=body, headers=headers)
    return (time.perf_counter() - began) / len(page["Resources"])


def seconds(client: FlaskClient, path: str, headers: Headers, times: int) -> float:
    """Of one GET, on average."""
    began = time.perf_counter()
    for _ in range(times):
        client.get(path, headers=headers).get_data()
    return (time.perf_counter() - began) / times
