"""Microsoft Entra's connector: its form, its check, and everybody of a tenant that changes."""

import json
from datetime import date

import pytest

from core.domain.directory import EmploymentStatus, EmploymentType
from core.domain.sync import SyncMode
from core.errors import InvalidInputError
from core.ports.connectors import ForbiddenScopeError, NotAuthorisedError
from integrations.hris.entra.connector import Entra
from tests.vendors.graph import APP, SECRET, TENANT

from .entra_tenant import ENTRA, read

FORM = {"tenant": TENANT, "client_id": APP, "client_secret": SECRET}


class TestForm:
    def test_takes_ids_and_domains(self):
        known = ENTRA.read({**FORM, "tenant": " Fjordwerk.Example ", "client_id": APP.upper()})
        assert known == {**FORM, "tenant": "fjordwerk.example", "guests": False}

    @pytest.mark.parametrize(
        "wrong",
        [{"tenant": "common"}, {"tenant": "a/../b"}, {"client_id": "the app"}],
    )
    def test_says_what_is_none(self, wrong):
        with pytest.raises(InvalidInputError) as refused:
            ENTRA.read({**FORM, **wrong})
        assert set(refused.value.fields) == set(wrong)

    def test_reads_people_in_two_ways_from_microsoft_only(self):
        real = Entra()
        assert real.hosts(FORM) == {
            "https://graph.microsoft.com",
            "https://login.microsoftonline.com",
        }
        assert real.streams[0].modes == {SyncMode.FULL, SyncMode.INCREMENTAL}
        assert [one.name for one in real.fields if one.secret] == ["client_secret"]
        assert real.manifest.slug == "entra"


class TestCheck:
    def test_names_the_tenant(self, tenant):
        account = ENTRA.check(tenant.context())
        assert (account.account_id, account.label) == (TENANT, "Fjordwerk Robotics")

    def test_knows_the_tenant_by_its_domain_too(self, tenant):
        tenant.named = False
        account = ENTRA.check(tenant.context(tenant="fjordwerk.example"))
        assert (account.account_id, account.label) == (TENANT, "fjordwerk.example")

    @pytest.mark.parametrize("secret", ["", "another"])
    def test_refuses_a_wrong_secret(self, tenant, secret):
        with pytest.raises(NotAuthorisedError):
            ENTRA.check(tenant.context(secret=secret))

    @pytest.mark.parametrize(
        "wrong", [{"tenant": "nobody.example"}, {"client_id": APP.replace("a", "0")}]
    )
    def test_says_which_field_is_wrong(self, tenant, wrong):
        with pytest.raises(InvalidInputError) as refused:
            ENTRA.check(tenant.context(**wrong))
        assert set(refused.value.fields) == set(wrong)

    def test_tells_of_a_tenant_that_went_meanwhile(self, tenant):
        refusal = {"error": "invalid_request", "error_codes": [90002]}
        tenant.wire.fault("/token", status=400, body=json.dumps(refusal).encode())
        with pytest.raises(InvalidInputError) as refused:
            ENTRA.check(tenant.context())
        assert set(refused.value.fields) == {"tenant"}

    def test_needs_the_permission_to_read_users(self, tenant):
        tenant.wire.fault("/users", status=403)
        with pytest.raises(ForbiddenScopeError):
            ENTRA.check(tenant.context())


class TestEverybody:
    def test_comes_page_by_page(self, tenant):
        people, gone, bad, cursor = read(tenant)
        assert set(people) == set(tenant.users)
        assert (gone, bad) == ([], [])
        assert cursor["link"].endswith("$deltatoken=7")

    def test_is_told_as_a_record(self, tenant):
        tenant.change(
            "user-1",
            displayName="Ruth Adeyemi",
            givenName="Ruth",
            surname="Adeyemi",
            mail="ruth@fjordwerk.example",
            userPrincipalName="ruth@fjordwerk.example",
            employeeId="1003",
            jobTitle="Head of Software",
            department="Software",
            officeLocation="Kiel",
            preferredLanguage="de-DE",
            employeeType="Employee",
            employeeHireDate="2012-05-01T00:00:00Z",
            manager="user-0",
        )
        ruth = read(tenant)[0]["user-1"]
        assert (ruth.name, ruth.given_name, ruth.family_name) == ("Ruth Adeyemi", "Ruth", "Adeyemi")
        assert ruth.email == ruth.user_name == "ruth@fjordwerk.example"
        assert (ruth.employee_number, ruth.title) == ("1003", "Head of Software")
        assert (ruth.department, ruth.work_location, ruth.locale) == ("Software", "Kiel", "de-DE")
        assert ruth.employment_type is EmploymentType.FULL_TIME
        assert (ruth.status, ruth.start_date) == (EmploymentStatus.ACTIVE, date(2012, 5, 1))
        assert ruth.manager_key == "user-0"

    @pytest.mark.parametrize(
        ("facts", "status"),
        [
            (
                {"accountEnabled": False, "employeeHireDate": "2026-04-01T00:00:00Z"},
                EmploymentStatus.PENDING,
            ),
            ({"accountEnabled": None}, EmploymentStatus.ACTIVE),
            ({"employeeHireDate": "2026-04-01T00:00:00Z"}, EmploymentStatus.ACTIVE),
        ],
    )
    def test_has_a_status(self, tenant, facts, status):
        tenant.change("user-1", **facts)
        assert read(tenant)[0]["user-1"].status is status

    def test_whose_account_is_disabled_is_not_there(self, tenant):
        cursor = read(tenant)[3]
        tenant.change("user-1", accountEnabled=False)
        people, gone, _, _ = read(tenant)
        assert "user-1" not in people
        assert gone == []
        assert read(tenant, cursor)[:2] == ({}, ["user-1"])

    @pytest.mark.parametrize(
        ("employment", "kind"),
        [("Consultant", EmploymentType.CONTRACTOR), ("Board", EmploymentType.OTHER), (None, None)],
    )
    def test_is_employed_somehow(self, tenant, employment, kind):
        tenant.change("user-1", employeeType=employment)
        assert read(tenant)[0]["user-1"].employment_type is kind

    def test_may_be_guests(self, tenant):
        tenant.change("user-1", userType="Guest")
        assert "user-1" not in read(tenant)[0]
        assert "user-1" in read(tenant, guests=True)[0]

    def test_goes_on_after_a_page(self, tenant):
        pages = list(ENTRA.pull("people", tenant.context(), None, None))
        tenant.change("user-6", displayName="Changed")
        rest = list(ENTRA.pull("people", tenant.context(), pages[0].next_cursor, None))
        assert [one.key for page in rest for one in page.upserts] == [
            "user-3",
            "user-4",
            "user-5",
            "user-6",
        ]
        # What changed after the beginning is told again, whenever it was read.
        assert set(read(tenant, rest[-1].next_cursor)[0]) == {"user-6"}
