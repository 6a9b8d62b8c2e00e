"""What Microsoft's published request collection for SCIM servers asks.

The steps follow the collection of Microsoft's SCIM reference code and the documented requests of
Entra's provisioning; the requests are written anew.
"""

import pytest

from core.domain.directory import Presence
from tests.web.scim.collection import MANAGER, person
from tests.web.scim.provider import ENTERPRISE, GROUP

AD_GROUP = "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"
DOMAINS = "emails.Value co example.org or emails.Value co example.com"
WIDE = f"name.FamilyName eq Employee and ({DOMAINS})"


class TestTheCollectionsUsers:
    def test_names_of_endpoints_have_no_case_and_may_end_in_a_slash(self, provider):
        assert provider.get("/users").status_code == 200
        assert provider.get("/Users/").status_code == 200
        key = provider.post("/users/", person()).json["id"]
        assert provider.get(f"/users/{key}").status_code == 200

    def test_discovery(self, provider):
        types = provider.found("/ResourceTypes")
        assert [one["endpoint"] for one in types] == ["/Users", "/Groups"]
        assert provider.get("/ServiceProviderConfig").json["patch"] == {"supported": True}
        schemas = provider.get("/Schemas")
        assert "User Account" in schemas.get_data(as_text=True)
        assert "null" not in schemas.get_data(as_text=True)

    def test_attributes_have_no_case(self, provider):
        extension = {"Department": "Physics", "Manager": {"Value": "SuzzyQ"}}
        made = provider.post("/Users", person(**{ENTERPRISE: extension})).json
        assert made["emails"][0] == {
            "primary": True,
            "type": "work",
            "value": "Gwen@example.org",
        }
        assert made[ENTERPRISE] == {"department": "Physics", "manager": {"value": "SuzzyQ"}}
        assert made["addresses"][1] == {"formatted": "Elsewhere", "type": "other"}
        assert "title" not in made

    def test_what_is_sent_is_read_back_and_put_replaces_it(self, provider):
        key = provider.post("/Users", person()).json["id"]
        shown = provider.get(f"/Users/{key}").json
        assert (shown["externalId"], shown["displayName"]) == ("object of Gwen", "Kim Baker")
        sent = person(id=key, userName="Gwen 2", name={"formatted": "New Name"}, adreses=[])
        answer = provider.put(f"/Users/{key}", sent)
        assert answer.status_code == 200
        assert answer.json["name"] == {"formatted": "New Name"}
        assert "adreses" not in answer.json
        assert provider.delete(f"/Users/{key}").status_code == 204
        assert provider.get(f"/Users/{key}").status_code == 404
        assert provider.entry(key).presence is Presence.GONE

    @pytest.mark.parametrize("active", ["True", "true"])
    def test_truth_may_be_text(self, provider, active):
        assert provider.post("/Users", person(active=active)).json["active"] is True

    @pytest.mark.parametrize("wrong", [{"emails": [5]}, {"emails": 5}, {"name": "Kim"}])
    def test_values_of_the_wrong_kind(self, provider, wrong):
        answer = provider.post("/Users", person(**wrong))
        assert (answer.status_code, answer.json["scimType"]) == (400, "invalidValue")

    def test_without_a_user_name_there_is_no_user(self, provider):
        nameless = {name: value for name, value in person().items() if name != "userName"}
        refused = provider.post("/Users", nameless)
        assert (refused.status_code, refused.json["scimType"]) == (400, "invalidValue")
        key = provider.user()
        assert provider.put(f"/Users/{key}", {**nameless, "userame": "x"}).status_code == 400

    def test_junk_is_refused(self, provider):
        headers = {**provider.headers, "Content-Type": "application/scim+json"}
        for body in ('{"acve": tre', "", "[]", '"text"', '{"userName": "\\ud800"}', "NaN"):
            answer = provider.client.post("/scim/v2/Users", data=body, headers=headers)
            assert (answer.status_code, answer.json["scimType"]) == (400, "invalidSyntax")

    def test_who_exists_is_told_so(self, provider):
        provider.post("/Users", person())
        answer = provider.post("/Users", person())
        assert answer.status_code == 409
        assert answer.json["detail"]

    @pytest.mark.parametrize(
        ("asked", "names"),
        [
            ("?attributes=userName,emails", ["Gwen", "Otto", "enterprise"]),
            ("/?filter=DisplayName+eq+%22Other%22", ["Otto"]),
            ("?filter=userName sw O", ["Otto"]),
            (f"?filter={WIDE}", ["Gwen", "Otto", "enterprise"]),
            (
                "?filter=meta.Created gt 2015-10-10T14:38:21.8617979-07:00",
                ["Gwen", "Otto", "enterprise"],
            ),
            ("?startIndex=1&count=2", ["Gwen", "Otto"]),
            ("?filter=emails[type eq work and value eq Otto@example.org]", ["Otto"]),
        ],
    )
    def test_searches(self, provider, asked, names):
        for name in ("Gwen", "Otto", "enterprise"):
            shown = "Other" if name == "Otto" else "Kim Baker"
            provider.post("/Users", person(name, displayName=shown))
        assert sorted(user["userName"] for user in provider.found(f"/Users{asked}")) == names

    @pytest.mark.parametrize(
        "asked", ['emails[type eq "work"]', 'emails[value eq "Gwen@example.org"]']
    )
    def test_brackets_in_attributes_are_looked_over(self, provider, asked):
        provider.post("/Users", person())
        [shown] = provider.found(f"/Users?attributes={asked}")
        assert "Gwen@example.org" in str(shown)
        assert "displayName" not in shown


class TestTheCollectionsGroups:
    def test_a_group_with_the_directorys_own_schema(self, provider):
        made = provider.post("/Groups", {"schemas": [GROUP, AD_GROUP], "displayName": "G"})
        assert (made.status_code, made.json["schemas"]) == (201, [GROUP])

    def test_members_come_go_and_have_names(self, provider):
        key = provider.group("Group 1")
        added = {
            "name": "addMember",
            "op": "add",
            "path": "members",
            "value": [{"displayName": "new User", "value": "id4"}],
        }
        assert provider.patch(f"/Groups/{key}", added).status_code == 204
        assert "new User" in provider.get(f"/Groups/{key}").get_data(as_text=True)
        provider.patch(f"/Groups/{key}", {"op": "remove", "path": 'members[value eq "id4"]'})
        provider.patch(f"/Groups/{key}", added)
        provider.patch(f"/Groups/{key}", {"op": "remove", "path": "members"})
        assert "members" not in provider.get(f"/Groups/{key}").json

    def test_a_member_may_be_bare_text(self, provider):
        key = provider.group("Group 1")
        for name in ("string id 1", "string id 2"):
            operation = {"op": "add", "path": "members", "value": name}
            assert provider.patch(f"/Groups/{key}", operation).status_code == 204
        members = provider.get(f"/Groups/{key}").json["members"]
        assert [member["value"] for member in members] == ["string id 1", "string id 2"]

    def test_put_replaces_members(self, provider):
        key = provider.group("Group 3", "a", "b")
        members = [{"value": "b", "display": "VP"}, {"value": "c", "display": "SeniorVP"}]
        sent = {"schemas": [GROUP], "id": key, "displayName": "putName", "members": members}
        answer = provider.put(f"/Groups/{key}", sent)
        assert (answer.json["displayName"], answer.json["members"]) == ("putName", members)

    def test_members_are_left_out_when_asked(self, provider):
        key = provider.group("Group 1", "a")
        assert "members" not in provider.get(f"/Groups/{key}?excludedAttributes=members").json
        asked = '/Groups?excludedAttributes=members&filter=displayName eq "Group 1"'
        [shown] = provider.found(asked)
        assert (shown["id"], "members" in shown) == (key, False)


def test_entra_looks_whether_a_manager_is_known(provider):
    boss, key = provider.user("boss"), provider.user("report")
    provider.patch(f"/Users/{key}", {"op": "Add", "path": MANAGER, "value": boss})
    for asked in (
        f"id eq {key} and manager eq {boss}",
        f'id eq "{key}" and {MANAGER} eq "{boss}"',
        f'id eq "{key}" and manager.value eq "{boss}"',
    ):
        [found] = provider.found(f"/Users?filter={asked}&attributes=id")
        assert found["id"] == key
