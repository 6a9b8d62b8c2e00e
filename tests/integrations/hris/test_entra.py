"""Microsoft Entra's connector against a tenant that changes while it is read."""

import json
from datetime import date, timedelta

import pytest

from core.domain.directory import EmploymentStatus, EmploymentType
from core.domain.sync import SyncMode
from core.errors import InvalidInputError, UnavailableError
from core.ports.connectors import (
    CursorExpiredError,
    ForbiddenScopeError,
    NotAuthorisedError,
    RateLimitedError,
)
from integrations.hris.entra.connector import Entra
from tests.vendors.contexts import read_all
from tests.vendors.graph import APP, GRAPH, ORIGIN, SECRET, TENANT
from tests.vendors.wire import silence

from .entra_tenant import Tenant

ENTRA = Entra(graph=GRAPH, login=ORIGIN)
FORM = {"tenant": TENANT, "client_id": APP, "client_secret": SECRET}


def read(tenant, cursor=None, **settings):
    return read_all(ENTRA, "people", tenant.context(**settings), cursor)


@pytest.fixture
def tenant():
    return Tenant()


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


class TestChanges:
    def test_are_read_anew_and_nothing_else(self, tenant):
        cursor = read(tenant)[3]
        tenant.change("user-1", manager="user-0")
        tenant.add("user-8", jobTitle="Trainee")
        tenant.remove("user-2")
        people, gone, bad, after = read(tenant, cursor)
        assert set(people) == {"user-1", "user-8"}
        assert people["user-1"].manager_key == "user-0"
        assert people["user-8"].title == "Trainee"
        assert (gone, bad) == (["user-2"], [])
        assert read(tenant, after) == ({}, [], [], after)

    def test_of_many_come_in_batches_of_twenty(self, tenant):
        tenant.page = 50
        cursor = read(tenant)[3]
        for number in range(30):
            tenant.add(f"new-{number:02}")
        people, _, _, _ = read(tenant, cursor)
        assert len(people) == 30
        assert [len(sent["requests"]) for sent in tenant.wire.sent("$batch")] == [20, 10]

    def test_go_on_after_a_page(self, tenant):
        cursor = read(tenant)[3]
        for key in list(tenant.users):
            tenant.change(key, jobTitle="Director")
        first = next(ENTRA.pull("people", tenant.context(), cursor, None))
        people, _, _, _ = read(tenant, first.next_cursor)
        assert {one.key for one in first.upserts} | set(people) == set(tenant.users)
        assert not first.last

    def test_who_is_restored_is_there(self, tenant):
        cursor = read(tenant)[3]
        kept = tenant.users["user-2"]
        tenant.remove("user-2")
        page = tenant.wire
        tenant.add("user-2", **kept)
        people, gone, _, _ = read(tenant, cursor)
        assert (set(people), gone) == ({"user-2"}, [])
        assert page.sent("$batch")[-1]["requests"][0]["id"] == "0"

    def test_who_becomes_a_guest_is_gone(self, tenant):
        cursor = read(tenant)[3]
        tenant.change("user-2", userType="Guest")
        people, gone, _, _ = read(tenant, cursor)
        assert (people, gone) == ({}, ["user-2"])

    @pytest.mark.parametrize(
        ("status", "code"),
        [(410, "syncStateNotFound"), (400, "Directory_ResyncRequired")],
    )
    def test_too_long_ago_are_not_known(self, tenant, status, code):
        cursor = read(tenant)[3]
        body = json.dumps({"error": {"code": code}}).encode()
        tenant.wire.fault("/users/delta", status=status, body=body)
        with pytest.raises(CursorExpiredError):
            read(tenant, cursor)

    def test_after_a_week_the_tenant_forgets(self, tenant):
        cursor = read(tenant)[3]
        tenant.forgotten = 8
        with pytest.raises(CursorExpiredError):
            read(tenant, cursor)


class TestFaults:
    @pytest.mark.parametrize(
        ("status", "body", "error"),
        [
            (401, b"", NotAuthorisedError),
            (403, b"", ForbiddenScopeError),
            (400, b'{"error": {"code": "Request_BadRequest"}}', UnavailableError),
            (400, b'{"error": "no"}', UnavailableError),
            (400, b"<html>", UnavailableError),
            (200, b'{"value": [{"id": "us', UnavailableError),
            (200, b'{"value": {"id": "user-1"}}', UnavailableError),
            (200, silence("graph.example"), UnavailableError),
        ],
    )
    def test_are_told_apart(self, tenant, status, body, error):
        tenant.wire.fault("/users?", status=status, body=body)
        with pytest.raises(error) as raised:
            read(tenant)
        assert type(raised.value) is error

    def test_of_links_that_lead_elsewhere(self, tenant):
        told = {"value": [], "@odata.nextLink": "https://evil.example/v1.0/users"}
        tenant.wire.fault("/users?", status=200, body=json.dumps(told).encode())
        with pytest.raises(UnavailableError, match="somewhere else"):
            read(tenant)

    @pytest.mark.parametrize("body", [{"value": []}, {"value": [{}], "@odata.deltaLink": "x"}])
    def test_of_the_list_of_changes(self, tenant, body):
        tenant.wire.fault("/users/delta", status=200, body=json.dumps(body).encode())
        with pytest.raises(UnavailableError, match="changes"):
            read(tenant)

    def test_hidden_in_a_batch(self, tenant):
        cursor = read(tenant)[3]
        tenant.change("user-1")
        tenant.change("user-2")
        tenant.busy = 2
        with pytest.raises(RateLimitedError) as raised:
            read(tenant, cursor)
        assert raised.value.retry_after == timedelta(seconds=20)
        assert set(read(tenant, cursor)[0]) == {"user-1", "user-2"}

    @pytest.mark.parametrize(
        ("part", "error"),
        [
            ({"id": "0", "status": 403}, ForbiddenScopeError),
            ({"id": "0", "status": 500}, UnavailableError),
            ({"id": "0", "status": 429}, RateLimitedError),
            (None, UnavailableError),
        ],
    )
    def test_of_parts_of_a_batch(self, tenant, part, error):
        cursor = read(tenant)[3]
        tenant.change("user-1")
        body = json.dumps({"responses": [part] if part else []}).encode()
        tenant.wire.fault("$batch", status=200, body=body)
        with pytest.raises(error) as raised:
            read(tenant, cursor)
        assert type(raised.value) is error

    @pytest.mark.parametrize(
        ("user", "field", "key"),
        [
            ({"id": "user-1", "jobTitle": 7}, "jobTitle", "user-1"),
            ({"id": "user-1", "employeeHireDate": "soon"}, "employeeHireDate", "user-1"),
            ({"id": "user-1", "manager": "user-0"}, "manager", "user-1"),
            ({"displayName": "Nobody"}, "id", ""),
        ],
    )
    def test_of_a_user_leave_out_that_user(self, tenant, user, field, key):
        body = json.dumps({"value": [user, {"id": "user-2"}]}).encode()
        tenant.wire.fault("/users?", status=200, body=body)
        people, _, bad, _ = read(tenant)
        assert set(people) == {"user-2"}
        assert [(one.key, dict(one.sentence.params)["field"]) for one in bad] == [(key, field)]
