from core.domain.directory import EmploymentStatus, EmploymentType
from core.domain.scim import ENTERPRISE, Lookup
from core.services.scim.records import lookups_of, record_of


def test_what_a_user_says():
    record = record_of(
        "key",
        {
            "externalId": "x",
            "userName": "ada@uni.test",
            "displayName": "Ada Lovelace",
            "name": {"formatted": "Countess", "givenName": "Ada", "familyName": "Lovelace"},
            "title": "Dean",
            "userType": "Part-Time",
            "timezone": "Europe/Berlin",
            "locale": "de_DE",
            "preferredLanguage": "en",
            "active": True,
            "emails": [
                {"value": "first@x.test"},
                {"value": "work@x.test", "type": "work"},
                {"value": "primary@x.test", "primary": True},
            ],
            "addresses": [
                {"formatted": "Home", "type": "home"},
                {"locality": "Berlin", "country": "DE", "formatted": "Long", "type": "work"},
            ],
            ENTERPRISE: {
                "employeeNumber": "7",
                "department": "Maths",
                "manager": {"value": "boss"},
            },
        },
    )
    assert record.key == "key"
    assert (record.external_id, record.user_name) == ("x", "ada@uni.test")
    assert (record.name, record.given_name, record.family_name) == (
        "Ada Lovelace",
        "Ada",
        "Lovelace",
    )
    assert record.email == "primary@x.test"
    assert (record.employee_number, record.department) == ("7", "Maths")
    assert (record.title, record.work_location) == ("Dean", "Berlin, DE")
    assert (record.time_zone, record.locale) == ("Europe/Berlin", "de-DE")
    assert record.employment_type is EmploymentType.PART_TIME
    assert record.manager_key == "boss"
    assert record.status is EmploymentStatus.ACTIVE


def test_what_a_user_does_not_say_is_empty():
    record = record_of("key", {"userName": "ada"})
    assert record.status is EmploymentStatus.ACTIVE
    assert record.employment_type is None
    said = {name for name in record.__dataclass_fields__ if getattr(record, name)}
    assert said == {"key", "user_name", "status"}


def test_who_is_inactive_is_suspended():
    assert record_of("key", {"active": False}).status is EmploymentStatus.SUSPENDED


def test_names_come_from_what_there_is():
    parts = {"givenName": "Ada", "familyName": "Lovelace"}
    assert record_of("k", {"name": {**parts, "formatted": "Countess"}}).name == "Countess"
    assert record_of("k", {"name": parts}).name == "Ada Lovelace"
    assert record_of("k", {"name": {"familyName": "Lovelace"}}).name == "Lovelace"


def test_the_address_for_work_counts_unless_one_is_primary():
    emails = [{"value": "home@x.test", "type": "home"}, {"value": "w@x.test", "type": "work"}]
    assert record_of("k", {"emails": emails}).email == "w@x.test"
    assert record_of("k", {"emails": emails[:1]}).email == "home@x.test"
    assert record_of("k", {"emails": [{"type": "work"}]}).email == ""
    assert record_of("k", {"addresses": [{"formatted": "Room 5"}]}).work_location == "Room 5"


def test_a_time_zone_that_is_none_is_left_out():
    for name in ("Mars/Olympus", "../etc/passwd", "W. Europe Standard Time", "/etc/localtime"):
        assert record_of("k", {"timezone": name}).time_zone == ""


def test_language_stands_in_for_the_locale():
    assert record_of("k", {"preferredLanguage": "de-AT"}).locale == "de-AT"


def test_what_users_are_looked_up_by():
    emails = [{"value": "a@x.test"}, {"type": "work"}]
    assert lookups_of({"userName": "ada", "emails": emails}) == {
        Lookup.USER_NAME: ["ada"],
        Lookup.EXTERNAL_ID: [],
        Lookup.NAME: [],
        Lookup.EMAIL: ["a@x.test"],
    }
