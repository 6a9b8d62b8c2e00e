"""BambooHR's connector: its form, its check, and reading everybody of a company that changes."""

from datetime import date

import pytest

from core.domain.directory import EmploymentStatus, EmploymentType
from core.domain.sync import SyncMode
from core.errors import InvalidInputError
from core.ports.connector_columns import Columned
from core.ports.connectors import (
    CursorExpiredError,
    ForbiddenScopeError,
    NotAuthorisedError,
)
from demo.hr.staff import LEAVE
from tests.vendors.contexts import read_all

from .bamboo_campus import BASE, DATA, SMALL, read


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
