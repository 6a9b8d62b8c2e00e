"""The shapes in which Microsoft Entra patches users and groups.

The steps follow the collection of Microsoft's SCIM reference code and the documented requests of
Entra's provisioning; the requests are written anew.
"""

import pytest

from core.domain.directory import Presence
from tests.web.scim.collection import MANAGER, person
from tests.web.scim.provider import ENTERPRISE, PATCH


class TestPatchesOfUsers:
    @pytest.fixture
    def key(self, provider):
        return provider.post("/Users", person()).json["id"]

    def patched(self, provider, key, *operations):
        answer = provider.patch(f"/Users/{key}", *operations)
        assert answer.status_code == 200, answer.json
        assert provider.get(f"/Users/{key}").json == answer.json
        return answer.json

    def test_names_of_operations_have_no_case(self, provider, key):
        made = self.patched(provider, key, {"op": "Replace", "path": "userName", "value": "new"})
        assert made["userName"] == "new"

    @pytest.mark.parametrize(
        "value", [False, "False", "false", [{"value": "False"}], [{"$ref": None, "value": "False"}]]
    )
    def test_leaving(self, provider, key, value):
        made = self.patched(provider, key, {"op": "Replace", "path": "active", "value": value})
        assert made["active"] is False
        assert provider.entry(key).presence is Presence.GONE

    def test_without_a_path_keys_are_paths(self, provider, key):
        value = {
            "active": "False",
            "name.familyName": "Doe",
            'emails[type eq "work"].value': "new@example.org",
            f"{ENTERPRISE}:department": "Law",
            ENTERPRISE: {"employeeNumber": "7", "manager": "m1"},
            "unheardOf": 1,
            "no attribute": 2,
        }
        made = self.patched(provider, key, {"op": "Replace", "value": value})
        assert made["active"] is False
        assert made["name"]["familyName"] == "Doe"
        assert made["emails"][0]["value"] == "new@example.org"
        manager = {"value": "m1"}
        assert made[ENTERPRISE] == {
            "department": "Law",
            "employeeNumber": "7",
            "manager": manager,
        }

    @pytest.mark.parametrize(
        ("path", "value"),
        [
            (MANAGER, "boss"),
            (MANAGER, {"value": "boss"}),
            (MANAGER, {"$ref": None, "Value": "boss", "displayName": "The boss"}),
            (MANAGER, [{"$ref": None, "value": "boss"}]),
            (f"{MANAGER}.value", "boss"),
            ("manager", "boss"),
            (ENTERPRISE, {"manager": "boss"}),
        ],
    )
    def test_a_manager_in_every_shape(self, provider, key, path, value):
        ref = "https://hub.example.org/scim/v2/Users/old"
        old = {"op": "Add", "path": MANAGER, "value": {"value": "old", "$ref": ref}}
        assert self.patched(provider, key, old)[ENTERPRISE]["manager"]["$ref"] == ref
        made = self.patched(provider, key, {"op": "Add", "path": path, "value": value})
        assert made[ENTERPRISE]["manager"] == {"value": "boss"}
        assert provider.entry(key).record.manager_key == "boss"

    @pytest.mark.parametrize(
        "operation",
        [
            {"op": "Remove", "path": MANAGER},
            {"op": "Replace", "path": MANAGER, "value": ""},
            {"op": "Replace", "path": MANAGER, "value": None},
            {"op": "Replace", "path": MANAGER, "value": []},
            {"op": "Replace", "value": {MANAGER: {"value": None}}},
        ],
    )
    def test_a_manager_goes(self, provider, key, operation):
        self.patched(provider, key, {"op": "Add", "path": MANAGER, "value": "boss"})
        assert ENTERPRISE not in self.patched(provider, key, operation)

    def test_a_manager_cannot_be_a_number(self, provider, key):
        answer = provider.patch(f"/Users/{key}", {"op": "Add", "path": MANAGER, "value": 5})
        assert (answer.status_code, answer.json["scimType"]) == (400, "invalidValue")

    def test_a_value_that_is_not_there_yet_is_made(self, provider):
        key = provider.user("bare")
        made = self.patched(
            provider,
            key,
            {"op": "Replace", "path": 'emails[type eq "work"].value', "value": "b@example.org"},
            {"op": "Add", "path": 'phoneNumbers[type eq "mobile"].value', "value": "1"},
            {"op": "Add", "path": 'addresses[type eq "work"].formatted', "value": "Room 5"},
            {"op": "Add", "path": 'roles[primary eq "True"].value', "value": "Dean"},
        )
        assert made["emails"] == [{"type": "work", "value": "b@example.org"}]
        assert made["phoneNumbers"] == [{"type": "mobile", "value": "1"}]
        assert made["addresses"] == [{"type": "work", "formatted": "Room 5"}]
        assert made["roles"] == [{"primary": True, "value": "Dean"}]
        assert provider.entry(key).record.email == "b@example.org"

    def test_whole_values(self, provider, key):
        made = self.patched(
            provider,
            key,
            {"op": "Replace", "path": 'emails[type eq "home"]', "value": {"value": "h@x.org"}},
            {"op": "Add", "path": "emails", "value": {"value": "third@x.org", "type": "other"}},
            {"op": "Add", "path": "roles", "value": "Reader"},
            {"op": "Replace", "path": "name", "value": {"givenName": "Kim", "middleName": None}},
        )
        values = [email["value"] for email in made["emails"]]
        assert values == ["Gwen@example.org", "h@x.org", "third@x.org"]
        assert made["roles"] == [{"value": "Reader"}]

    def test_values_are_removed(self, provider, key):
        made = self.patched(
            provider,
            key,
            {"op": "Remove", "path": 'emails[type eq "home"]'},
            {"op": "Remove", "path": "addresses"},
            {"op": "Replace", "path": "displayName", "value": None},
        )
        assert [email["type"] for email in made["emails"]] == ["work"]
        assert "addresses" not in made
        assert "displayName" not in made

    def test_what_is_not_theirs_to_say_is_looked_over(self, provider, key):
        before = provider.get(f"/Users/{key}").json
        made = self.patched(
            provider,
            key,
            {"op": "Replace", "path": "id", "value": "mine"},
            {"op": "Replace", "path": "password", "value": "secret"},
            {"op": "Replace", "value": {"meta": {}, "groups": [], "schemas": []}},
        )
        assert made == before

    def test_unknown_attributes_change_nothing(self, provider, key):
        before = provider.get(f"/Users/{key}").json
        custom = "urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User:tag"
        assert self.patched(provider, key, {"op": "Add", "path": custom, "value": "x"}) == before


class TestPatchesOfGroups:
    def test_members_are_removed_by_their_values(self, provider):
        key = provider.group("G", "a", "b", "c")
        value = [{"$ref": None, "value": "a"}, {"$ref": None, "value": "b"}]
        answer = provider.patch(
            f"/Groups/{key}", {"op": "Remove", "path": "members", "value": value}
        )
        assert answer.status_code == 204
        assert [m["value"] for m in provider.get(f"/Groups/{key}").json["members"]] == ["c"]

    def test_several_are_removed_by_one_path(self, provider):
        key = provider.group("G", "a", "b", "c")
        path = 'members[value eq "a" or value eq "c"]'
        provider.patch(f"/Groups/{key}", {"op": "Remove", "path": path})
        assert [m["value"] for m in provider.get(f"/Groups/{key}").json["members"]] == ["b"]

    def test_parts_of_members_are_changed(self, provider):
        key = provider.group("G", "a", "b")
        path = 'members[value eq "a"].display'
        operation = {"op": "Add", "path": path, "value": "Ada"}
        assert provider.patch(f"/Groups/{key}", operation).status_code == 204
        members = provider.get(f"/Groups/{key}").json["members"]
        assert members == [{"value": "a", "display": "Ada"}, {"value": "b"}]

    def test_name_and_members_in_one_request_without_a_path(self, provider):
        key = provider.group("G", "a")
        value = {"displayName": "H", "members": [{"value": "b"}], "externalId": "e"}
        answer = provider.call(
            "PATCH",
            f"/Groups/{key}?attributes=displayName,members",
            {"schemas": [PATCH], "Operations": [{"op": "Add", "value": value}]},
        )
        assert answer.status_code == 200
        assert answer.json["displayName"] == "H"
        assert [member["value"] for member in answer.json["members"]] == ["a", "b"]
        [found] = provider.found('/Groups?filter=externalId eq "e"')
        assert found["id"] == key

    def test_a_member_needs_a_value(self, provider):
        key = provider.group("G")
        operation = {"op": "Add", "path": "members", "value": [{"display": "nobody"}]}
        answer = provider.patch(f"/Groups/{key}", operation)
        assert (answer.status_code, answer.json["scimType"]) == (400, "invalidValue")

    def test_users_know_their_groups(self, provider):
        key = provider.user("ada")
        group = provider.group("Mentors", key)
        shown = provider.get(f"/Users/{key}").json["groups"]
        assert shown == [
            {
                "value": group,
                "$ref": f"http://localhost:8000/scim/v2/Groups/{group}",
                "display": "Mentors",
                "type": "direct",
            }
        ]
        assert "groups" not in provider.found("/Users?excludedAttributes=groups")[0]
        assert provider.found("/Users?attributes=groups.display")[0]["groups"]
        provider.delete(f"/Users/{key}")
        assert "members" not in provider.get(f"/Groups/{group}").json
