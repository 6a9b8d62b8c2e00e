"""The rest of RFC 7644: errors, and who may call."""

import time
from dataclasses import replace

import pytest
import structlog
from structlog.testing import capture_logs

from core.domain.connection import ConnectionStatus
from tests.web.hub import HTTP, ORGANIZATION, Hub
from tests.web.scim.provider import ERROR, GROUP, USER, Provider
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
