"""What BambooHR answers when it does not answer as it should."""

import json
from datetime import timedelta

import pytest

from core.errors import UnavailableError
from core.ports.connectors import (
    ForbiddenScopeError,
    NotAuthorisedError,
    RateLimitedError,
)
from tests.vendors.wire import silence

from .bamboo_campus import CHANGED, DATA, read


class TestFaults:
    @pytest.mark.parametrize(
        ("status", "headers", "error"),
        [
            (401, {}, NotAuthorisedError),
            (403, {}, ForbiddenScopeError),
            (404, {}, UnavailableError),
            (429, {"Retry-After": "30"}, RateLimitedError),
            (503, {"Retry-After": "30"}, RateLimitedError),
            (503, {}, UnavailableError),
            (500, {}, UnavailableError),
        ],
    )
    def test_are_told_apart(self, company, status, headers, error):
        company.wire.fault(DATA, status=status, headers=headers, after=1)
        with pytest.raises(error) as raised:
            read(company)
        assert type(raised.value) is error
        if headers:
            assert raised.value.retry_after == timedelta(seconds=30)

    @pytest.mark.parametrize(
        "body",
        [
            b'{"data": [{"fields": {"eeid": "1',
            b"[]",
            b'{"data": {}, "meta": {"page": 1, "totalPages": 1}}',
            b'{"data": [{"fields": 7}], "meta": {"page": 1, "totalPages": 1}}',
            silence("hr.example"),
        ],
    )
    def test_of_bodies_are_worth_another_try(self, company, body):
        company.wire.fault(DATA, status=200, body=body, after=1)
        with pytest.raises(UnavailableError):
            read(company)

    def test_of_the_list_of_changes(self, company):
        cursor = read(company)[3]
        body = {"latest": "", "employees": {"110": {"action": "Updated", "lastChanged": "soon"}}}
        company.wire.fault(CHANGED, status=200, body=json.dumps(body).encode())
        with pytest.raises(UnavailableError):
            read(company, cursor)

    @pytest.mark.parametrize(
        ("row", "field", "key"),
        [
            ({"eeid": None}, "Employee ID", ""),
            ({"eeid": True}, "Employee ID", "True"),
            ({"eeid": 7, "firstName": ["Ada"]}, "First Name", "7"),
            ({"eeid": "7", "hireDate": "soon"}, "Hire Date", "7"),
            ({"eeid": "7", "status": ""}, "Status", "7"),
        ],
    )
    def test_of_a_row_leave_out_that_row(self, company, row, field, key):
        active = {"status": "Active"}
        rows = [{"fields": active | row}, {"fields": active | {"eeid": 8, "lastName": "Lovelace"}}]
        body = {"data": rows, "meta": {"page": 1, "totalPages": 1}}
        company.wire.fault(DATA, status=200, body=json.dumps(body).encode())
        people, _, bad, _ = read(company)
        assert set(people) == {"8"}
        assert [(one.key, dict(one.sentence.params)["field"]) for one in bad] == [(key, field)]

    def test_of_an_empty_page_before_the_last_are_nobodys_departure(self, company):
        body = {"data": [], "meta": {"page": 2, "totalPages": 3}}
        company.wire.fault(DATA, status=200, body=json.dumps(body).encode(), after=1)
        with pytest.raises(UnavailableError):
            read(company)

    def test_a_vendor_without_a_clock(self, company):
        company.wire.now = None
        assert read(company)[3]["since"] == "2026-03-02T08:00:00+00:00"
