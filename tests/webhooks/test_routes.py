"""The address of all vendors' webhooks."""

from http import HTTPStatus

import pytest

from tests.core.services.connections.office import Office
from tests.web.hub import Hub
from webhooks.routes import LARGEST_DELIVERY, hooks


@pytest.fixture
def office():
    office = Office()
    office.has_on("hooked")
    office.uses.hooks.subscribe(office.admin, office.id)
    return office


@pytest.fixture
def client(office):
    hub = Hub(blueprints=[hooks])
    object.__setattr__(hub.services, "connections", office.uses)
    return hub.app.test_client()


def posted(client, office, body=b"{}", token=None, query="", **headers):
    url = next(iter(office.connectors["hooked"].subscriptions.values()))
    path = f"/hooks/{token or url.rpartition('/')[2]}{query}"
    return client.post(path, data=body, headers={"X-Signature": "signs-s-1", **headers})


def test_a_signed_delivery_is_taken_at_once(client, office):
    answer = posted(client, office)
    assert (answer.status_code, answer.data) == (HTTPStatus.ACCEPTED, b"")
    assert len(office.promised) == 1


def test_a_stranger_is_refused_and_the_log_keeps_the_address_to_itself(client, office, caplog):
    answer = posted(client, office, **{"X-Signature": "guess"})
    assert answer.status_code == HTTPStatus.UNAUTHORIZED
    assert office.promised == []
    assert "token-0" not in caplog.text


def test_there_is_nothing_elsewhere(client, office):
    assert posted(client, office, token="guess").status_code == HTTPStatus.NOT_FOUND
    assert client.get("/hooks/guess").status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_a_question_is_answered_as_plain_text(client, office):
    answer = posted(client, office, query="?challenge=<b>42</b>")
    assert (answer.status_code, answer.text) == (HTTPStatus.OK, "<b>42</b>")
    assert answer.mimetype == "text/plain"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_what_is_too_large_is_not_read(client, office):
    answer = posted(client, office, bytes(LARGEST_DELIVERY + 1))
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
