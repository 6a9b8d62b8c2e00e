"""A connection's client calls its own hosts only, and waits as vendors ask."""

import logging
import socket
from datetime import UTC, datetime, timedelta

import pytest

from core.errors import InvalidInputError, UnavailableError
from core.ports.connectors import RateLimitedError
from integrations.base.connector_http import HURRIED, PATIENT, TRIES, ConnectorHttp
from integrations.base.outlets import GuardedOutlets
from integrations.base.pinning import CallPolicy
from tests.fakes.outbound import FakeOutbound
from tests.fakes.time_and_chance import FakeClock

HOST = "https://hr.example"
URL = f"{HOST}/v1/employees?mail=ada@x.test"


@pytest.fixture
def clock():
    return FakeClock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))


@pytest.fixture
def vendor():
    return FakeOutbound()


@pytest.fixture
def waits():
    return []


@pytest.fixture
def http(vendor, clock, waits):
    def sleep(seconds):
        waits.append(seconds)
        clock.advance(seconds=seconds)

    return ConnectorHttp(vendor, frozenset({HOST}), clock, sleep=sleep)


def limited(http, url=URL):
    with pytest.raises(RateLimitedError) as caught:
        http.get(url)
    return caught.value.retry_after


class TestHosts:
    @pytest.mark.parametrize(
        "url",
        [
            "https://evil.example/v1",
            "http://hr.example/v1",
            "https://hr.example:8443/v1",
            "https://hr.example.evil.example/",
            "https://hr.example@evil.example/",
            "https://[::1/",
            "hr.example",
        ],
    )
    def test_other_hosts_are_not_called(self, http, vendor, url):
        for call in (
            lambda: http.get(url),
            lambda: http.check(url),
            lambda: http.post_form(url, {}),
            lambda: http.send("PUT", url, b""),
        ):
            with pytest.raises(InvalidInputError):
                call()
        assert vendor.calls == []

    def test_its_own_is_called_in_every_way(self, http, vendor):
        vendor.answer(URL, b"{}")
        http.check(URL)
        http.get(URL, {"Accept": "application/json"}, max_bytes=5)
        http.post_form(URL, {"a": "b"})
        http.send("PUT", URL, b"body")
        assert [call[0] for call in vendor.calls] == ["GET", "POST", "PUT"]
        assert vendor.calls[0][3] == {"Accept": "application/json"}

    def test_the_guarded_client_has_its_say_too(self, vendor, clock):
        http = ConnectorHttp(vendor, frozenset({"http://localhost"}), clock)
        with pytest.raises(InvalidInputError, match="https"):
            http.check("http://localhost/")


class TestLimits:
    def test_a_short_wait_is_waited(self, http, vendor, waits):
        vendor.answer(URL, status=429, headers={"Retry-After": "5"})
        vendor.then(URL, b"fine")
        assert http.get(URL).body == b"fine"
        assert len(waits) == 1
        assert 5 <= waits[0] <= 5.5

    @pytest.mark.parametrize("status", [429, 503])
    @pytest.mark.parametrize(
        ("headers", "minutes"),
        [
            ({"Retry-After": "600"}, 10),
            ({"Retry-After": "Mon, 02 Mar 2026 09:10:00 GMT"}, 10),
            ({"X-RateLimit-Reset": "600"}, 10),
            ({"X-RateLimit-Reset": "1772442600"}, 10),
        ],
    )
    def test_a_long_one_ends_the_run_until_then(self, http, vendor, status, headers, minutes):
        vendor.answer(URL, status=status, headers=headers)
        assert limited(http) == timedelta(minutes=minutes)
        assert len(vendor.calls) == 1

    @pytest.mark.parametrize("named", ["", "soon", "nan", "1e999", "99999999999999999999"])
    def test_who_names_no_time_is_left_for_a_minute(self, http, vendor, named):
        vendor.answer(URL, status=429, headers={"Retry-After": named})
        assert limited(http) == timedelta(minutes=1)

    @pytest.mark.parametrize(
        "named", ["999999999", "Fri, 31 Dec 9999 23:59:59 GMT", "1e11", "Fri, 31 Dec 9999 23:59:59"]
    )
    def test_nobody_is_waited_for_longer_than_a_year(self, http, vendor, clock, named):
        vendor.answer(URL, status=429, headers={"Retry-After": named})
        asked = limited(http)
        assert asked == timedelta(days=366)
        assert clock.now() + asked

    def test_a_moment_that_has_passed_is_now(self, http, vendor, waits):
        past = "Mon, 02 Mar 2026 08:00:00 -0000"
        vendor.answer(URL, status=429, headers={"Retry-After": past})
        vendor.then(URL, b"fine")
        assert http.get(URL).body == b"fine"
        assert waits == []

    def test_somebody_who_is_always_busy_is_not_asked_for_ever(self, http, vendor):
        vendor.answer(URL, status=429, headers={"Retry-After": "1"})
        assert limited(http) == timedelta(seconds=1)
        assert len(vendor.calls) == TRIES

    def test_what_is_waited_in_all_is_limited(self, http, vendor, waits):
        for _ in range(20):
            vendor.then(URL, status=429, headers={"Retry-After": str(PATIENT.once)})
            vendor.then(URL, b"fine")
        for _ in range(int(PATIENT.in_all / PATIENT.once)):
            assert http.get(URL).body == b"fine"
        assert limited(http) == timedelta(seconds=PATIENT.once)
        assert sum(int(wait) for wait in waits) == PATIENT.in_all

    def test_a_budget_that_is_used_up_is_not_overdrawn(self, http, vendor, waits):
        headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "7"}
        vendor.answer(URL, b"last", headers=headers)
        assert http.get(URL).body == b"last"
        assert waits == []
        vendor.answer(URL, b"next", headers={"X-RateLimit-Remaining": "9"})
        assert http.get(URL).body == b"next"
        assert 7 <= waits[0] <= 7.5

    def test_nobody_who_looks_at_a_page_waits_long(self, vendor, clock):
        vendor.answer(URL, status=429, headers={"Retry-After": "5"})
        hurried = ConnectorHttp(vendor, frozenset({HOST}), clock, patience=HURRIED)
        assert limited(hurried) == timedelta(seconds=5)
        assert len(vendor.calls) == 1


class TestTroubles:
    @pytest.mark.parametrize("status", [500, 502, 504])
    def test_a_problem_of_theirs_is_for_later(self, http, vendor, status):
        vendor.answer(URL, status=status)
        with pytest.raises(UnavailableError, match=f"hr.example has a problem .*{status}"):
            http.get(URL)

    def test_one_that_recovers_in_time_is_heard(self, http, vendor):
        vendor.answer(URL, status=503, headers={"Retry-After": "2"})
        vendor.then(URL, b"fine")
        assert http.get(URL).body == b"fine"

    @pytest.mark.parametrize("status", [200, 401, 403, 404, 410])
    def test_what_the_vendor_means_by_others_its_connector_knows(self, http, vendor, status):
        vendor.answer(URL, status=status)
        assert http.get(URL).status == status

    def test_the_log_holds_no_path_and_no_header(self, http, vendor, caplog):
        caplog.set_level(logging.DEBUG)
        vendor.answer(URL, b"{}")
        http.get(URL, {"Authorization": "Bearer s3cret"})
        assert "hr.example 200 in" in caplog.text
        assert "ada@x.test" not in caplog.text
        assert "s3cret" not in caplog.text


class TestOutlets:
    @pytest.fixture
    def listener(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            yield server.getsockname()[1]

    def outlets(self, vendor, clock, *origins):
        policy = CallPolicy(frozenset(origins), lambda _host, _port: ["127.0.0.1"])
        return GuardedOutlets(vendor, policy, clock)

    def test_each_connection_gets_a_client_of_its_own(self, vendor, clock):
        outlets = self.outlets(vendor, clock)
        vendor.answer(URL, b"fine")
        assert outlets.http(frozenset({HOST})).get(URL).body == b"fine"
        with pytest.raises(InvalidInputError):
            outlets.http(frozenset()).get(URL)

    def test_a_drop_is_dialled_where_it_is_allowed(self, vendor, clock, listener):
        origin = f"ssh://drop.example:{listener}"
        dial = self.outlets(vendor, clock, origin).dial(frozenset({origin}))
        with dial("drop.example", listener) as connection:
            assert connection.getpeername() == ("127.0.0.1", listener)
        with pytest.raises(InvalidInputError, match="not a host of this connection"):
            dial("other.example", listener)

    def test_a_private_address_is_not_dialled(self, vendor, clock, listener):
        dial = self.outlets(vendor, clock).dial(frozenset({f"ssh://drop.example:{listener}"}))
        with pytest.raises(InvalidInputError, match="not on the public internet"):
            dial("drop.example", listener)

    def test_nobody_listens(self, vendor, clock, listener):
        free = listener
        origin = f"ssh://drop.example:{free}"
        policy = CallPolicy(frozenset({origin}), lambda _host, _port: [])
        dial = GuardedOutlets(vendor, policy, clock).dial(frozenset({origin}))
        with pytest.raises(UnavailableError, match="did not answer"):
            dial("drop.example", free)
