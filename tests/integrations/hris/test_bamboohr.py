"""BambooHR's connector against a company that changes while it is read."""

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.domain.directory import EmploymentStatus, EmploymentType
from core.domain.sync import SyncMode, Window
from core.errors import InvalidInputError, UnavailableError
from core.ports.connector_columns import Columned
from core.ports.connector_hooks import Delivery, Hooked
from core.ports.connectors import (
    CursorExpiredError,
    ForbiddenScopeError,
    NotAuthorisedError,
    RateLimitedError,
)
from demo.hr.dataset import COLUMNS
from demo.hr.staff import LEAVE
from integrations.hris.bamboohr.connector import BambooHR
from tests.vendors.contexts import read_all
from tests.vendors.wire import silence

from .bamboo_campus import BASE

DATA, CHANGED = "/datasets/employee/data", "/employees/changed"
SMALL = BambooHR(page=10, few=3)
HOOK = "https://hub.example/hooks/abc"


def read(company, cursor=None, connector=SMALL):
    return read_all(connector, "people", company.context(), cursor)


class TestForm:
    @pytest.mark.parametrize(
        ("typed", "address"),
        [
            ("Fjordwerk", "https://fjordwerk.bamboohr.com"),
            ("fjordwerk.bamboohr.com", "https://fjordwerk.bamboohr.com"),
            ("https://fjordwerk.bamboohr.com/", "https://fjordwerk.bamboohr.com"),
            ("http://localhost:8001/hr/fjordwerk", "http://localhost:8001/hr/fjordwerk"),
        ],
    )
    def test_takes_the_company_by_name_or_address(self, typed, address):
        settings = SMALL.read({"address": typed, "api_key": "k"})
        assert settings == {"address": address, "api_key": "k", "columns": {}}
        assert SMALL.hosts(settings) == {address.removesuffix("/hr/fjordwerk")}

    def test_calls_that_company_only(self):
        hosts = SMALL.hosts({"address": "https://HR.example:443/hr"})
        assert hosts == {"https://hr.example"}

    @pytest.mark.parametrize("typed", ["our company", "ftp://fjordwerk.bamboohr.com"])
    def test_says_what_no_address_is(self, typed):
        with pytest.raises(InvalidInputError) as refused:
            SMALL.read({"address": typed})
        assert set(refused.value.fields) == {"address"}

    def test_is_read_for_people_in_two_ways(self):
        assert SMALL.manifest.hooks
        (stream,) = SMALL.streams
        assert stream.modes == {SyncMode.FULL, SyncMode.INCREMENTAL}

    def test_new_secrets_are_needed_for_another_company(self):
        fields = {one.name: one for one in SMALL.fields}
        assert fields["address"].rewires
        assert fields["api_key"].secret


class TestCheck:
    def test_names_the_company(self, company):
        account = SMALL.check(company.context())
        assert (account.account_id, account.label) == (BASE, "Fjordwerk Robotics")
        assert account.warnings == ()

    def test_refuses_a_wrong_key(self, company):
        with pytest.raises(NotAuthorisedError):
            SMALL.check(company.context(key="another"))

    def test_does_without_the_name(self, company):
        company.wire.fault("company_information", status=403)
        assert SMALL.check(company.context()).label == "hr.example"

    def test_warns_of_what_the_key_does_not_see(self, company):
        company.house.hidden = {"email", "supervisorEid"}
        told = [dict(one.params)["field"] for one in SMALL.check(company.context()).warnings]
        assert told == ["E-mail address", "Manager"]

    @pytest.mark.parametrize("hidden", ["eeid", "status"])
    def test_needs_ids_and_status(self, company, hidden):
        company.house.hidden = {hidden}
        with pytest.raises(ForbiddenScopeError, match=r"Employee ID|Status"):
            SMALL.check(company.context())

    def test_says_at_the_address_that_it_cannot_be_called(self, company):
        refusal = InvalidInputError("There is no host named %(host)s.", host="hr.example")
        company.wire.fault("fields", body=refusal)
        with pytest.raises(InvalidInputError) as refused:
            SMALL.check(company.context())
        assert str(refused.value.fields["address"][0]) == "There is no host named hr.example."


class TestEverybody:
    def test_comes_page_by_page(self, company):
        people, gone, bad, cursor = read(company)
        assert len(people) == len(company.staff.people) == 23
        assert (gone, bad) == ([], [])
        assert cursor == {"v": 1, "since": "2026-03-02T09:00:00+00:00"}
        assert [sent["page"] for sent in company.wire.sent(DATA)] == [1, 2, 3]

    def test_is_told_as_a_record(self, company):
        ruth = read(company)[0]["103"]
        assert (ruth.name, ruth.email) == ("Ruth Adeyemi", "ruth.adeyemi@fjordwerk.example")
        assert (ruth.employee_number, ruth.title) == ("FW-1003", "Head of Software")
        assert (ruth.department, ruth.work_location) == ("Software", "Kiel")
        assert ruth.employment_type is EmploymentType.FULL_TIME
        assert ruth.status is EmploymentStatus.ACTIVE
        assert (ruth.start_date, ruth.end_date) == (date(2012, 5, 1), None)
        assert ruth.manager_key == "101"

    @pytest.mark.parametrize(
        ("facts", "status"),
        [
            ({"employment": LEAVE}, EmploymentStatus.ON_LEAVE),
            ({"hire_date": date(2026, 3, 3)}, EmploymentStatus.PENDING),
            (
                {"hire_date": date(2026, 3, 3), "status": "Inactive"},
                EmploymentStatus.PENDING,
            ),
        ],
    )
    def test_has_a_status(self, company, facts, status):
        company.staff.change("110", **facts)
        assert read(company)[0]["110"].status is status

    @pytest.mark.parametrize(
        "facts", [{"status": "Inactive"}, {"employment": "Terminated"}, {"employment": "Suspended"}]
    )
    def test_who_left_is_not_there(self, company, facts):
        cursor = read(company)[3]
        company.clock.advance(hours=1)
        company.staff.change("110", **facts)
        people, gone, bad, _ = read(company)
        assert "110" not in people
        assert (gone, bad) == ([], [])
        assert read(company, cursor)[:3] == ({}, ["110"], [])

    @pytest.mark.parametrize(
        ("employment", "kind"),
        [
            ("International Contractor", EmploymentType.CONTRACTOR),
            ("Internship", EmploymentType.INTERN),
            ("International", EmploymentType.OTHER),
            ("Temporary", EmploymentType.TEMPORARY),
            ("Part-Time (80 %)", EmploymentType.PART_TIME),
            ("", None),
        ],
    )
    def test_is_employed_somehow(self, company, employment, kind):
        company.staff.change("110", employment=employment)
        assert read(company)[0]["110"].employment_type is kind

    def test_goes_by_the_name_they_prefer(self, company):
        company.staff.change("103", preferred_name="Ru")
        assert read(company)[0]["103"].name == "Ru Adeyemi"

    def test_goes_on_after_a_page(self, company):
        pages = list(SMALL.pull("people", company.context(), None, None))
        company.clock.advance(hours=3)
        rest = list(SMALL.pull("people", company.context(), pages[0].next_cursor, None))
        assert rest == pages[1:]

    def test_begins_anew_when_the_pages_moved(self, company):
        running = SMALL.pull("people", company.context(), None, None)
        next(running)
        company.clock.advance(seconds=5)
        company.staff.remove("101")
        with pytest.raises(CursorExpiredError):
            list(running)
        company.clock.advance(seconds=5)
        assert "101" not in read(company)[0]

    def test_may_keep_things_in_fields_of_its_own(self, company):
        assert isinstance(SMALL, Columned)
        found = SMALL.columns(company.context())
        assert "jobInformationLocation" in found.names
        assert found.suggested["department"] == "jobInformationDepartment"
        context = company.context(columns={"department": "jobInformationLocation"})
        assert read_all(SMALL, "people", context)[0]["110"].department == "Kiel"


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


class TestWebhooks:
    def told(self, company):
        url, body, headers = company.sent[-1]
        assert url == HOOK
        names = {name.lower(): value for name, value in headers.items()}
        return Delivery(headers=names, query={}, body=body, at=company.clock.now())

    def test_are_verified(self, company):
        assert isinstance(SMALL, Hooked)
        hook = SMALL.subscribe(company.context(), HOOK)
        company.staff.change("110", job_title="Director")
        assert SMALL.receive(hook.secret, self.told(company)).streams == {"people"}
        assert SMALL.renew(company.context(), hook, HOOK) == hook
        assert SMALL.handshake(self.told(company)) is None

    def test_are_known_again_whatever_a_proxy_adds(self, company):
        hook = SMALL.subscribe(company.context(), HOOK)
        company.staff.change("110", job_title="Director")
        told = self.told(company)
        again = replace(told, headers={**told.headers, "x-request-id": "2"})
        first, second = (SMALL.receive(hook.secret, one) for one in (told, again))
        assert first.delivery_id == second.delivery_id != ""
        company.clock.advance(seconds=60)
        company.staff.change("110", job_title="Head")
        assert SMALL.receive(hook.secret, self.told(company)).delivery_id != first.delivery_id

    def test_end(self, company):
        hook = SMALL.subscribe(company.context(), HOOK)
        SMALL.unsubscribe(company.context(), hook)
        SMALL.unsubscribe(company.context(), hook)
        company.staff.change("110", job_title="Director")
        assert company.sent == []

    def test_that_cannot_be_ended_say_so(self, company):
        hook = SMALL.subscribe(company.context(), HOOK)
        company.wire.fault("/webhooks/", status=403)
        with pytest.raises(UnavailableError):
            SMALL.unsubscribe(company.context(), hook)

    @pytest.mark.parametrize("part", ["key", "body", "signature", "moment", "missing"])
    def test_of_others_are_refused(self, company, part):
        hook = SMALL.subscribe(company.context(), HOOK)
        company.staff.change("110", job_title="Director")
        told = self.told(company)
        key, headers, body = hook.secret, dict(told.headers), told.body
        if part == "key":
            key = ""
        elif part == "body":
            body += b" "
        elif part == "signature":
            headers["x-bamboohr-signature"] = "ü"
        elif part == "moment":
            headers["x-bamboohr-timestamp"] = "1"
        else:
            headers = {}
        with pytest.raises(NotAuthorisedError):
            SMALL.receive(key, Delivery(headers=headers, query={}, body=body, at=told.at))

    @pytest.mark.parametrize("hours", [-1, 5])
    def test_of_another_time_are_refused(self, company, hours):
        hook = SMALL.subscribe(company.context(), HOOK)
        company.staff.change("110", job_title="Director")
        told = self.told(company)
        late = Delivery(
            headers=told.headers, query={}, body=told.body, at=told.at + timedelta(hours=hours)
        )
        with pytest.raises(NotAuthorisedError, match="too old"):
            SMALL.receive(hook.secret, late)

    @pytest.mark.parametrize(
        ("moment", "fresh"),
        [
            ("2026-03-02 08:59:00", True),
            ("2026-03-02T08:59:00+00:00", True),
            ("soon", False),
            ("9" * 30, False),
        ],
    )
    def test_may_write_their_time_in_other_ways(self, company, moment, fresh):
        proof = hmac.new(b"key", b"{}" + moment.encode(), hashlib.sha256).hexdigest()
        headers = {"x-bamboohr-signature": proof, "x-bamboohr-timestamp": moment}
        told = Delivery(headers=headers, query={}, body=b"{}", at=company.clock.now())
        if fresh:
            assert SMALL.receive("key", told).streams
        else:
            with pytest.raises(NotAuthorisedError):
                SMALL.receive("key", told)
