from dataclasses import replace

import pytest

from tests.web.hub import HTTP, Hub
from web.rate_limits import WRITE_COST


@pytest.fixture
def hub():
    return Hub(replace(HTTP, rate_limit="10 per minute"))


def test_beyond_the_budget_a_page_says_when_to_come_back(hub):
    client = hub.browser()
    assert [client.get("/app/probe").status_code for _ in range(11)] == [200] * 10 + [429]
    answer = client.get("/app/probe")
    assert "a little too fast" in answer.text
    assert 1 <= int(answer.headers["Retry-After"]) <= 61


def test_programs_get_a_problem(hub):
    client = hub.browser()
    answers = [client.get("/api/v1/me") for _ in range(11)]
    assert answers[-1].status_code == 429
    assert answers[-1].json["code"] == "too_many_requests"
    assert "Retry-After" in answers[-1].headers
    assert "Retry-After" not in answers[0].headers


def test_writes_cost_more(hub):
    client = hub.browser()
    fits = 10 // WRITE_COST
    statuses = [client.post("/app/probe").status_code for _ in range(fits + 1)]
    assert statuses == [200] * fits + [429]


def test_people_behind_one_address_do_not_share_a_budget(hub):
    first, second = hub.browser(), hub.browser()
    for _ in range(11):
        first.get("/app/probe")
    assert first.get("/app/probe").status_code == 429
    assert second.get("/app/probe").status_code == 200


def test_strangers_are_counted_by_address(hub):
    for number in range(10):
        client = hub.app.test_client()
        client.set_cookie("mentorloom", f"guess-{number}")
        assert client.get("/app/probe").status_code == 401
    assert hub.app.test_client().get("/app/probe").status_code == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert hub.app.test_client().get("/app/probe", environ_base=elsewhere).status_code == 401


def test_public_views_are_limited_too(hub):
    client = hub.app.test_client()
    assert [client.post("/open/exempt").status_code for _ in range(11)] == [200] * 10 + [429]


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/static/none.css"])
def test_the_machinery_is_not_limited(hub, path):
    client = hub.app.test_client()
    assert 429 not in [client.get(path).status_code for _ in range(15)]


class TestProxies:
    def spoof(self, hub, number):
        headers = {"X-Forwarded-For": f"198.51.100.{number}"}
        return hub.app.test_client().get("/app/probe", headers=headers).status_code

    def test_a_forwarded_address_is_believed_from_known_proxies_only(self, hub):
        assert [self.spoof(hub, n) for n in range(11)][-1] == 429
        behind = Hub(replace(HTTP, rate_limit="10 per minute", trusted_proxies=1))
        assert [self.spoof(behind, n) for n in range(11)][-1] == 401


def test_guessing_tickets_counts(hub):
    client = hub.app.test_client()
    statuses = [client.get(f"/app/probe?ticket={guess}").status_code for guess in range(11)]
    assert statuses == [401] * 10 + [429]
