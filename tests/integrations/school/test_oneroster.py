"""OneRoster's connector against a service that changes while it is read."""

import json
from datetime import timedelta
from urllib.parse import unquote_plus

import pytest

from core.domain.directory import EmploymentStatus
from core.domain.sync import SyncMode
from core.errors import InvalidInputError, UnavailableError
from core.ports.connectors import (
    CursorExpiredError,
    ForbiddenScopeError,
    NotAuthorisedError,
    RateLimitedError,
)
from integrations.school.oneroster import service
from integrations.school.oneroster.rest import OneRoster
from tests.fakes.time_and_chance import FakeClock
from tests.vendors.contexts import read_all
from tests.vendors.school import BASE, ID, ORIGIN
from tests.vendors.wire import silence

from .roster_service import FORM, Service

ROSTER = OneRoster(page=3)


def read(school, cursor=None, **settings):
    return read_all(ROSTER, "people", school.context(**settings), cursor)


@pytest.fixture
def school():
    return Service()


class TestForm:
    @pytest.mark.parametrize(
        ("typed", "address"),
        [
            (f"{ORIGIN}/", BASE),
            (BASE, BASE),
            (f"{ORIGIN}/ims/oneroster/v1p1", f"{ORIGIN}/ims/oneroster/v1p1"),
        ],
    )
    def test_takes_the_host_or_the_service(self, typed, address):
        known = ROSTER.read({**FORM, "address": typed})
        assert known == {**FORM, "address": address, "who": "members"}
        assert ROSTER.hosts(known) == {ORIGIN}

    def test_is_read_for_people_in_two_ways(self):
        assert ROSTER.streams[0].modes == {SyncMode.FULL, SyncMode.INCREMENTAL}
        assert [one.name for one in ROSTER.fields if one.secret] == ["client_secret"]
        assert ROSTER.manifest.slug == "oneroster"


class TestCheck:
    def test_names_the_service(self, school):
        account = ROSTER.check(school.context())
        assert (account.account_id, account.label) == (f"{BASE} {ID}", "sis.example")

    @pytest.mark.parametrize("status", [400, 401])
    def test_refuses_wrong_credentials(self, school, status):
        with pytest.raises(NotAuthorisedError):
            ROSTER.check(school.context(secret="another"))
        school.wire.fault("/token", status=status)
        with pytest.raises(NotAuthorisedError):
            ROSTER.check(school.context())

    @pytest.mark.parametrize("name", ["address", "token_address"])
    def test_says_which_address_cannot_be_called(self, school, name):
        with pytest.raises(InvalidInputError) as refused:
            ROSTER.check(school.context(**{name: "https://elsewhere.example"}))
        assert set(refused.value.fields) == {name}

    def test_needs_the_permission_to_read(self, school):
        school.wire.fault("/users", status=403)
        with pytest.raises(ForbiddenScopeError):
            ROSTER.check(school.context())


class TestEverybody:
    @pytest.mark.parametrize("counted", [True, False])
    @pytest.mark.parametrize("most", [2, 1000])
    def test_comes_page_by_page_however_long(self, school, counted, most):
        school.counted, school.most = counted, most
        people, gone, bad, cursor = read(school)
        assert set(people) == set(school.users)
        assert (gone, bad) == ([], [])
        assert cursor == {"v": 1, "since": "2026-03-02T09:55:00.000Z"}

    def test_is_not_read_for_ever(self, school, monkeypatch):
        monkeypatch.setattr(service, "MOST_USERS", 4)
        school.counted, school.most = False, 2
        with pytest.raises(UnavailableError, match="does not end"):
            read(school)

    def test_is_told_as_a_record(self, school):
        roles = [
            {"roleType": "secondary", "role": "teacher", "org": {"sourcedId": "north"}},
            {"roleType": "primary", "role": "siteAdministrator", "org": {"sourcedId": "south"}},
        ]
        school.change(
            "user-1",
            username="r.adeyemi",
            userMasterIdentifier="state-7",
            identifier="1003",
            givenName="Ruth",
            familyName="Adeyemi",
            preferredFirstName="Ru",
            email="ruth@school.example",
            roles=roles,
        )
        ruth = read(school)[0]["user-1"]
        assert (ruth.name, ruth.given_name, ruth.family_name) == ("Ru Adeyemi", "Ruth", "Adeyemi")
        assert (ruth.user_name, ruth.external_id) == ("r.adeyemi", "state-7")
        assert (ruth.employee_number, ruth.email) == ("1003", "ruth@school.example")
        assert (ruth.title, ruth.work_location) == ("Site administrator", "South School")
        assert ruth.status is EmploymentStatus.ACTIVE

    def test_may_be_of_the_older_version(self, school):
        school.change("user-1", role="aide", orgs=[{"sourcedId": "south"}])
        del school.users["user-1"]["roles"]
        people = read(school, address=f"{ORIGIN}/ims/oneroster/v1p1")[0]
        assert people["user-1"].title == "Aide"
        assert people["user-1"].work_location == "South School"
        assert any("v1p1/scope" in unquote_plus(str(sent)) for _, _, sent, _ in school.wire.calls)

    @pytest.mark.parametrize("facts", [{"enabledUser": "false"}, {"status": "tobedeleted"}])
    def test_who_left_is_not_there(self, school, facts):
        school.change("user-1", **facts)
        people, gone, _, _ = read(school)
        assert "user-1" not in people
        assert gone == []

    @pytest.mark.parametrize(
        ("who", "wanted"),
        [
            ("members", {"student", "teacher"}),
            ("staff", {"teacher"}),
            ("students", {"student"}),
            ("everybody", {"student", "teacher", "parent"}),
        ],
    )
    def test_is_whom_administrators_want(self, school, who, wanted):
        school.users.clear()
        for role in ("student", "teacher", "parent"):
            school.add(role, role=role)
        people, gone, _, _ = read(school, who=who)
        assert (set(people), gone) == (wanted, [])

    def test_has_no_school_where_these_are_not_told(self, school):
        school.wire.fault("/orgs", status=403)
        assert read(school)[0]["user-1"].work_location == ""

    def test_knows_so_many_schools(self, school, monkeypatch):
        monkeypatch.setattr("integrations.school.oneroster.service.MOST_ORGANIZATIONS", 1)
        school.counted = False
        school.change("user-1", primaryOrg={"sourcedId": "south"})
        assert read(school)[0]["user-1"].work_location == "South School"

    def test_goes_on_after_a_page(self, school):
        pages = list(ROSTER.pull("people", school.context(), None, None))
        rest = list(ROSTER.pull("people", school.context(), pages[0].next_cursor, None))
        assert rest == pages[1:]

    @pytest.mark.parametrize("deed", ["add", "remove", "empty"])
    def test_begins_anew_when_the_list_moved(self, school, deed):
        running = ROSTER.pull("people", school.context(), None, None)
        next(running)
        if deed == "add":
            school.add("a-newcomer")
        elif deed == "remove":
            del school.users["user-0"]
        else:
            school.users.clear()
        with pytest.raises(CursorExpiredError):
            list(running)


class TestChanges:
    def test_are_read_and_nothing_else(self, school):
        cursor = read(school)[3]
        school.clock.advance(hours=1)
        school.change("user-1", email="new@school.example")
        school.change("user-2", status="tobedeleted")
        school.change("user-3", enabledUser="false")
        school.add("user-8")
        people, gone, bad, after = read(school, cursor)
        assert set(people) == {"user-1", "user-8"}
        assert (gone, bad) == (["user-2", "user-3"], [])
        assert after == {"v": 1, "since": "2026-03-02T10:55:00.000Z"}

    def test_none_move_the_cursor_only(self, school):
        cursor = read(school)[3]
        school.clock.advance(hours=1)
        assert read(school, cursor)[:3] == ({}, [], [])

    def test_who_is_wanted_no_more_is_gone(self, school):
        cursor = read(school)[3]
        school.clock.advance(hours=1)
        roles = [{"roleType": "primary", "role": "parent", "org": {"sourcedId": "north"}}]
        school.change("user-1", roles=roles)
        assert read(school, cursor)[:2] == ({}, ["user-1"])

    def test_are_found_whatever_our_clock_says(self, school):
        ours = FakeClock(school.clock.now() + timedelta(days=400))
        cursor = read_all(ROSTER, "people", school.context(clock=ours))[3]
        school.clock.advance(hours=1)
        school.change("user-1")
        assert set(read_all(ROSTER, "people", school.context(clock=ours), cursor)[0]) == {"user-1"}

    def test_are_not_told_by_every_service(self, school):
        cursor = read(school)[3]
        school.filters = False
        with pytest.raises(CursorExpiredError):
            read(school, cursor)

    def test_without_a_clock_begin_earlier(self, school):
        school.wire.now = None
        assert read(school)[3]["since"] == "2026-03-02T08:55:00.000Z"


class TestTokens:
    def test_are_renewed_before_they_end(self, school):
        running = ROSTER.pull("people", school.context(), None, None)
        next(running)
        school.clock.advance(minutes=59)
        list(running)
        assert len(school.tokens) == 2

    def test_that_are_refused_are_renewed_once(self, school):
        school.wire.fault("/users", status=401)
        assert len(read(school)[0]) == 7
        school.wire.fault("/users", status=401, times=2)
        with pytest.raises(NotAuthorisedError):
            read(school)


class TestFaults:
    @pytest.mark.parametrize(
        ("status", "headers", "error"),
        [
            (403, {}, ForbiddenScopeError),
            (404, {}, UnavailableError),
            (429, {"Retry-After": "90"}, RateLimitedError),
            (500, {}, UnavailableError),
        ],
    )
    def test_are_told_apart(self, school, status, headers, error):
        school.wire.fault("/users", status=status, headers=headers)
        with pytest.raises(error) as raised:
            read(school)
        assert type(raised.value) is error

    @pytest.mark.parametrize(
        "body", [b'{"users": [{"sourcedId": "us', b"[]", b'{"users": {}}', silence("sis.example")]
    )
    def test_of_bodies_are_worth_another_try(self, school, body):
        school.wire.fault("/users", status=200, body=body)
        with pytest.raises(UnavailableError):
            read(school)

    def test_of_lists_that_end_too_early(self, school):
        headers = {"X-Total-Count": "7"}
        school.wire.fault("/users", status=200, headers=headers, body=b'{"users": []}')
        with pytest.raises(UnavailableError, match="left out"):
            read(school)

    @pytest.mark.parametrize(
        ("part", "body"),
        [("/orgs", b'{"orgs": [{"name": "Nowhere"}]}'), ("/token", b'{"access_token": ""}')],
    )
    def test_of_what_else_is_asked(self, school, part, body):
        school.wire.fault(part, status=200, body=body)
        with pytest.raises(UnavailableError):
            read(school)

    @pytest.mark.parametrize(
        ("user", "field", "key"),
        [
            ({"sourcedId": ""}, "sourcedId", ""),
            ({"sourcedId": 7, "enabledUser": "perhaps"}, "enabledUser", "7"),
            ({"sourcedId": "u", "email": ["a@b.example"]}, "email", "u"),
            ({"sourcedId": "u", "roles": [{"roleType": "primary"}]}, "roles", "u"),
        ],
    )
    def test_of_a_user_leave_out_that_user(self, school, user, field, key):
        users = [user, {"sourcedId": 8, "role": "student", "identifier": None}]
        body = json.dumps({"users": users}).encode()
        school.wire.fault("/users", status=200, headers={"X-Total-Count": "2"}, body=body)
        people, _, bad, _ = read(school)
        assert set(people) == {"8"}
        assert [(one.key, dict(one.sentence.params)["field"]) for one in bad] == [(key, field)]
