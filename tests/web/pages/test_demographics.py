"""Voluntary answers: kept, changed, deleted, and seen by nobody else."""

import pytest

from core.domain.demographics import CHOICES, Dimension
from web.pages.demographic_words import ANSWERS, DIMENSIONS, QUESTIONS

HERE = "/app/about-you"


def stored(hub, actor):
    with hub.storage.tenant(actor.organization_id) as work:
        return work.demographics.of_people([actor.person_id]).get(actor.person_id, {})


def test_the_page_says_what_answers_are_for(hub, mentee):
    page = hub.browser(mentee).get(HERE).text
    for promise in ("Only for the fairness report", "groups of five or more", "change or delete"):
        assert promise in page
    assert "Delete all my answers" not in page  # there are none yet


def test_answers_are_kept_one_by_one(hub, mentee):
    browser = hub.browser(mentee)
    form = {"action": "save", "gender": "woman", "age": "unsaid", "ethnicity": ""}
    saved = browser.post(HERE, data=form)
    assert saved.location == f"{HERE}?done=answers-kept"
    assert stored(hub, mentee) == {Dimension.GENDER: "woman", Dimension.AGE: "unsaid"}
    page = browser.get(saved.location).text
    assert page.count("selected>") == 2
    browser.post(HERE, data={"action": "save", "age": "25_to_34"})
    assert stored(hub, mentee) == {Dimension.AGE: "25_to_34"}


def test_deleting_leaves_nothing(hub, mentee):
    browser = hub.browser(mentee)
    browser.post(HERE, data={"action": "save", "gender": "man"})
    assert "Delete all my answers" in browser.get(HERE).text
    gone = browser.post(HERE, data={"action": "delete"})
    assert gone.location == f"{HERE}?done=answers-deleted"
    assert stored(hub, mentee) == {}


@pytest.mark.parametrize(
    "form", [{"action": "save", "gender": "robot"}, {"action": "sell", "gender": "man"}, {}]
)
def test_no_form_of_ours_says_that(hub, mentee, form):
    assert hub.browser(mentee).post(HERE, data=form).status_code == 400
    assert stored(hub, mentee) == {}


def test_the_way_there_is_shown_to_who_takes_part(hub, mentee):
    assert HERE in hub.browser(mentee).get("/app/participation").text
    assert HERE not in hub.browser(hub.person("Newcomer")).get("/app/participation").text


def test_everything_that_can_be_said_has_words():
    assert set(QUESTIONS) == set(DIMENSIONS) == set(CHOICES) == set(Dimension)
    assert {where: tuple(words) for where, words in ANSWERS.items()} == dict(CHOICES)
