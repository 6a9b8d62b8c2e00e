import re
from uuid import UUID

import pytest

from core.domain.profile import Profile
from core.domain.program import Role


def test_who_has_not_joined_is_asked_to_join_first(hub, mentor):
    browser = hub.browser(hub.person("Ben"))
    assert browser.get("/app/mentors").location == "/app/participation"
    assert browser.get(f"/app/mentors/{mentor.person_id}").location == "/app/participation"


def test_without_a_goal_nothing_is_ranked(hub, mentor):
    page = hub.browser(hub.person("Ben", Role.MENTEE)).get("/app/mentors").text
    assert "First, say what you want to achieve" in page
    assert "Ada" not in page


def test_without_mentors_the_page_says_what_to_do(hub, mentee):
    page = hub.browser(mentee).get("/app/mentors").text
    assert "No mentor can be asked right now" in page


def test_a_mentor_is_shown_with_score_interval_and_reasons(hub, mentor, mentee):
    hub.read_texts()
    page = hub.browser(mentee).get("/app/mentors").text
    score, low, high = (int(n) for n in re.findall(r"(\d+)%", page)[:3])
    assert low <= score <= high
    assert "You want to learn Rust; this mentor offers it." in page
    assert "It is not known yet how matches turn out here" in page
    assert "2 free places" in page
    assert "still being read" not in page


def test_the_bar_is_drawn_where_the_numbers_are(hub, mentor, mentee):
    hub.read_texts()
    (item,) = hub.services.suggestions.for_mentee(mentee).items
    page = hub.browser(mentee).get("/app/mentors").text
    band = re.search(r'class="band"\s+x1="([\d.]+)"\s+x2="([\d.]+)"', page)
    assert band is not None
    assert float(band[1]) == pytest.approx(1 + 98 * item.candidate.low, abs=0.01)
    assert float(band[2]) == pytest.approx(1 + 98 * item.candidate.high, abs=0.01)


def test_what_would_change_the_ranking_is_told(hub, mentee):
    for name, skill in (("Ada", "Rust"), ("Bob", "Cobol"), ("Cyd", "Rust")):
        other = hub.person(name, Role.MENTOR)
        told = Profile(
            person_id=other.person_id, skills_offered=(skill, "SQL"), languages=("en", "fr")
        )
        hub.services.profiles.save(other, told)
    hub.read_texts()
    page = hub.browser(mentee).get("/app/mentors").text
    assert "What would change this ranking" in page
    assert re.search(r"If you also wanted to learn Cobol: rank \d instead of \d\.", page)


def test_mentors_who_are_left_out_are_counted(hub, mentor, mentee):
    hub.services.profiles.save(
        mentor, Profile(person_id=mentor.person_id, skills_offered=("Rust",), languages=("fi",))
    )
    page = hub.browser(mentee).get("/app/mentors").text
    assert "You share no language with them: 1" in page


def test_while_texts_are_read_the_page_asks_again_and_then_gets_the_ranking(hub, mentor, mentee):
    browser = hub.browser(mentee)
    page = browser.get("/app/mentors").text
    assert 'hx-get="/app/mentors/reading?look=1"' in page
    waiting = browser.get("/app/mentors/reading?look=1")
    assert 'hx-get="/app/mentors/reading?look=2"' in waiting.text
    assert "HX-Retarget" not in waiting.headers
    assert "hx-trigger" not in browser.get("/app/mentors/reading?look=60").text
    assert browser.get("/app/mentors/reading?look=x").status_code == 200
    hub.read_texts()
    ready = browser.get("/app/mentors/reading?look=2")
    assert ready.headers["HX-Retarget"] == "#suggestions"
    assert 'id="ranking"' in ready.text
    assert "/app/mentors/reading" not in ready.text
    assert "<html" not in ready.text


def test_asking_keeps_the_note_and_the_score_that_was_shown(hub, mentor, mentee):
    browser = hub.browser(mentee)
    page = browser.get(f"/app/mentors/{mentor.person_id}").text
    assert "Ask Ada" in page
    assert "Wrote a borrow checker" in page
    shown = hub.services.suggestions.for_mentor_detail(mentee, mentor.person_id).candidate.score
    asked = browser.post(f"/app/mentors/{mentor.person_id}", data={"note": "Please!"})
    assert asked.location == "/app/requests?done=asked"
    (view,) = hub.services.requests.mine(mentee)
    assert view.match.note == "Please!"
    assert view.match.score == shown
    again = browser.get(f"/app/mentors/{mentor.person_id}").text
    assert "Waiting for an answer" in again
    assert "<textarea" not in again


def test_a_note_that_is_too_long_comes_back(hub, mentor, mentee):
    note = "please " * 300
    page = hub.browser(mentee).post(f"/app/mentors/{mentor.person_id}", data={"note": note})
    assert page.status_code == 422
    assert "Use at most 2000 characters." in page.text
    assert note in page.text
    assert hub.services.requests.mine(mentee) == []


def test_a_mentor_who_filled_up_meanwhile_is_explained(hub, mentor, mentee):
    hub.services.participations.update(mentor, Role.MENTOR, capacity=1)
    other = hub.person("Ole", Role.MENTEE)
    match = hub.services.requests.ask(other, mentor.person_id)
    hub.services.requests.accept(mentor, match.id)
    browser = hub.browser(mentee)
    page = browser.post(f"/app/mentors/{mentor.person_id}", data={"note": "Please!"})
    assert page.status_code == 409
    assert "This mentor takes no new mentees now." in page.text
    assert "You cannot ask this mentor now" in browser.get(f"/app/mentors/{mentor.person_id}").text


def test_the_limit_of_open_requests_is_told_before_asking(hub, mentor, mentee):
    for name in ("Bob", "Cyd", "Dee"):
        other = hub.person(name, Role.MENTOR)
        hub.services.requests.ask(mentee, other.person_id)
    browser = hub.browser(mentee)
    page = browser.get(f"/app/mentors/{mentor.person_id}").text
    assert "You have enough open requests" in page
    assert "<textarea" not in page
    assert "as many as this programme allows" in browser.get("/app/mentors").text


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_who_is_no_mentor_is_not_found(hub, mentee, method):
    page = getattr(hub.browser(mentee), method)(f"/app/mentors/{UUID(int=999)}")
    assert page.status_code == 404
    assert "This person is not a mentor in this programme." in page.text


def test_somebody_who_avoids_me_looks_like_nobody(hub, mentor, mentee):
    told = Profile(person_id=mentor.person_id, avoid=frozenset({mentee.person_id}))
    hub.services.profiles.save(mentor, told)
    page = hub.browser(mentee).get(f"/app/mentors/{mentor.person_id}")
    assert page.status_code == 404


def test_more_mentors_are_shown_on_demand(hub, mentee):
    for number in range(12):
        other = hub.person(f"Mentor {number}", Role.MENTOR)
        told = Profile(person_id=other.person_id, skills_offered=("Rust",), languages=("en",))
        hub.services.profiles.save(other, told)
    browser = hub.browser(mentee)
    first = browser.get("/app/mentors").text
    assert first.count("<article") == 10
    assert "/app/mentors?more=1" in first
    assert browser.get("/app/mentors?more=1").text.count("<article") == 12


def test_what_would_bring_more_mentors_within_reach_is_told(hub, mentee):
    hub.services.profiles.save(
        mentee,
        Profile(
            person_id=mentee.person_id,
            skills_wanted=("Rust",),
            availability=frozenset({"mon-morning"}),
        ),
    )
    for name, slot in (("Ada", "mon-morning"), ("Bob", "tue-morning"), ("Cyd", "tue-morning")):
        other = hub.person(name, Role.MENTOR)
        told = Profile(
            person_id=other.person_id, skills_offered=("Rust",), availability=frozenset({slot})
        )
        hub.services.profiles.save(other, told)
    hub.read_texts()
    browser = hub.browser(mentee)
    assert 'hx-get="/app/mentors/openings"' in browser.get("/app/mentors").text
    page = " ".join(browser.get("/app/mentors/openings").text.split())
    assert "If you were also free on Tuesday mornings: 2 more mentors within reach." in page
    assert "Among the first ten of your list: 2 of these." in page
    told = browser.get("/api/v1/suggestions/openings").json
    assert told == [
        {"condition": "If you were also free on Tuesday mornings", "more": 2, "first": 2}
    ]


def test_no_change_that_brings_more_is_said_too(hub, mentor, mentee):
    for actor in (mentee, hub.person("Ben", Role.MENTEE)):
        page = hub.browser(actor).get("/app/mentors/openings").text
        assert "No single change of your profile would bring more mentors within reach." in page
    outside = hub.browser(hub.person("Eve")).get("/app/mentors/openings")
    assert outside.location == "/app/participation"
