"""What Okta's published test of SCIM 2.0 servers asks, and what its provisioning sends.

The steps follow "Okta SCIM 2.0 SPEC Test" and "CRUD Test" (Okta developer documentation); the
requests are written anew.
"""

from core.domain.directory import Presence
from tests.web.scim.provider import ERROR, GROUP, LIST, PATCH, USER

ADA = {
    "schemas": [USER],
    "userName": "ada.okta@uni.test",
    "name": {"givenName": "Ada", "familyName": "Okta"},
    "emails": [{"primary": True, "value": "ada.okta@uni.test", "type": "work"}],
    "displayName": "Ada Okta",
    "locale": "en-US",
    "externalId": "00ujl29u0le5T6Aj10h7",
    "groups": [],
    "password": "1mz050nq",
    "active": True,
}
OKTA = {
    "Content_Type": "application/scim+json; charset=utf-8",
    "Accept": "application/scim+json",
    "Accept_Charset": "utf-8",
}


class TestTheSpecTest:
    def test_users_are_listed(self, provider):
        provider.post("/Users", ADA)
        answer = provider.get("/Users?count=1&startIndex=1", **OKTA)
        assert answer.status_code == 200
        assert answer.content_type == "application/scim+json"
        listed = answer.json
        assert listed["schemas"] == [LIST]
        numbers = ("itemsPerPage", "startIndex", "totalResults")
        assert [listed[name] for name in numbers] == [1, 1, 1]
        [shown] = listed["Resources"]
        assert shown["id"]
        assert shown["name"] == ADA["name"]
        assert shown["userName"] == ADA["userName"]
        assert shown["active"] is True
        assert shown["emails"][0]["value"] == "ada.okta@uni.test"

    def test_a_user_is_read(self, provider):
        key = provider.post("/Users", ADA).json["id"]
        shown = provider.get(f"/Users/{key}", **OKTA).json
        assert (shown["id"], shown["name"]["familyName"]) == (key, "Okta")

    def test_who_does_not_exist_is_an_empty_list_or_an_error(self, provider):
        listed = provider.get('/Users?filter=userName eq "nobody@uni.test"', **OKTA)
        assert (listed.status_code, listed.json["totalResults"]) == (200, 0)
        missing = provider.get("/Users/010101001010101011001010101011", **OKTA)
        assert missing.status_code == 404
        assert missing.json["schemas"] == [ERROR]
        assert missing.json["detail"]

    def test_a_user_is_created_once(self, provider):
        answer = provider.post("/Users", ADA, Accept="application/scim+json; charset=utf-8")
        made = answer.json
        assert answer.status_code == 201
        assert made["active"] is True
        assert made["schemas"] == [USER]
        assert made["name"] == ADA["name"]
        assert "password" not in made
        again = provider.post("/Users", {**ADA, "userName": "ADA.Okta@uni.test"})
        assert (again.status_code, again.json["scimType"]) == (409, "uniqueness")
        assert provider.get("/Users").json["totalResults"] == 1

    def test_user_names_are_found_whatever_their_case(self, provider):
        provider.post("/Users", ADA)
        listed = provider.get('/Users?filter=userName eq "ADA.OKTA@UNI.TEST"')
        assert listed.json["totalResults"] == 1

    def test_groups_are_listed(self, provider):
        answer = provider.get("/Groups", **OKTA)
        assert (answer.status_code, answer.json["totalResults"]) == (200, 0)

    def test_without_a_token_nothing_is_told(self, provider):
        for path in ("/Users", "/Users/1", "/Groups", "/ServiceProviderConfig"):
            answer = provider.client.get(f"/scim/v2{path}")
            assert answer.status_code == 401
            assert answer.json["schemas"] == [ERROR]
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")


class TestProvisioning:
    def test_a_password_is_not_kept(self, provider):
        entry = provider.entry(provider.post("/Users", ADA).json["id"])
        assert "password" not in entry.source
        assert "1mz050nq" not in repr(entry)

    def test_deactivating_by_patch_answers_with_the_user(self, provider):
        key = provider.post("/Users", ADA).json["id"]
        answer = provider.patch(f"/Users/{key}", {"op": "replace", "value": {"active": False}})
        assert (answer.status_code, answer.json["active"]) == (200, False)
        assert provider.entry(key).presence is Presence.GONE
        again = provider.patch(f"/Users/{key}", {"op": "replace", "value": {"active": True}})
        assert again.json["active"] is True
        assert provider.entry(key).presence is Presence.HERE

    def test_who_is_inactive_is_still_listed(self, provider):
        key = provider.post("/Users", {**ADA, "active": False}).json["id"]
        [listed] = provider.found('/Users?filter=userName eq "ada.okta@uni.test"')
        assert (listed["id"], listed["active"]) == (key, False)

    def test_the_whole_user_is_put(self, provider):
        key = provider.post("/Users", ADA).json["id"]
        meta = {"resourceType": "User", "created": "2019-09-18T18:15:26Z"}
        sent = {**ADA, "id": key, "title": "Dean", "active": False, "meta": meta}
        answer = provider.put(f"/Users/{key}", sent)
        assert (answer.status_code, answer.json["title"], answer.json["active"]) == (
            200,
            "Dean",
            False,
        )
        assert answer.json["meta"]["created"] != meta["created"]

    def test_a_put_that_does_not_mention_active_leaves_it(self, provider):
        key = provider.post("/Users", ADA).json["id"]
        silent = {name: value for name, value in ADA.items() if name != "active"}
        assert provider.put(f"/Users/{key}", silent).json["active"] is True
        provider.patch(f"/Users/{key}", {"op": "replace", "value": {"active": False}})
        assert provider.put(f"/Users/{key}", silent).json["active"] is False

    def test_who_was_created_without_active_is_there(self, provider):
        silent = {name: value for name, value in ADA.items() if name != "active"}
        key = provider.post("/Users", silent).json["id"]
        assert provider.entry(key).presence is Presence.HERE

    def test_pages_of_a_hundred_have_a_stable_order(self, provider):
        everybody = {provider.user(f"user{number}") for number in range(5)}
        pages = [provider.found(f"/Users?startIndex={start}&count=2") for start in (1, 3, 5)]
        listed = [user["id"] for page in pages for user in page]
        assert len(listed) == 5
        assert set(listed) == everybody


class TestGroupPush:
    def test_a_group_is_renamed_with_its_id_in_the_value(self, provider):
        key = provider.group("Old name")
        value = {"id": key, "displayName": "New name"}
        answer = provider.patch(f"/Groups/{key}", {"op": "replace", "value": value})
        assert answer.status_code == 204
        assert provider.get(f"/Groups/{key}").json["displayName"] == "New name"

    def test_members_are_added_and_removed(self, provider):
        ada, ben = provider.user("ada"), provider.user("ben")
        key = provider.group("Mentors")
        added = [{"value": ada, "display": "ada@uni.test"}, {"value": ben}]
        provider.patch(f"/Groups/{key}", {"op": "add", "path": "members", "value": added})
        shown = provider.get(f"/Groups/{key}").json["members"]
        assert [member["value"] for member in shown] == sorted([ada, ben])
        assert {"value": ada, "display": "ada@uni.test"} in shown
        path = f'members[value eq "{ada}"]'
        provider.patch(f"/Groups/{key}", {"op": "remove", "path": path})
        assert [m["value"] for m in provider.get(f"/Groups/{key}").json["members"]] == [ben]

    def test_all_members_are_replaced(self, provider):
        ada, ben = provider.user("ada"), provider.user("ben")
        key = provider.group("Mentors", ada)
        body = {
            "schemas": [PATCH],
            "Operations": [
                {"op": "remove", "path": "members"},
                {"op": "add", "path": "members", "value": [{"value": ben}]},
            ],
        }
        assert provider.call("PATCH", f"/Groups/{key}", body).status_code == 204
        assert [m["value"] for m in provider.get(f"/Groups/{key}").json["members"]] == [ben]
        replace = {"op": "replace", "path": "members", "value": [{"value": ada}]}
        provider.patch(f"/Groups/{key}", replace)
        assert [m["value"] for m in provider.get(f"/Groups/{key}").json["members"]] == [ada]

    def test_a_group_is_put_and_deleted(self, provider):
        ada = provider.user("ada")
        key = provider.group("Mentors", ada)
        sent = {"schemas": [GROUP], "id": key, "displayName": "Mentors 2", "members": []}
        answer = provider.put(f"/Groups/{key}", sent)
        assert (answer.status_code, answer.json["displayName"]) == (200, "Mentors 2")
        assert "members" not in answer.json
        assert provider.delete(f"/Groups/{key}").status_code == 204
        assert provider.get(f"/Groups/{key}").status_code == 404
