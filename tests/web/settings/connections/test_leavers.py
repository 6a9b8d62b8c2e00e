"""Many people who left by SCIM, on the page of their connection."""

import pytest

from core.domain.connection import ConnectionStatus, ProblemKind
from core.domain.scim import ScimCaller
from core.services.scim.leaving import SCIM_DEPARTURES
from tests.web.hub import ORGANIZATION


@pytest.fixture
def leave(hub, desk):
    """So many people leave, of thirty; what counts them has run."""
    desk.add("scim", title="Entra")
    desk.post(f"{desk.one}/deed", action="on")
    known = hub.the_connection()
    assert known.status is ConnectionStatus.ON
    caller = ScimCaller(organization_id=ORGANIZATION, connection_id=known.id)
    users = hub.services.scim.users
    made = [users.create(caller, {"userName": f"u{n}", "displayName": f"P{n}"}) for n in range(30)]

    def leave(number):
        for one in made[:number]:
            users.change(caller, one.entry.key, lambda entry: {**entry.source, "active": False})
        jobs = hub.storage.tables.table("jobs")
        for key in [key for key, job in jobs.items() if job["job"] == SCIM_DEPARTURES]:
            hub.services.scim.leaving.scim_departures(**jobs.pop(key)["arguments"])

    return leave


def test_few_are_nothing_to_ask_about(desk, leave):
    leave(3)
    assert "/leavers" not in desk.get(desk.one).text


def test_many_are_named_and_go_after_a_yes(hub, desk, leave):
    leave(25)
    assert hub.the_connection().problem.kind is ProblemKind.HELD
    page = desk.get(desk.one)
    assert "25 of 30 people left within a short time." in page.text
    assert "25 people of this connection left." in page.text
    assert ">P19<" in page.text
    assert ">P20<" not in page.text
    assert "These are the first 20." in page.text
    answer = desk.send(page, f"{desk.one}/leavers")
    assert "It is confirmed: their matches end." in desk.follow(answer).text
    assert hub.the_connection().problem is None
    assert "/leavers" not in desk.get(desk.one).text


@pytest.mark.parametrize("seen", ["9", "x", ""])
def test_a_yes_is_one_to_what_was_seen(hub, desk, leave, seen):
    leave(10)
    refused = desk.post(f"{desk.one}/leavers", seen=seen)
    assert refused.status_code == 409
    assert "More people left since." in refused.text
    assert "Yes, 10 people may go" in refused.text
    assert hub.the_connection().problem is not None
