"""Agreeing to a part that others entered, and wishing to meet again."""

from dataclasses import replace

import pytest

from core.domain.program import Role
from core.errors import NotFoundError


@pytest.fixture
def entered(hub, mentor):
    """A mentor whom somebody else entered."""
    with hub.storage.tenant(mentor.organization_id) as work:
        part = work.participations.get(mentor.program_id, mentor.person_id, Role.MENTOR)
        work.participations.save(replace(part, agreed=False))
    return mentor


def agreed(hub, actor):
    return [part.agreed for part in hub.services.participations.mine(actor)]


def test_who_was_entered_by_others_is_asked_and_agrees(hub, entered):
    browser = hub.browser(entered)
    page = browser.get("/app/participation").text
    assert "Your programme entered you as a mentor." in page
    browser.post("/app/participation", data={"role": "mentor", "action": "join"})
    assert agreed(hub, entered) == [True]
    assert "entered you" not in browser.get("/app/participation").text


def test_who_came_themselves_is_not_asked(hub, mentor, mentee):
    for actor in (mentor, mentee):
        assert "entered you" not in hub.browser(actor).get("/app/participation").text


class TestMeetingAgain:
    @pytest.fixture
    def over(self, hub, mentor, mentee):
        match = hub.services.requests.ask(mentee, mentor.person_id)
        hub.services.requests.accept(mentor, match.id)
        hub.services.requests.end(mentee, match.id)

    @pytest.mark.usefixtures("over")
    def test_it_is_said_taken_back_and_told_to_nobody(self, hub, mentor, mentee):
        browser, path = hub.browser(mentee), f"/app/matches/again/{mentor.person_id}"
        assert "Would meet again" in browser.get("/app/matches").text
        said = browser.post(path, data={"wish": "yes"})
        assert "Only when both of you say so" in browser.get(said.location).text
        assert hub.services.profiles.of(mentee).meet_again == {mentor.person_id}
        assert "Take back" not in hub.browser(mentor).get("/app/matches").text
        browser.post(path, data={"wish": "no"})
        assert hub.services.profiles.of(mentee).meet_again == frozenset()

    @pytest.mark.usefixtures("over")
    def test_both_must_wish_it_for_a_new_suggestion(self, hub, mentor, mentee):
        def suggested():
            return [s.person.id for s in hub.services.suggestions.for_mentee(mentee).items]

        assert suggested() == []
        profiles = hub.services.profiles
        profiles.meet_again(mentee, mentor.person_id, wish=True)
        assert suggested() == []
        profiles.meet_again(mentor, mentee.person_id, wish=True)
        assert suggested() == [mentor.person_id]

    def test_only_with_people_one_knows(self, hub, mentee):
        stranger = hub.person("Stranger")
        answer = hub.browser(mentee).post(
            f"/app/matches/again/{stranger.person_id}", data={"wish": "yes"}
        )
        assert answer.status_code == 404
        with pytest.raises(NotFoundError):
            hub.services.profiles.meet_again(mentee, stranger.person_id, wish=True)
