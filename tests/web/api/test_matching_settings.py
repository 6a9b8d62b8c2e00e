"""How the programme matches, over the API."""

import pytest

from core.domain.matching_templates import TEMPLATES
from core.domain.profile import Profile
from core.engine.matching.comparison.features import FEATURES

HERE = "/api/v1/programs/current/matching"
USUAL = {
    "template": "",
    "importance": dict.fromkeys(FEATURES, 2) | {"personality": 0},
    "must_haves": [],
    "skills": [],
    "languages": [],
    "repeat_pairs": False,
    "updated_at": None,
}


@pytest.fixture
def browser(hub):
    return hub.browser(hub.person("Tess", manages=True))


def test_settings_are_read_and_replaced(browser):
    assert browser.get(HERE).json == USUAL
    sent = {
        "template": "peer",
        "importance": {"values": 4},
        "must_haves": ["place"],
        "skills": ["law"],
        "languages": ["German"],
        "repeat_pairs": True,
    }
    saved = browser.put(HERE, json=sent).json
    importance = {**USUAL["importance"], "values": 4}
    kept = {**sent, "importance": importance, "languages": ["de"]}
    assert {name: saved[name] for name in kept} == kept
    assert saved["updated_at"]
    assert browser.get(HERE).json == saved
    again = browser.put(HERE, json={}).json
    assert again == {**USUAL, "updated_at": again["updated_at"]}


def test_trying_saves_nothing(hub, browser, mentor, mentee):
    with hub.storage.tenant(mentee.organization_id) as work:
        work.profiles.save_many(
            [
                Profile(person_id=mentee.person_id, goals=("Lead a team",)),
                Profile(person_id=mentor.person_id, experience=("Led a team",)),
            ]
        )
    tried = browser.post(f"{HERE}/preview", json={"importance": {"goals": 4}}).json
    assert (tried["mentees"], tried["mentors"], len(tried["sample"])) == (1, 1, 1)
    (one,) = tried["sample"]
    assert one["mentee"]["name"] == "Mia"
    assert [placed["before"] for placed in one["then"]] == [1]
    assert (one["fewer"], tried["changed"], tried["reading"]) == (0, 0, True)
    assert browser.get(HERE).json == USUAL


def test_templates_come_with_their_reasons(hub, mentee):
    german = hub.browser(mentee, locale="de").get(f"{HERE}/templates").json
    assert [template["key"] for template in german] == [t.key for t in TEMPLATES]
    assert german[1]["title"] == "Einarbeitung"
    assert german[2]["must_haves"] == ["ahead"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"importance": {"goals": 5}}, "importance.goals"),
        ({"importance": {"shoe_size": 2}}, "importance.shoe_size"),
        ({"must_haves": ["money"]}, "must_haves.0"),
        ({"template": "speed dating"}, "template"),
        ({"languages": ["Klingonese"]}, "languages"),
        ({"importance": dict.fromkeys(FEATURES, 0)}, "importance"),
    ],
)
def test_what_makes_no_sense_is_named_by_field(browser, sent, field):
    for method, path in (("PUT", HERE), ("POST", f"{HERE}/preview")):
        refused = browser.open(path, method=method, json=sent)
        assert refused.status_code == 422
        assert list(refused.json["errors"]) == [field]


def test_only_managers_may(hub, mentee):
    browser = hub.browser(mentee)
    assert browser.get(HERE).status_code == 403
    assert browser.put(HERE, json={}).status_code == 403
    assert browser.post(f"{HERE}/preview", json={}).status_code == 403
