"""Pages, sorting and searches of RFC 7644, and what becomes of users."""

import pytest

from core.domain.directory import Presence
from tests.web.hub import ORGANIZATION
from tests.web.scim.provider import ENTERPRISE, USER


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
