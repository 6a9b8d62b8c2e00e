"""The page on which managers tune matching."""

import re

import pytest

from core.domain.matching_settings import LITTLE, MORE, MOST, NORMAL, OFF
from core.domain.must_have import MustHave
from core.domain.profile import Profile
from core.domain.program import Role
from core.engine.matching.comparison.features import FEATURES
from web.pages.matching_words import FEATURE_GROUPS, LEVELS, MUST_HAVES

PAGE = "/app/program/matching"


@pytest.fixture
def manager(hub):
    return hub.person("Tess", manages=True)


@pytest.fixture
def browser(hub, manager):
    return hub.browser(manager)


def sliders(page):
    return {
        name: int(value)
        for name, value in re.findall(r'name="importance-(\w+)"[^>]*?value="(\d)"', page, re.DOTALL)
    }


def test_every_feature_level_and_must_have_has_words():
    names = [name for _, _, features in FEATURE_GROUPS for name in features]
    assert sorted(names) == sorted(FEATURES)
    assert list(LEVELS) == [OFF, LITTLE, NORMAL, MORE, MOST]
    assert list(MUST_HAVES) == list(MustHave)


def test_a_slider_for_each_feature_each_with_its_word(browser):
    page = browser.get(PAGE).text
    shown = sliders(page)
    assert shown == dict.fromkeys(FEATURES, NORMAL) | {"personality": OFF}
    assert len(re.findall(r'<label for="importance-', page)) == len(FEATURES)
    assert re.search(r'id="said-goals"[^>]*>as usual<', page)
    assert re.search(r'id="said-personality"[^>]*>does not count<', page)


def test_a_template_is_filled_in_and_not_saved(hub, manager, browser):
    page = browser.get(f"{PAGE}?template=leadership").text
    assert sliders(page)["seniority"] == MOST
    assert re.search(r'value="ahead"\s+checked', page)
    assert hub.services.matching_tuning.current(manager).template == ""
    assert sliders(browser.get(f"{PAGE}?template=nonsense").text)["seniority"] == NORMAL


FORM = {
    "template": "leadership",
    "importance-goals": "4",
    "importance-location": "0",
    "must_haves": ["ahead", "place"],
    "skills": "law, ethics",
    "languages": "Deutsch",
    "repeat_pairs": "yes",
}


def test_saved_settings_hold_and_come_back(hub, manager, browser):
    saved = browser.post(PAGE, data={**FORM, "action": "save"})
    assert saved.location == f"{PAGE}?done=matching-saved"
    settings = hub.services.matching_tuning.current(manager)
    assert settings.importance["goals"] == MOST
    assert settings.weights()["location"] == OFF
    assert settings.must_haves == {MustHave.AHEAD, MustHave.PLACE}
    assert (settings.skills, settings.languages) == (("law", "ethics"), ("de",))
    page = browser.get(saved.location).text
    assert "They hold from now on." in page
    assert sliders(page)["goals"] == MOST
    assert 'value="Deutsch"' in page


def test_without_scripts_a_button_shows_the_effect_and_saves_nothing(
    hub, manager, browser, mentor, mentee
):
    page = browser.post(PAGE, data={**FORM, "action": "preview"}).text
    assert sliders(page)["goals"] == MOST
    assert "Nothing is saved before you save it." in page
    assert hub.services.matching_tuning.current(manager).updated_at is None


def test_the_effect_alone_brings_the_words_of_all_sliders(browser, mentor, mentee):
    part = browser.post(f"{PAGE}/effect", data=FORM)
    assert part.status_code == 200
    assert "<html" not in part.text
    assert re.search(r'id="said-goals"[^>]*hx-swap-oob="true">very important<', part.text)
    assert part.text.count("hx-swap-oob") == len(FEATURES)


def test_moves_are_said_in_words(hub, browser, mentor, mentee):
    rome = hub.person("Rita", role=Role.MENTOR)
    profile(hub, rome, location="Rome", skills_offered=("Rust",), languages=("en",))
    profile(hub, mentor, location="Bonn", skills_offered=("Rust",), goals=("x",))
    profile(hub, mentee, location="Rome", skills_wanted=("Rust",))
    part = browser.post(f"{PAGE}/effect", data={"template": "", "must_haves": "place"}).text
    assert "1 mentor fewer may be asked than now." in part
    calm = browser.post(f"{PAGE}/effect", data={"template": ""}).text
    assert "Something changes for 0 of 1 mentee." in calm
    assert calm.count("same place") == 2


def profile(hub, actor, **fields):
    with hub.storage.tenant(actor.organization_id) as work:
        work.profiles.save(Profile(person_id=actor.person_id, **fields))


@pytest.mark.parametrize("deed", ["save", "preview"])
def test_what_makes_no_sense_comes_back_with_words(browser, deed):
    answer = browser.post(PAGE, data={**FORM, "languages": "Klingonese", "action": deed})
    assert answer.status_code == 422
    assert "We do not know the language “Klingonese”." in answer.text
    assert 'value="ahead"' in answer.text


def test_the_effect_says_what_makes_no_sense(browser):
    off = {f"importance-{name}": "0" for name in FEATURES}
    answer = browser.post(f"{PAGE}/effect", data={**off, "template": ""})
    assert answer.status_code == 422
    assert "At least one feature must count." in answer.text


@pytest.mark.parametrize(
    "change",
    [{"importance-goals": "5"}, {"must_haves": "money"}, {"template": "speed dating"}],
)
def test_what_the_page_does_not_offer_is_not_understood(browser, change):
    for path, form in ((PAGE, {"action": "save"}), (f"{PAGE}/effect", {})):
        assert browser.post(path, data={**FORM, **form, **change}).status_code == 400


def test_others_may_not_look_or_change(hub, mentee):
    browser = hub.browser(mentee)
    assert browser.get(PAGE).status_code == 403
    assert browser.post(PAGE, data={**FORM, "action": "save"}).status_code == 403
    assert browser.post(f"{PAGE}/effect", data=FORM).status_code == 403


def test_a_course_without_a_programme_leads_home(hub):
    browser = hub.browser(hub.person("Tess", manages=True, program_id=None, context_id="c2"))
    assert browser.get(PAGE).location == "/app/"
