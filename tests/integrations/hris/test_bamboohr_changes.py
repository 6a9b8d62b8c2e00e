"""BambooHR's connector reads who changed since."""

from datetime import UTC, date, datetime

import pytest

from core.domain.directory import EmploymentStatus
from core.domain.sync import Window
from core.ports.connectors import (
    RateLimitedError,
)
from demo.hr.dataset import COLUMNS
from tests.vendors.contexts import read_all

from .bamboo_campus import CHANGED, DATA, SMALL, read


class TestChanges:
    def test_are_read_and_nothing_else(self, company):
        cursor = read(company)[3]
        company.clock.advance(hours=1)
        company.staff.change("110", job_title="Director")
        hired = company.staff.hire(
            first_name="Nils",
            last_name="Brandt",
            email="",
            job_title="Trainee",
            department="Service",
            location="Kiel",
            employment="Intern",
        )
        company.staff.remove("111")
        people, gone, bad, after = read(company, cursor)
        assert {key: one.title for key, one in people.items()} == {
            "110": "Director",
            hired.id: "Trainee",
        }
        assert (gone, bad) == (["111"], [])
        assert after == {"v": 1, "since": "2026-03-02T10:00:00+00:00"}

    def test_are_asked_for_in_quotes_where_ids_are_text(self, company, monkeypatch):
        column = ("Employee ID", "text", lambda one: one.id)
        monkeypatch.setattr("demo.hr.dataset.COLUMNS", {**COLUMNS, "eeid": column})
        cursor = read(company)[3]
        company.clock.advance(minutes=5)
        company.staff.change("110", location="Oslo")
        assert set(read(company, cursor)[0]) == {"110"}
        assert company.wire.sent(DATA)[-2]["filter"] == "eeid eq '110'"

    def test_none_leave_the_cursor(self, company):
        cursor = read(company)[3]
        assert read(company, cursor) == ({}, [], [], cursor)

    def test_go_on_after_a_page_and_miss_nobody(self, company):
        cursor = read(company)[3]
        company.clock.advance(hours=1)
        for key in range(101, 109):
            company.staff.change(str(key), location="Oslo")
        running = SMALL.pull("people", company.context(), cursor, None)
        first = next(running)
        running.close()
        company.clock.advance(minutes=1)
        company.staff.change("101", location="Bergen")
        people, _, _, after = read(company, first.next_cursor)
        assert {one.key for one in first.upserts} == {"101", "102", "103"}
        assert set(people) == {"101", "104", "105", "106", "107", "108"}
        assert people["101"].work_location == "Bergen"
        assert after["since"] == "2026-03-02T10:01:00+00:00"

    def test_are_found_whatever_our_clock_says(self, company):
        ours = company.context()
        ours.clock.advance(days=400)
        cursor = read_all(SMALL, "people", ours)[3]
        company.clock.advance(minutes=5)
        company.staff.change("110", location="Oslo")
        assert set(read_all(SMALL, "people", ours, cursor)[0]) == {"110"}

    def test_are_not_needed_to_begin(self, company):
        company.staff.change("110", hire_date=date(2026, 3, 9))
        people, _, _, cursor = read(company)
        assert people["110"].status is EmploymentStatus.PENDING
        company.clock.advance(minutes=10)
        company.staff.change("111", location="Oslo")
        cursor = read(company, cursor)[3]
        ours = company.context()
        ours.clock.advance(days=7)
        people = read_all(SMALL, "people", ours, cursor)[0]
        assert people["110"].status is EmploymentStatus.ACTIVE

    @pytest.mark.parametrize("status", [422, 200])
    def test_are_read_where_nobody_tells_who_began(self, company, status):
        cursor = read(company)[3]
        company.clock.advance(minutes=5)
        company.staff.change("110", location="Oslo")
        company.wire.fault(DATA, status=status, after=1)
        assert set(read(company, cursor)[0]) == {"110"}

    def test_are_read_where_first_days_are_hidden(self, company):
        company.house.hidden = {"hireDate"}
        cursor = read(company)[3]
        company.clock.advance(minutes=5)
        company.staff.change("110", location="Oslo")
        assert set(read(company, cursor)[0]) == {"110"}

    def test_wait_when_bamboohr_is_busy(self, company):
        cursor = read(company)[3]
        company.wire.fault(DATA, status=429, headers={"Retry-After": "90"})
        with pytest.raises(RateLimitedError):
            read(company, cursor)

    def test_that_are_hidden_are_told(self, company):
        cursor = read(company)[3]
        company.clock.advance(minutes=5)
        company.staff.change("110", location="Oslo")
        del company.staff.people["110"]
        people, gone, bad, _ = read(company, cursor)
        assert (people, gone) == ({}, [])
        assert [one.key for one in bad] == ["110"]

    def test_of_a_window(self, company):
        for day in range(5):
            company.clock.time = datetime(2026, 3, 2 + day, tzinfo=UTC)
            company.staff.change(str(101 + day), location="Oslo")
        window = Window(
            since=datetime(2026, 3, 3, tzinfo=UTC), until=datetime(2026, 3, 5, tzinfo=UTC)
        )
        pages = list(SMALL.pull("people", company.context(), None, window))
        assert [one.key for page in pages for one in page.upserts] == ["102", "103"]

    def test_without_any_php_says_an_empty_list(self, company):
        cursor = read(company)[3]
        company.wire.fault(CHANGED, status=200, body=b'{"latest": "", "employees": []}')
        assert read(company, cursor) == ({}, [], [], cursor)
