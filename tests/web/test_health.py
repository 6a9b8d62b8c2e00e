from dataclasses import replace

import pytest
from prometheus_client import values
from prometheus_client.parser import text_string_to_metric_families

from core.errors import UnavailableError
from tests.web.hub import HTTP, Hub


def failing():
    raise UnavailableError("The database at 10.0.0.7 does not answer.")


class TestAlive:
    def test_needs_nothing_else(self, hub, monkeypatch):
        client = hub.browser()
        monkeypatch.setattr(hub.storage, "platform", failing)
        monkeypatch.setattr(hub.storage, "ping", failing)
        answer = client.get("/healthz")
        assert answer.status_code == 200
        assert answer.json == {"status": "alive"}


class TestReady:
    def test_asks_the_database_unless_told_more(self, hub):
        assert hub.app.test_client().get("/readyz").json == {
            "status": "ready",
            "checks": {"database": "ok"},
        }

    def test_names_what_is_not_ready_and_nothing_more(self):
        hub = Hub(checks={"database": lambda: None, "migrations": failing})
        answer = hub.app.test_client().get("/readyz")
        assert answer.status_code == 503
        assert answer.json["checks"] == {"database": "ok", "migrations": "failing"}
        assert "10.0.0.7" not in answer.text


class TestMetrics:
    def samples(self, hub):
        text = hub.app.test_client().get("/metrics").text
        return {
            (s.labels["method"], s.labels["route"], s.labels["status"]): s.value
            for family in text_string_to_metric_families(text)
            for s in family.samples
            if s.name == "mentorloom_request_seconds_count"
        }

    def test_count_requests_by_route_template_and_status(self, hub):
        client = hub.browser()
        client.get("/app/probe")
        client.get("/app/probe")
        client.post("/api/v1/matches/00000000-0000-0000-0000-000000000001/accept")
        client.get("/some/secret/address")
        client.open("/app/probe", method="BREW")
        found = self.samples(hub)
        assert found["GET", "/app/probe", "200"] == 2
        assert found["POST", "/api/v1/matches/<uuid:match_id>/accept", "404"] == 1
        assert found["GET", "unmatched", "404"] == 1
        assert found["other", "unmatched", "405"] == 1

    def test_two_hubs_in_one_process_do_not_meet(self, hub):
        hub.app.test_client().get("/healthz")
        assert ("GET", "/healthz", "200") not in self.samples(Hub())

    def test_are_for_this_machine_without_a_token(self, hub):
        client = hub.app.test_client()
        assert client.get("/metrics").status_code == 200
        elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
        assert client.get("/metrics", environ_base=elsewhere).status_code == 403
        odd = {"REMOTE_ADDR": ""}
        assert client.get("/metrics", environ_base=odd).status_code == 403

    @pytest.mark.parametrize("proxies", [0, 1, 2])
    @pytest.mark.parametrize(
        "header", ["X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via"]
    )
    def test_who_comes_through_a_proxy_is_not_this_machine(self, header, proxies):
        hub = Hub(replace(HTTP, trusted_proxies=proxies))
        answer = hub.app.test_client().get("/metrics", headers={header: "127.0.0.1"})
        assert answer.status_code == 403

    def test_a_known_proxy_tells_who_asks(self):
        hub = Hub(replace(HTTP, trusted_proxies=1))
        ask = hub.app.test_client().get
        assert ask("/metrics", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 403
        assert ask("/metrics").status_code == 200

    def test_the_token_opens_them_from_anywhere(self):
        hub = Hub(replace(HTTP, metrics_token="scrape-me"))
        client = hub.app.test_client()
        client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
        assert client.get("/metrics").status_code == 403
        wrong = {"Authorization": "Bearer scrape-you"}
        assert client.get("/metrics", headers=wrong).status_code == 403
        right = {"Authorization": "Bearer scrape-me"}
        assert client.get("/metrics", headers=right).status_code == 200

    def test_gunicorn_workers_answer_for_each_other(self, tmp_path, monkeypatch):
        monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
        for worker in (1, 2):
            shared = values.MultiProcessValue(process_identifier=lambda worker=worker: worker)
            monkeypatch.setattr(values, "ValueClass", shared)
            monkeypatch.setattr("prometheus_client.metrics.values.ValueClass", shared)
            hub = Hub()
            hub.app.test_client().get("/healthz")
        assert self.samples(hub)["GET", "/healthz", "200"] == 2
