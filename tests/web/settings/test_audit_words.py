"""The words of the audit: those that the forms of the settings have."""

import re
from pathlib import Path

import pytest

from core.domain.audit import AuditEntry
from core.domain.people_rules import OWN_WORDS
from core.domain.webhook import EventType
from core.sentence import sentence
from tests.lti.settings.settings_hub import SettingsHub
from web.settings.audit.words import DEEDS

ROOT = Path(__file__).parents[3]
DEED = re.compile(
    r'"((?:administrator|connection|deployment|people|person|program|registration|scim_token|'
    r'teams_tenant|webhook)\.[a-z_.]+)"'
)
FIELD = re.compile(r"<dt[^>]*>(.*?)</dt>\s*<dd>\s*<del>(.*?)</del> → <ins>(.*?)</ins>", re.DOTALL)
GONE = "00000000-0000-0000-0000-0000000000ff"


@pytest.fixture
def hub():
    return SettingsHub()


@pytest.fixture
def administrator(hub):
    return hub.administrator()


@pytest.fixture
def shown(hub, administrator):
    """What the page makes of an entry's fields."""

    def shown(subject, before=None, after=None):
        entry = AuditEntry(
            id=hub.entropy.uuid(),
            organization_id=administrator.organization_id,
            at=hub.clock.now(),
            deed="something.else",
            subject=subject,
            sentence=sentence("Something was done."),
            before=before or {},
            after=after or {},
        )
        with hub.storage.tenant(administrator.organization_id) as work:
            work.audit.add(entry)
        page = hub.browser(administrator).get("/settings/audit/", query_string={"deed": entry.deed})
        found = FIELD.findall(page.text)
        return [tuple(word.replace("\u2013", "") for word in one) for one in found]

    return shown


def test_every_deed_there_is_has_a_name():
    told = {kind.value for kind in EventType} | {"connection.failed"}
    deeds = {
        name
        for folder in ("core/services", "lti")
        for module in (ROOT / folder).rglob("*.py")
        for name in DEED.findall(module.read_text())
    }
    assert len(deeds) > 30
    assert deeds - told <= DEEDS.keys()


def test_a_connection_has_the_words_of_its_form(hub, administrator, shown):
    typed = {"address": "https://hr.example", "key": "s3cret", "region": "eu"}
    made = hub.services.connections.setup.create(administrator, "every", "Schools", typed)
    after = {"settings.region": "us", "settings.all": False, "pem": "cleared", "every": 5400}
    assert shown(f"connection:{made.id}", {"settings.region": "eu"}, after) == [
        ("Region", "Europe", "America"),
        ("Everybody", "", "No"),
        ("Private key", "", "cleared"),
        ("How often it is read", "", "every 90 minutes"),
    ]


def test_columns_are_named_too(hub, administrator, shown):
    typed = {"address": "https://hr.example", "key": "s3cret"}
    made = hub.services.connections.setup.create(administrator, "columned", "HR", typed)
    told = shown(f"connection:{made.id}", {}, {"settings.columns": {"email": "Mail"}})
    assert told == [("Columns", "", "E-mail address: Mail")]


def test_of_a_connection_that_is_gone_the_words_of_any_do(shown):
    told = shown(f"connection:{GONE}", {"settings.region": "eu"}, {"settings.gone_with_it": "x"})
    assert told == [("Region", "Europe", ""), ("gone with it", "", "x")]


def test_sections_know_their_own_words(shown):
    assert shown("webhook:1", {"off": None}, {"off": "gone", "events": ["match.ended"]}) == [
        ("Switched off", "", "it is gone"),
        ("Events", "", "A request or a match has ended"),
    ]
    assert ("Access token URL", "https://a", "https://b") in shown(
        "registration:1", {"token_url": "https://a"}, {"token_url": "https://b"}
    )


def test_people_and_sources_are_named(hub, administrator, shown):
    mia = hub.person("Mia").person_id
    assert shown("program:1", {}, {"person_id": str(mia)}) == [("Person", "", "Mia")]
    assert ("The other person", "", GONE) in shown("person:1", {}, {"other": GONE})
    order = {"headline": [OWN_WORDS]}
    assert ("Job title", "", "What they say themselves") in shown("people", {}, order)
