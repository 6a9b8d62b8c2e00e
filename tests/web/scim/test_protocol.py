"""The rest of RFC 7644: errors, versions, pages, searches, tokens, and what happens at once."""

import time
from dataclasses import replace

import pytest
import structlog
from structlog.testing import capture_logs

from core.domain.connection import ConnectionStatus
from core.domain.directory import Presence
from tests.fakes.time_and_chance import SlowClock, SlowEntropy
from tests.storage.at_once import at_once
from tests.web.hub import HTTP, ORGANIZATION, Hub
from tests.web.scim.provider import ENTERPRISE, ERROR, GROUP, USER, Provider
from web.scim.routes import LARGEST_REQUEST, scim

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def set_status(provider, status):
    with provider.hub.storage.tenant(ORGANIZATION) as work:
        connection = work.connections.get(provider.connection_id)
        work.connections.update(replace(connection, status=status, version=connection.version + 1))


class TestErrors:
    @pytest.mark.parametrize(
        ("path", "able"),
        [
            ("/ServiceProviderConfig", {"GET"}),
            ("/ResourceTypes", {"GET"}),
            ("/ResourceTypes/User", {"GET"}),
            ("/Schemas/" + USER, {"GET"}),
            ("/Users", {"GET", "POST"}),
            ("/Users/.search", {"POST"}),
            ("/.search", {"POST"}),
            ("/Groups/" + 32 * "0", {"GET", "PUT", "PATCH", "DELETE"}),
        ],
    )
    def test_methods_that_there_are_not(self, provider, path, able):
        for method in set(METHODS) - able:
            answer = provider.call(method, path)
            assert answer.status_code == 405
            assert answer.json == answer.json | {"schemas": [ERROR], "status": "405"}
            assert set(answer.headers["Allow"].split(", ")) == able

    @pytest.mark.parametrize("path", ["/Nothing", "/Nothing/1", "/ServiceProviderConfig/1", ""])
    def test_addresses_that_there_are_not(self, provider, path):
        answer = provider.get(path)
        assert (answer.status_code, answer.json["status"]) == (404, "404")
        assert answer.content_type == "application/scim+json"

    @pytest.mark.parametrize("path", ["/Me", "/Bulk"])
    def test_what_is_not_supported_says_so(self, provider, path):
        assert provider.post(path, {}).status_code == 501

    def test_unknown_ids(self, provider):
        for path in ("/Users/x", "/Groups/x", "/Groups/{" + 32 * "0" + "}", "/Schemas/x"):
            assert provider.get(path).status_code == 404
        for path in ("/Users/x", "/Groups/" + 32 * "0"):
            assert provider.delete(path).status_code == 404
            value = {"op": "replace", "path": "displayName", "value": "y"}
            assert provider.patch(path, value).status_code == 404

    def test_a_request_can_be_too_large(self, provider):
        body = '{"userName": "' + "x" * LARGEST_REQUEST + '"}'
        answer = provider.client.post("/scim/v2/Users", data=body, headers=provider.headers)
        assert (answer.status_code, answer.json["status"]) == (413, "413")

    def test_a_large_group_is_not_too_large(self, provider):
        members = [f"{number:036}" for number in range(20_000)]
        key = provider.group("Everybody", *members)
        shown = provider.get(f'/Groups?filter=members.value eq "{members[5]}"&attributes=id')
        assert [group["id"] for group in shown.json["Resources"]] == [key]

    @pytest.mark.parametrize(
        ("asked", "kind"),
        [
            ("filter=userName", "invalidFilter"),
            ("filter=nothing eq 1", "invalidFilter"),
            ("filter=groups pr", "invalidFilter"),
            ('filter=name eq "x"', "invalidFilter"),
            ('filter=password eq "x"', "invalidFilter"),
            ('filter=meta.resourceType co "x"', "invalidFilter"),
            ('filter=userName eq "' + "x" * 4_000 + '"', "invalidFilter"),
            ('filter=userName eq "\\ud800"', "invalidFilter"),
            ("sortBy=name", "invalidPath"),
            ("sortBy=groups", "invalidFilter"),
            ("count=many", "invalidValue"),
            ("attributes=userName&excludedAttributes=id", "invalidValue"),
        ],
    )
    def test_questions_that_make_no_sense(self, provider, asked, kind):
        answer = provider.get(f"/Users?{asked}")
        assert (answer.status_code, answer.json["scimType"]) == (400, kind)

    @pytest.mark.parametrize(
        ("operation", "kind"),
        [
            ({"op": "Remove", "path": "userName"}, "mutability"),
            ({"op": "jump", "path": "title", "value": "x"}, "invalidValue"),
            ({"op": "replace", "value": "x"}, "invalidValue"),
            ({"op": "add", "path": "title["}, "invalidPath"),
            ({"op": "add", "path": "title[", "value": "x"}, "invalidPath"),
            ({"op": "remove"}, "noTarget"),
            ({"op": "replace", "path": "title", "value": {"a": 1}}, "invalidValue"),
        ],
    )
    def test_patches_that_make_no_sense(self, provider, operation, kind):
        answer = provider.patch(f"/Users/{provider.user()}", operation)
        assert (answer.status_code, answer.json["scimType"]) == (400, kind)

    def test_a_user_keeps_a_name(self, provider):
        answer = provider.post("/Users", {"schemas": [USER], "userName": " "})
        assert (answer.status_code, answer.json["scimType"]) == (400, "invalidValue")
        empty = {"op": "replace", "path": "userName", "value": ""}
        answer = provider.patch(f"/Users/{provider.user()}", empty)
        assert (answer.status_code, answer.json["scimType"]) == (400, "invalidValue")

    def test_many_opening_brackets_are_read_at_once(self, provider):
        began = time.monotonic()
        answer = provider.post("/Users/.search", {"attributes": "[" * 100_000})
        assert (answer.status_code, answer.json["scimType"]) == (400, "invalidPath")
        assert time.monotonic() - began < 5

    @pytest.mark.parametrize("body", [[], {}, {"Operations": {}}, {"Operations": ["x"]}])
    def test_a_patch_has_operations(self, provider, body):
        answer = provider.call("PATCH", f"/Users/{provider.user()}", body)
        assert (answer.status_code, answer.json["scimType"]) == (400, "invalidSyntax")

    def test_no_operation_at_all_changes_nothing(self, provider):
        key = provider.user()
        answer = provider.patch(f"/Users/{key}")
        assert (answer.status_code, answer.headers["ETag"]) == (200, 'W/"1"')

    def test_text_that_cannot_be_stored(self, storage):
        provider = Provider(Hub(storage=storage, blueprints=[scim]))
        answer = provider.post("/Users", {"schemas": [USER], "userName": "a", "title": "\0"})
        assert (answer.status_code, answer.json["scimType"]) == (400, "invalidValue")
        answer = provider.post("/Groups", {"schemas": [GROUP], "displayName": "\0"})
        assert (answer.status_code, answer.json["scimType"]) == (400, "invalidValue")

    def test_a_failure_of_ours_is_a_scim_error_too(self, provider, monkeypatch):
        monkeypatch.setattr(provider.hub.storage, "tenant", lambda _id: 1 / 0)
        answer = provider.get("/Users")
        assert (answer.status_code, answer.json["schemas"]) == (500, [ERROR])


class TestVersions:
    def test_each_change_is_a_new_version(self, provider):
        key = provider.user(displayName="Mia")
        first = provider.get(f"/Users/{key}")
        assert first.headers["ETag"] == first.json["meta"]["version"] == 'W/"1"'
        assert first.headers["Content-Location"] == first.json["meta"]["location"]
        name = {"op": "replace", "path": "displayName", "value": "Mia M."}
        provider.hub.clock.advance(hours=1)
        second = provider.patch(f"/Users/{key}", name)
        assert second.headers["ETag"] == 'W/"2"'
        assert second.json["meta"]["lastModified"] > second.json["meta"]["created"]
        assert provider.patch(f"/Users/{key}", name).headers["ETag"] == 'W/"2"'

    @pytest.mark.parametrize("kind", ["Users", "Groups"])
    def test_who_knows_the_version_is_not_told_again(self, provider, kind):
        key = provider.user() if kind == "Users" else provider.group()
        path = f"/{kind}/{key}"
        assert provider.get(path, If_None_Match='W/"1"').status_code == 304
        assert provider.get(path, If_None_Match='"0", W/"1"').status_code == 304
        assert provider.get(path, If_None_Match="*").status_code == 304
        assert provider.get(path, If_None_Match='W/"2"').status_code == 200

    @pytest.mark.parametrize("kind", ["Users", "Groups"])
    def test_an_older_version_is_not_changed(self, provider, kind):
        key = provider.user() if kind == "Users" else provider.group()
        path = f"/{kind}/{key}"
        name = {"op": "replace", "path": "displayName", "value": "New"}
        body = {"schemas": [USER if kind == "Users" else GROUP], "displayName": "Put"}
        body |= {"userName": "put"} if kind == "Users" else {}
        assert provider.patch(path, name, If_Match='W/"1"').status_code < 300
        for refused in (
            provider.patch(path, name, If_Match='W/"1"'),
            provider.put(path, body, If_Match='W/"1"'),
            provider.delete(path, If_Match='W/"1"'),
            provider.delete(path, If_Match="nonsense"),
        ):
            assert (refused.status_code, refused.json["status"]) == (412, "412")
        assert provider.get(path).json["displayName"] == "New"
        assert provider.put(path, body, If_Match="*").status_code == 200
        assert provider.delete(path, If_Match='W/"3"').status_code == 204

    def test_members_make_a_new_version_only_when_they_change(self, provider):
        key = provider.group("G", "a")
        add = {"op": "add", "path": "members", "value": [{"value": "a"}]}
        assert provider.patch(f"/Groups/{key}", add).headers["ETag"] == 'W/"1"'
        add["value"] = [{"value": "b"}]
        assert provider.patch(f"/Groups/{key}", add).headers["ETag"] == 'W/"2"'


class TestPagesAndSearches:
    def test_count_nothing_and_count_too_much(self, provider):
        for number in range(3):
            provider.user(f"user{number}")
        none = provider.get("/Users?count=0").json
        assert (none["totalResults"], none["itemsPerPage"], none["Resources"]) == (3, 0, [])
        assert provider.get("/Users?count=-5").json["itemsPerPage"] == 0
        assert provider.get("/Users?count=100000").json["itemsPerPage"] == 3
        past = provider.get("/Users?startIndex=9&count=5").json
        assert (past["totalResults"], past["Resources"]) == (3, [])
        assert provider.get("/Users?startIndex=-3").json["startIndex"] == 1

    def test_sorted(self, provider):
        for name in ("b", "C", "a"):
            provider.user(name)
        rising = [user["userName"] for user in provider.found("/Users?sortBy=userName")]
        falling = provider.found("/Users?sortBy=userName&sortOrder=descending")
        assert rising == ["a", "b", "C"]
        assert [user["userName"] for user in falling] == ["C", "b", "a"]

    def test_only_what_is_asked_for(self, provider):
        key = provider.user(displayName="Mia", title="Dean")
        shown = provider.get(f"/Users/{key}?attributes=title").json
        assert set(shown) == {"schemas", "id", "title"}
        assert "title" not in provider.get(f"/Users/{key}?excludedAttributes=title,id").json
        made = provider.post("/Users?attributes=userName", {"schemas": [USER], "userName": "b"})
        assert set(made.json) == {"schemas", "id", "userName"}
        assert made.headers["Location"] == f"http://localhost:8000/scim/v2/Users/{made.json['id']}"

    def test_search_by_post(self, provider):
        key, group = provider.user("ada", displayName="Ada"), provider.group("Ada")
        asked = {"filter": 'displayName eq "ADA"', "count": 10}
        users = provider.post("/Users/.search", asked).json
        groups = provider.post("/Groups/.search", asked).json
        both = provider.post("/.search", asked).json
        assert [one["id"] for one in users["Resources"]] == [key]
        assert [one["id"] for one in groups["Resources"]] == [group]
        assert [one["id"] for one in both["Resources"]] == [key, group]
        assert both["totalResults"] == 2

    def test_everything_has_pages_across_kinds(self, provider):
        users = sorted(provider.user(f"user{number}") for number in range(3))
        groups = sorted(provider.group(f"group{number}") for number in range(3))
        seen = []
        for start in (1, 3, 5, 7):
            page = provider.post("/.search", {"startIndex": start, "count": 2}).json
            assert page["totalResults"] == 6
            seen += [one["id"] for one in page["Resources"]]
        assert seen == users + groups

    @pytest.mark.parametrize(
        ("asked", "kinds"),
        [
            ("userName pr", ["User"]),
            ('members[value eq "a"]', ["Group"]),
            ('emails[type eq "work"] or displayName pr', ["Group"]),
            ('userName eq "ada" or displayName eq "Mentors"', ["User", "Group"]),
            ('meta.resourceType eq "Group"', ["Group"]),
            ('meta.resourceType ne "Group"', ["User"]),
        ],
    )
    def test_what_a_kind_does_not_have_is_not_found_there(self, provider, asked, kinds):
        provider.user("ada")
        provider.group("Mentors", "a")
        found = provider.post("/.search", {"filter": asked}).json["Resources"]
        assert [one["meta"]["resourceType"] for one in found] == kinds

    def test_a_search_that_is_no_object_asks_for_everything(self, provider):
        provider.user()
        for path in ("/.search", "/Users/.search", "/Groups/.search"):
            assert provider.post(path, []).status_code == 200


class TestConnections:
    def test_a_provider_sees_its_own_connection_only(self, provider):
        other = Provider(provider.hub, number=802)
        key, group = provider.user("ada"), provider.group("G")
        assert other.get(f"/Users/{key}").status_code == 404
        assert other.get(f"/Groups/{group}").status_code == 404
        assert other.get("/Users").json["totalResults"] == 0
        assert other.delete(f"/Users/{key}").status_code == 404
        assert other.user("ada") != key

    @pytest.mark.parametrize("status", [ConnectionStatus.PAUSED, ConnectionStatus.DRAFT])
    def test_a_connection_that_is_not_on_is_only_read(self, provider, status):
        key, group = provider.user("ada"), provider.group("G")
        set_status(provider, status)
        assert provider.get(f"/Users/{key}").status_code == 200
        title = {"op": "replace", "path": "title", "value": "x"}
        for refused in (
            provider.post("/Users", {"schemas": [USER], "userName": "ben"}),
            provider.patch(f"/Users/{key}", title),
            provider.delete(f"/Users/{key}"),
            provider.post("/Groups", {"schemas": [GROUP], "displayName": "H"}),
            provider.delete(f"/Groups/{group}"),
        ):
            assert (refused.status_code, refused.json["status"]) == (503, "503")
            assert int(refused.headers["Retry-After"]) > 0

    def test_a_deleted_connection_takes_nothing(self, provider):
        with provider.hub.storage.tenant(ORGANIZATION) as work:
            work.connections.remove(provider.connection_id)
        assert provider.post("/Users", {"schemas": [USER], "userName": "b"}).status_code == 401

    def test_who_has_a_token_is_not_slowed_down(self):
        hub = Hub(replace(HTTP, rate_limit="3 per minute"), blueprints=[scim])
        provider = Provider(hub)
        assert [provider.get("/Users").status_code for _ in range(6)] == 6 * [200]
        strangers = [provider.client.get("/scim/v2/Users") for _ in range(6)]
        assert [answer.status_code for answer in strangers] == 3 * [401] + 3 * [429]
        assert strangers[-1].json["schemas"] == [ERROR]
        assert strangers[-1].headers["Retry-After"]

    def test_the_log_names_the_connection_and_nobody_in_it(self, provider):
        with capture_logs([structlog.contextvars.merge_contextvars]) as lines:
            key = provider.user("ada@uni.test")
            provider.get('/Users?filter=userName eq "ada@uni.test"')
        requests = [line for line in lines if line["event"] == "request"]
        assert {line["connection_id"] for line in requests} == {str(provider.connection_id)}
        assert {line["organization_id"] for line in requests} == {str(ORGANIZATION)}
        for secret in (key, provider.token, "ada"):
            assert secret not in str(lines)


class TestPeople:
    def test_a_user_becomes_a_person(self, provider):
        key = provider.user(
            "ada@uni.test",
            displayName="Ada Lovelace",
            title="Dean",
            timezone="Europe/Berlin",
            locale="de_DE",
            emails=[{"value": "home@x.test"}, {"value": "ada@uni.test", "type": "work"}],
            **{ENTERPRISE: {"employeeNumber": "1", "department": "Maths"}},
        )
        entry = provider.entry(key)
        with provider.hub.storage.tenant(ORGANIZATION) as work:
            person = work.people.get(entry.person_id)
            profile = work.profiles.get(entry.person_id)
        assert (person.name, person.email) == ("Ada Lovelace", "ada@uni.test")
        assert (profile.headline, profile.time_zone) == ("Dean", "Europe/Berlin")

    def test_a_deleted_user_is_gone_and_their_name_is_free(self, provider):
        key = provider.user("ada")
        with provider.hub.storage.tenant(ORGANIZATION) as work:
            person_id = work.directory_entries.get(provider.connection_id, key).person_id
        assert provider.delete(f"/Users/{key}").status_code == 204
        assert provider.delete(f"/Users/{key}").status_code == 404
        with provider.hub.storage.tenant(ORGANIZATION) as work:
            assert work.people.get(person_id).presence is Presence.GONE
        assert provider.user("ada") != key


class TestAtOnce:
    def test_of_two_users_with_one_name_one_is_created(self, storage):
        hub = Hub(storage=storage, clock=SlowClock(), blueprints=[scim])
        provider = Provider(hub)
        hub.entropy.uuid = SlowEntropy().uuid
        body = {"schemas": [USER], "userName": "ada"}
        made = at_once(*[lambda: provider.post("/Users", body).status_code] * 3)
        assert sorted(made) == [201, 409, 409]
        assert provider.get("/Users").json["totalResults"] == 1

    def test_no_change_is_lost(self, storage):
        provider = Provider(Hub(storage=storage, clock=SlowClock(), blueprints=[scim]))
        key, group = provider.user("ada"), provider.group("G")
        fields = ("title", "nickName", "displayName")

        def patch(name):
            operation = {"op": "replace", "path": name, "value": name}
            return provider.patch(f"/Users/{key}", operation).status_code

        def join(name):
            operation = {"op": "add", "path": "members", "value": [{"value": name}]}
            return provider.patch(f"/Groups/{group}", operation).status_code

        works = [lambda n=name: patch(n) for name in fields]
        assert set(at_once(*works, *[lambda n=name: join(n) for name in fields])) == {200, 204}
        shown = provider.get(f"/Users/{key}").json
        assert [shown[name] for name in fields] == list(fields)
        assert shown["meta"]["version"] == 'W/"4"'
        assert len(provider.get(f"/Groups/{group}").json["members"]) == 3
