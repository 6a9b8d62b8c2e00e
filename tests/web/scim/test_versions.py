"""Versions of RFC 7644, and what happens at once."""

import pytest

from tests.fakes.time_and_chance import SlowClock, SlowEntropy
from tests.storage.at_once import at_once
from tests.web.hub import Hub
from tests.web.scim.provider import GROUP, USER, Provider
from web.scim.routes import scim


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
