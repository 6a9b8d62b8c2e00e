import re

import pytest

from core.domain.match import DeclineReason, EndReason
from core.domain.profile import Profile
from core.domain.program import Role
from core.services.requests.response_clocks import ResponseClocks
from tests.web.hub import ORGANIZATION, PROGRAM

LIST = "/app/mentors/list"


@pytest.fixture
def three(hub, mentor):
    """Ada, Bob and Cyd."""
    others = [hub.person(name, Role.MENTOR) for name in ("Bob", "Cyd")]
    for other in others:
        told = Profile(person_id=other.person_id, skills_offered=("Rust",), languages=("en",))
        hub.services.profiles.save(other, told)
    hub.read_texts()
    return [mentor, *others]


@pytest.fixture
def browser(hub, mentee):
    return hub.browser(mentee)


def add(browser, *mentors):
    for mentor in mentors:
        form = {"action": "add", "mentor": mentor.person_id}
        assert browser.post(LIST, data=form).location == f"{LIST}?done=listed"


def send(browser):
    return browser.post(LIST, data={"action": "send"})


def request_to(hub, mentor):
    return next(v.match for v in hub.services.requests.mine(mentor) if v.match.state == "offered")


def ranks(page):
    return re.findall(r"Rank \d</p>\s*<h3>\s*<a [^>]*>(\w+)", page)


class TestTheList:
    def test_it_is_put_together_from_the_ranking_and_from_profiles(
        self, hub, browser, three, mentee
    ):
        ada, bob, _ = three
        assert "Your list is empty" in browser.get(LIST).text
        page = browser.get("/app/mentors").text
        assert page.count("Put on my list") == 3
        add(browser, ada)
        form = {"action": "list", "note": "Teach me"}
        added = browser.post(f"/app/mentors/{bob.person_id}", data=form)
        assert added.location == f"{LIST}?done=listed"
        page = browser.get("/app/mentors").text
        assert "2 mentors are on it" in page
        assert page.count("Put on my list") == 1
        assert "On your list" in browser.get(f"/app/mentors/{bob.person_id}").text
        page = browser.get(LIST).text
        assert ranks(page) == ["Ada", "Bob"]
        assert "Teach me" in page
        assert "3 more fit." in page
        assert "Order and send it" in browser.get("/app/").text
        assert all(entry.choice.score for entry in hub.services.choices.mine(mentee).entries)

    def test_buttons_change_the_order(self, browser, three):
        add(browser, *three)
        for action, mentor, order in (
            ("down", three[0], ["Bob", "Ada", "Cyd"]),
            ("up", three[2], ["Bob", "Cyd", "Ada"]),
            ("remove", three[2], ["Bob", "Ada"]),
        ):
            done = browser.post(LIST, data={"action": action, "mentor": mentor.person_id})
            assert ranks(browser.get(done.location).text) == order

    def test_sending_shows_who_is_asked_and_who_is_next(self, hub, browser, three):
        add(browser, *three)
        assert send(browser).location == f"{LIST}?done=sent"
        for address in (LIST, "/app/mentors", "/app/"):
            page = browser.get(address).text
            assert re.search(r"Asked: Ada, who has time to answer until .*26, .*\.", page)
            assert re.search(r"Next:.*Bob</a>,\s.*Cyd</a>", page, re.DOTALL)
        assert "answers until" in browser.get("/app/requests").text
        assert "Please answer until" in hub.browser(three[0]).get("/app/requests").text

    def test_a_problem_is_told_on_the_page(self, browser, three):
        add(browser, *three)
        send(browser)
        page = browser.post(LIST, data={"action": "add", "mentor": three[0].person_id})
        assert page.status_code == 409
        assert "asked just now" in page.text
        assert ranks(page.text) == ["Bob", "Cyd"]

    def test_on_the_waitlist_one_sees_who_else_fits(self, hub, browser, three):
        add(browser, three[0])
        send(browser)
        told = "Sorry, too much to do."
        hub.services.requests.decline(three[0], request_to(hub, three[0]).id, note=told)
        page = browser.get(LIST).text
        assert "You have been on the waitlist since" in page
        assert "See who else fits" in page
        assert told in page.split('id="passed"')[1]
        assert "You are waiting for a mentor" in browser.get("/app/").text
        teacher = hub.browser(hub.person("Tess", manages=True)).get("/app/program").text
        waiting = teacher.split('id="waiting"')[1].split("</section>")[0]
        assert re.search(r"Mia</th>.*just now", waiting, re.DOTALL)

    def test_in_the_queue_of_a_popular_mentor(self, hub, browser, three):
        hub.set_program(mentor_request_limit=1)
        hub.services.requests.ask(hub.person("Ole", Role.MENTEE), three[0].person_id)
        add(browser, three[0])
        send(browser)
        assert "other requests to answer first" in browser.get(LIST).text

    def test_stopping_empties_it(self, hub, browser, three, mentee):
        add(browser, *three)
        send(browser)
        stopped = browser.post(LIST, data={"action": "stop"})
        assert "You are not looking any more." in browser.get(stopped.location).text
        (view,) = hub.services.requests.mine(mentee)
        assert view.match.end_reason is EndReason.WITHDRAWN

    @pytest.mark.parametrize("form", [{}, {"action": "explode"}, {"action": "add", "mentor": "x"}])
    def test_what_no_form_of_ours_sends(self, browser, form):
        assert browser.post(LIST, data=form).status_code == 400

    def test_it_is_for_mentees(self, hub, mentor):
        browser = hub.browser(mentor)
        assert browser.get(LIST).location == "/app/participation"
        assert send(browser).location == "/app/participation"


class TestAnswers:
    @pytest.fixture
    def asked(self, hub, browser, three):
        add(browser, *three)
        send(browser)
        return request_to(hub, three[0])

    def test_a_reason_is_kept_for_learning_and_a_word_is_passed_on(self, hub, asked, three):
        form = {
            "match": asked.id,
            "action": "decline",
            "reason": "not_my_field",
            "note": "Try Bob",
        }
        hub.browser(three[0]).post("/app/requests", data=form)
        declined = hub.services.requests.view(three[0], asked.id).match
        assert declined.decline_reason is DeclineReason.NOT_MY_FIELD
        assert declined.decline_note == "Try Bob"

    def test_a_reason_that_there_is_not(self, hub, asked, three):
        form = {"match": asked.id, "action": "decline", "reason": "boredom"}
        assert hub.browser(three[0]).post("/app/requests", data=form).status_code == 400

    def test_a_word_that_is_too_long(self, hub, asked, three):
        form = {"match": asked.id, "action": "decline", "note": "x" * 2001}
        assert hub.browser(three[0]).post("/app/requests", data=form).status_code == 422

    def test_later(self, hub, browser, asked, three):
        page = hub.browser(three[0]).get("/app/requests").text
        assert "8 weeks" in page
        form = {"match": asked.id, "action": "later", "weeks": "8"}
        done = hub.browser(three[0]).post("/app/requests", data=form)
        assert "asked again then" in hub.browser(three[0]).get(done.location).text
        assert "Asked for time until" in browser.get(LIST).text
        nonsense = {**form, "match": request_to(hub, three[1]).id, "weeks": "many"}
        assert hub.browser(three[1]).post("/app/requests", data=nonsense).status_code == 422

    def test_the_confirmation_offers_to_undo(self, hub, asked, three):
        browser = hub.browser(three[0])
        form = {"match": asked.id, "action": "decline"}
        confirmed = browser.get(browser.post("/app/requests", data=form).location).text
        assert f'name="match" value="{asked.id}"' in " ".join(confirmed.split())
        assert "Undo" in confirmed
        undone = browser.post("/app/undo", data={"match": asked.id})
        assert undone.location == "/app/requests?done=undone"
        assert "It is undone." in browser.get(undone.location).text
        assert hub.services.requests.view(three[0], asked.id).match.state == "offered"
        again = browser.post("/app/undo", data={"match": asked.id})
        assert again.status_code == 409
        assert "cannot be undone" in again.text

    def test_an_ended_match_is_undone_among_matches(self, hub, asked, three):
        browser = hub.browser(three[0])
        hub.services.requests.accept(three[0], asked.id)
        browser.post("/app/matches", data={"match": asked.id})
        undone = browser.post("/app/undo", data={"match": asked.id})
        assert undone.location == "/app/matches?done=undone"

    def test_nothing_is_offered_to_undo_without_a_deed(self, hub, asked, three):
        browser = hub.browser(three[0])
        for query in (f"undo={asked.id}", "done=declined&undo=x", "done=accepted"):
            assert "/app/undo" not in browser.get(f"/app/requests?{query}").text

    def test_a_mentor_changes_their_room_right_there(self, hub, three):
        form = {"role": "mentor", "capacity": "4", "paused": "1", "action": "save"}
        browser = hub.browser(three[0])
        saved = browser.post("/app/participation", data={**form, "back": "requests"})
        assert saved.location == "/app/requests?done=participation-saved"
        (part,) = hub.services.participations.mine(three[0])
        assert (part.capacity, part.paused) == (4, True)

    @pytest.mark.usefixtures("asked")
    def test_an_expired_request_says_so(self, hub, mentee):
        hub.clock.advance(days=3)
        clocks = ResponseClocks(hub.storage, hub.clock, hub.entropy)
        clocks.take_turns(organization_id=str(ORGANIZATION), program_id=str(PROGRAM))
        passed = hub.browser(mentee).get(LIST).text.split('id="passed"')[1]
        assert "Expired" in passed
        assert "Ada" in passed
