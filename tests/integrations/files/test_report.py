"""Reports at a web address: how we sign in, what answers mean, and what is read."""

import json
from base64 import b64decode

import pytest

from core.errors import InvalidInputError, UnavailableError
from core.ports.connectors import (
    CursorExpiredError,
    ForbiddenScopeError,
    NotAuthorisedError,
    RateLimitedError,
)
from integrations.base.http import GuardedHttp
from integrations.base.tables import people as people_tables
from integrations.files.report.connector import Report
from tests.fakes.outbound import FakeOutbound
from tests.integrations.files.contexts import context_of, people

CONNECTOR = Report()
ADDRESS = "https://HR.example.org:443/report?format=json&key=abc"
WORKDAY = json.dumps(
    {
        "Report_Entry": [
            {"Employee_ID": "7", "Worker": "Ada Byron", "Manager": {"Employee_ID": "3"}},
            {"Employee_ID": "3", "Worker": "Ben Okri", "Hire_Date": "2020-01-31-08:00"},
        ]
    }
).encode()


@pytest.fixture
def http():
    outbound = FakeOutbound()
    outbound.answer(ADDRESS, WORKDAY)
    return outbound


def context(http, *, secret="", columns=None, **typed):
    return context_of(
        CONNECTOR, {"address": ADDRESS, **typed}, http=http, columns=columns, secret=secret
    )


def sent(http):
    return http.calls[-1][3]


class TestReading:
    def test_a_workday_report(self, http):
        columns = {
            **CONNECTOR.columns(context(http)).suggested,
            "manager_key": "Manager.Employee_ID",
        }
        ada, ben = people(CONNECTOR, context(http, columns=columns))
        assert (ada.key, ada.name, ada.manager_key) == ("7", "Ada Byron", "3")
        assert (ben.employee_number, ben.start_date.isoformat()) == ("3", "2020-01-31")

    def test_another_report_is_read_from_its_beginning(self, http, monkeypatch):
        monkeypatch.setattr(people_tables, "PAGE_ROWS", 1)
        first = next(iter(CONNECTOR.pull("people", context(http), None, None)))
        assert [one.key for one in people(CONNECTOR, context(http), first.next_cursor)] == ["3"]
        http.answer(ADDRESS, WORKDAY.replace(b"Byron", b"Lovelace"))
        with pytest.raises(CursorExpiredError):
            people(CONNECTOR, context(http), first.next_cursor)

    def test_whose_it_is_tells_no_secret(self, http):
        account = CONNECTOR.check(context(http, user="hub"))
        assert account.account_id == "hub@hr.example.org/report"
        assert account.label == "hr.example.org"
        assert CONNECTOR.hosts(context(http).settings) == {"https://hr.example.org"}


class TestSigningIn:
    def test_with_nothing(self, http):
        CONNECTOR.check(context(http))
        assert "Authorization" not in sent(http)

    def test_with_user_and_password(self, http):
        CONNECTOR.check(context(http, proof="basic", user="hub", secret="pässword"))
        kind, _, told = sent(http)["Authorization"].partition(" ")
        assert (kind, b64decode(told).decode()) == ("Basic", "hub:pässword")

    def test_with_a_token(self, http):
        CONNECTOR.check(context(http, proof="bearer", secret="t0ken"))
        assert sent(http)["Authorization"] == "Bearer t0ken"

    def test_with_a_key(self, http):
        CONNECTOR.check(context(http, proof="header", secret="k3y"))
        assert sent(http)["X-API-Key"] == "k3y"
        CONNECTOR.check(context(http, proof="header", header="Api-Token", secret="k3y"))
        assert sent(http)["Api-Token"] == "k3y"

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"proof": "basic", "user": "hub"}, "secret"),
            ({"proof": "basic", "secret": "x"}, "user"),
            ({"proof": "basic", "user": "a:b", "secret": "x"}, "user"),
            ({"proof": "bearer", "secret": "tökén"}, "secret"),
            ({"proof": "bearer", "secret": "a\r\nHost: b"}, "secret"),
            ({"proof": "header", "header": "X: y", "secret": "x"}, "header"),
        ],
    )
    def test_what_cannot_be_sent(self, http, typed, field):
        with pytest.raises(InvalidInputError) as caught:
            CONNECTOR.check(context(http, **typed))
        assert list(caught.value.fields) == [field]
        assert http.calls == []


class TestAnswers:
    @pytest.mark.parametrize(
        ("status", "headers", "error"),
        [
            (401, {}, NotAuthorisedError),
            (403, {}, ForbiddenScopeError),
            (418, {}, UnavailableError),
            (429, {"Retry-After": "3600"}, RateLimitedError),
            (500, {}, UnavailableError),
            (503, {"Retry-After": "3600"}, RateLimitedError),
        ],
    )
    def test_no_report(self, http, status, headers, error):
        http.answer(ADDRESS, b"", status, headers)
        with pytest.raises(error):
            people(CONNECTOR, context(http))

    @pytest.mark.parametrize("status", [404, 410])
    def test_nothing_there(self, http, status):
        http.answer(ADDRESS, b"", status)
        with pytest.raises(InvalidInputError) as caught:
            CONNECTOR.check(context(http))
        assert list(caught.value.fields) == ["address"]

    @pytest.mark.parametrize(
        ("body", "why"),
        [
            (b"<!doctype html><title>Sign in</title>", "page to sign in"),
            (b"<?xml version='1.0'?><wd:Report_Data/>", "format=json"),
            (b"", "is empty"),
            (WORKDAY[:-20], "cut off"),
            (b'{"Report_Entry": "none"}', "no list of people"),
            (b'{"Report_Entry": [{"Worker": "Ada"}]}', "lasting id"),
        ],
    )
    def test_no_people(self, http, body, why):
        http.answer(ADDRESS, body)
        with pytest.raises(InvalidInputError, match=why):
            CONNECTOR.check(context(http))

    def test_larger_than_we_read(self, http, monkeypatch):
        monkeypatch.setattr("integrations.files.report.fetching.LARGEST", 10)
        with pytest.raises(UnavailableError):
            CONNECTOR.check(context(http))


class TestOverARealWire:
    @pytest.fixture
    def real(self, site):
        address = f"{site.origin}/report"
        http = GuardedHttp(frozenset({site.origin}), sleep=lambda _seconds: None)
        return context_of(CONNECTOR, {"address": address}, http=http)

    def test_an_answer(self, site, real):
        site.pages["/report"] = (200, {"Content-Type": "text/csv"}, "id,name\n1,Zoë\n".encode())
        assert [one.name for one in people(CONNECTOR, real)] == ["Zoë"]

    def test_an_answer_that_breaks_off(self, site, real, monkeypatch):
        def half(handler):
            handler.send_response(200)
            handler.send_header("Content-Length", "100")
            handler.end_headers()
            handler.wfile.write(b"id,name\n1,Ada\n")
            handler.close_connection = True

        monkeypatch.setattr(site, "serve", half)
        with pytest.raises(UnavailableError):
            people(CONNECTOR, real)

    def test_another_address(self, site, real):
        site.pages["/report"] = (302, {"Location": "/sign-in"}, b"")
        with pytest.raises(UnavailableError, match="redirects"):
            people(CONNECTOR, real)


def test_the_form():
    assert [one.name for one in CONNECTOR.fields] == [
        *("address", "proof", "user", "header", "secret", "days", "columns")
    ]
    with pytest.raises(InvalidInputError) as caught:
        CONNECTOR.read({"address": "hr.example.org", "proof": "magic"})
    assert set(caught.value.fields) == {"address", "proof"}
    assert CONNECTOR.manifest.slug == "report"
    assert [one.name for one in CONNECTOR.streams] == ["people"]
