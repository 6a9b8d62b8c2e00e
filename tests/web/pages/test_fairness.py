"""The fairness report as managers see it, on the page and over the API."""

import re

import pytest

from core.domain.demographics import Dimension
from core.domain.profile import Profile
from core.domain.program import Role
from tests.fakes.running import Running

HERE = "/app/program/fairness"
API = "/api/v1/programs/current/fairness"


@pytest.fixture
def teacher(hub):
    return hub.person("Tess", manages=True)


def people(hub, number, role, **answers):
    found = [hub.person(f"{role} {place}", role) for place in range(number)]
    given = {Dimension(name): answer for name, answer in answers.items()}
    for actor in found if given else ():
        hub.services.own_demographics.save(actor, given)
    return found


def text(hub, actor, path=HERE):
    return " ".join(re.sub(r"<[^>]+>", " ", hub.browser(actor).get(path).text).split())


@pytest.fixture
def busy(hub):
    """20 women of whom 15 have a mentor, 20 men of whom 5 do, one person who is neither."""
    women = people(hub, 20, Role.MENTEE, gender="woman", age="under_25")
    men = people(hub, 20, Role.MENTEE, gender="man", age="from_55")
    people(hub, 1, Role.MENTEE, gender="another")
    mentors = people(hub, 10, Role.MENTOR)
    for mentee, mentor in zip([*women[:15], *men[:5]], mentors * 2, strict=True):
        asked = hub.services.requests.ask(mentee, mentor.person_id, "", 0.5)
        hub.services.requests.accept(mentor, asked.id)


def test_an_empty_programme(hub, teacher):
    page = text(hub, teacher)
    assert "There are no mentors." in page
    assert "Nobody is waiting." in page
    assert "Nobody said anything about themselves" in page


@pytest.mark.usefixtures("busy")
def test_groups_with_rates_ratios_and_their_intervals(hub, teacher):
    page = text(hub, teacher)
    assert "Mentees looked at 41 Have a mentor 20 Still waiting 21" in page
    assert "Under 25 20 75%, between 53% and 89% Most favoured group" in page
    assert "55 or older 20 25%, between 11% and 47% 0.33, between" in page
    assert "Look closer" in page
    assert "Did not say: fewer than five of 41." in page


@pytest.mark.usefixtures("busy")
def test_a_small_group_is_not_named_nor_given_away(hub, teacher):
    page = text(hub, teacher)
    assert "Another gender" not in page
    by_gender = page[page.index("Gender Group") : page.index("Age Group")]
    # The one person would be 41 less the two large groups: so one of these is hidden too.
    assert by_gender.count("between 53% and 89%") + by_gender.count("between 11% and 47%") == 1
    assert "In smaller groups, counted together: 21." in by_gender


@pytest.mark.usefixtures("busy")
def test_the_load_of_mentors(hub, teacher):
    page = text(hub, teacher)
    assert "20 matches, 20 places with 10 mentors" in page
    assert "Mentors without a mentee 0 of 10" in page
    assert "Unevenness (Gini coefficient) 0.00; as even as their places allow would be 0.00" in page


@pytest.mark.usefixtures("busy")
def test_the_same_over_the_api(hub, teacher):
    told = hub.browser(teacher).get(API).json
    by_age = next(t for t in told["of_mentees"] if t["dimensions"] == ["age"])
    assert by_age["measure"] == "placed"
    assert [(g["group"], g["people"], g["hits"]) for g in by_age["lines"]] == [
        (["from_55"], 20, 5),
        (["under_25"], 20, 15),
    ]
    assert by_age["lines"][0]["ratio"]["value"] == pytest.approx(1 / 3)
    assert by_age["lines"][1]["ratio"] is None
    assert by_age["unsaid"] is None  # one person, so fewer than five
    assert told["exposure"]["pairs"] == told["placed"] == 20
    assert sum(reason["mentees"] for reason in told["waiting"]) == 21


def test_a_run(hub, teacher):
    women = people(hub, 30, Role.MENTEE, gender="woman")
    men = people(hub, 9, Role.MENTEE, gender="man")
    rare = people(hub, 12, Role.MENTEE)
    (ada,) = people(hub, 1, Role.MENTOR)
    running = Running(hub.storage, hub.clock, teacher)
    pairs = [running.pair(who, ada) for who in (*women[:20], *men[:5])]
    running.holds(pairs, waiting=[*women[20:], *men[5:], *rare])
    page = text(hub, teacher, f"/app/program/runs/{running.run.id}/fairness")
    assert "Peers: the match run of" in page
    assert "Man 9 56%, between" in page
    assert "May be chance" not in page  # 56 % against 67 % is a ratio above 0.8
    assert "All places of the mentors they may meet went to others. 26" in page
    told = hub.browser(teacher).get(f"/api/v1/runs/{running.run.id}/fairness").json
    assert (told["mentees"], told["placed"]) == (51, 25)


def test_tables_that_would_be_empty_are_named_in_one_line(hub, teacher):
    people(hub, 6, Role.MENTEE, gender="woman", age="under_25")
    people(hub, 2, Role.MENTEE, gender="man", age="from_55")
    people(hub, 9, Role.MENTOR, gender="man")
    page = text(hub, teacher)
    # Once for who has a mentor, once for the scores.
    assert page.count("Too few people to show any group: Gender, Age.") == 2
    assert "Man 9 0%, between 0% and 30%" in page
    assert "By two answers together" not in page


def test_a_run_leads_there_and_back(hub, teacher):
    (mia,), (ada, ben) = people(hub, 1, Role.MENTEE), people(hub, 2, Role.MENTOR)
    running = Running(hub.storage, hub.clock, teacher)
    running.holds([running.pair(mia, ada)], idle=[ben])
    browser, run = hub.browser(teacher), f"/app/program/runs/{running.run.id}"
    assert f'href="{run}/fairness"' in browser.get(run).text
    assert f'href="{run}"' in browser.get(f"{run}/fairness").text
    for mentor in (ada, ben):
        hub.services.profiles.save(mentor, Profile(person_id=mentor.person_id, goals=("x",)))
    assert "Why not this pair" in text(hub, teacher, f"{run}/mentees/{mia.person_id}")
    told = browser.get(f"/api/v1{run.removeprefix('/app/program')}/mentees/{mia.person_id}").json
    because = {choice["person"]["name"]: choice["because"] for choice in told["items"]}
    assert because == {
        "mentor 0": [],
        "mentor 1": ["The mentee has a mentor who fits as well."],
    }


@pytest.mark.parametrize("path", [HERE, API])
def test_only_managers_see_it(hub, mentee, path):
    assert hub.browser(mentee).get(path).status_code == 403


def test_a_course_without_a_programme_has_none(hub):
    early = hub.person("Tess", manages=True, program_id=None, context_id="c2")
    assert hub.browser(early).get(HERE).location == "/app/"


def test_the_programme_page_leads_there(hub, teacher):
    assert HERE in hub.browser(teacher).get("/app/program").text
