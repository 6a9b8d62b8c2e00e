from dataclasses import replace
from uuid import UUID

import pytest

from core.domain.activity import ActivityKind, WorkState
from core.domain.profile import Profile
from core.domain.program import Role
from core.services.activities.activities import Link
from tests.web.pages.activities.course_work import TEXT, in_course, path, work_of


def test_a_reflection_goes_from_the_mentee_to_the_mentor_and_back_and_to_the_teacher(
    hub, pair, teacher, reflection
):
    mentor, mentee = pair
    mine, theirs = hub.browser(mentee), hub.browser(mentor)
    page = mine.get(path(reflection)).text
    assert "<p>Think of &lt;one&gt; moment.</p>" in page
    assert "10 points" in page
    assert "Once you hand it in, Ada can read it, and so can the teachers of your course." in page

    kept = mine.post(path(reflection), data={"action": "keep", "text": "Dra\x07ft", "version": 0})
    assert kept.location == f"{path(reflection)}?done=kept"
    assert "Draft</textarea>" in mine.get(path(reflection)).text
    assert "Nothing waits for your approval." in theirs.get("/app/approvals").text

    form = {"action": "hand_in", "text": TEXT.replace("\n", "\r\n"), "version": 1}
    assert mine.post(path(reflection), data=form).location.endswith("?done=handed-in")
    assert "Your mentor reads it now" in mine.get(path(reflection)).text
    for where in ("/app/", "/app/matches"):
        assert "1 piece of work waits for your approval" in theirs.get(where).text
    waiting = theirs.get("/app/approvals").text
    assert "Mia: What did you learn?" in waiting
    assert "<p>I learned &lt;b&gt;to ask&lt;/b&gt;.</p><p>And to wait.</p>" in waiting

    answer = {"activity": reflection.id, "mentee": mentee.person_id, "version": 2, "comment": ""}
    refused = theirs.post("/app/approvals", data={**answer, "action": "give_back"})
    assert refused.status_code == 422
    assert f'href="#comment-{reflection.id}-{mentee.person_id}"' in refused.text
    assert "Say what is missing" in refused.text
    back = {**answer, "action": "give_back", "comment": "Which moment?"}
    assert theirs.post("/app/approvals", data=back).location == "/app/approvals?done=given-back"
    page = mine.get(path(reflection)).text
    assert "Which moment?" in page
    assert "Improve it and hand it in again" in page

    again = {"action": "hand_in", "text": "The first one.", "version": 3}
    mine.post(path(reflection), data=again)
    stale = theirs.post("/app/approvals", data={**answer, "action": "approve"})
    assert (stale.status_code, "Read it again." in stale.text) == (409, True)
    done = {**answer, "action": "approve", "version": 4, "comment": "Thank you!"}
    assert theirs.post("/app/approvals", data=done).location == "/app/approvals?done=approved"
    page = mine.get(path(reflection)).text
    assert "You have done this." in page
    assert "Thank you!" in page
    assert "<form" not in page.split("<main")[1].split("<footer")[0]

    review = hub.browser(teacher).get(f"{path(reflection)}/review/sub%2Fmia%201").text
    assert "<p>The first one.</p>" in review
    assert "Thank you!" not in review
    assert "On its way to the gradebook" in review
    assert "10 of 10" in review


def test_what_was_typed_survives_a_refusal(hub, pair, reflection):
    _, mentee = pair
    browser = hub.browser(mentee)
    empty = browser.post(path(reflection), data={"action": "hand_in", "text": " ", "version": 0})
    assert (empty.status_code, "Write a few words first." in empty.text) == (422, True)
    browser.post(path(reflection), data={"action": "keep", "text": "Here", "version": 0})
    late = browser.post(path(reflection), data={"action": "keep", "text": "There", "version": 0})
    assert late.status_code == 409
    assert "in another window or by your mentor" in late.text
    assert "There</textarea>" in late.text


def test_taking_back_makes_a_draft_of_it(hub, pair, reflection):
    mentor, mentee = pair
    browser = hub.browser(mentee)
    browser.post(path(reflection), data={"action": "hand_in", "text": "Text", "version": 0})
    back = browser.post(path(reflection), data={"action": "take_back", "version": 1})
    assert back.location.endswith("?done=taken-back")
    assert work_of(hub, reflection, mentee).state is WorkState.OPEN
    assert "Nothing waits" in hub.browser(mentor).get("/app/approvals").text


def test_of_two_mentors_one_is_chosen(hub, pair, reflection):
    _, mentee = pair
    hub.set_program(mentors_per_mentee=2)
    eve = hub.person("Eve", Role.MENTOR)
    match = hub.services.requests.ask(mentee, eve.person_id)
    hub.clock.advance(days=1)
    hub.services.requests.accept(eve, match.id)
    browser = hub.browser(mentee)
    assert "Which mentor should read it?" in browser.get(path(reflection)).text
    form = {"action": "hand_in", "text": "Text", "version": 0, "match": match.id}
    browser.post(path(reflection), data=form)
    assert f'value="{match.id}" selected' in " ".join(browser.get(path(reflection)).text.split())
    assert "Mia: What did you learn?" in hub.browser(eve).get("/app/approvals").text


def test_a_step_is_ticked_off(hub, mentee, put):
    step = put(ActivityKind.PATH_STEP, "Read chapter 2", points=None)
    browser = hub.browser(mentee)
    assert "I have done this" in browser.get(path(step)).text
    done = browser.post(path(step), data={"action": "mark_done"})
    assert done.location == f"{path(step)}?done=ticked-off"
    assert "You have done this." in browser.get(done.location).text


@pytest.mark.parametrize(
    ("who", "kind", "words"),
    [
        ("stranger", "meetings", "First, join the mentoring programme"),
        ("mentor", "meetings", "This is for mentees"),
        ("newcomer", "onboarding", "First, say what you want to achieve"),
        ("new mentor", "onboarding", "Say what you can help with"),
        ("mentee", "find_mentor", "Choose a mentor and ask"),
        ("asking", "meetings", "Wait for the answer to your request"),
        ("matched", "meetings", "Meet, and tell of it"),
        ("test user", "meetings", "This is the student view of your learning platform"),
    ],
)
def test_the_page_says_what_is_next(hub, mentor, mentee, put, who, kind, words):
    activity = put(ActivityKind(kind), points=None)
    people = {
        "stranger": hub.person("Zoe"),
        "newcomer": hub.person("Ned", Role.MENTEE),
        "new mentor": hub.person("Nora", Role.MENTOR),
        "mentor": mentor,
        "mentee": mentee,
        "asking": mentee,
        "matched": mentee,
        "test user": hub.person("Student view"),
    }
    if who in {"asking", "matched"}:
        asked = hub.services.requests.ask(mentee, mentor.person_id)
        if who == "matched":
            hub.services.requests.accept(mentor, asked.id)
    if who == "test user":
        with hub.storage.tenant(mentee.organization_id) as work:
            person = work.people.get(people[who].person_id)
            work.people.save(replace(person, test_user=True))
    page = hub.browser(people[who]).get(path(activity))
    assert page.status_code == 200
    assert words in page.text


def test_a_course_that_has_not_started_mentoring_says_so(hub, mentee, teacher):
    with hub.storage.tenant(mentee.organization_id) as work:
        course = work.courses.get(mentee.registration_id, "c1")
        work.courses.save(replace(course, context_id="c2", program_id=None))
    early, early_teacher = (
        replace(actor, context_id="c2", program_id=None) for actor in (mentee, teacher)
    )
    told = {"activity": str(UUID(int=9)), "kind": "path_step"}
    untitled = hub.services.activities.opened(early, told, Link(id="l"))
    page = hub.browser(early).get(path(untitled)).text
    assert "Mentoring has not started in this course yet" in page
    assert "Step of a learning path</h1>" in page
    page = hub.browser(early_teacher).get(path(untitled)).text
    assert "Mentoring has not started in this course yet." in page


def test_the_list_shows_how_far_one_is(hub, pair, put, reflection):
    mentor, mentee = pair
    meetings = put(ActivityKind.MEETINGS, "Meet", target=2)
    match = hub.services.requests.mine(mentee)[0].match
    met = hub.services.meetings.log(mentee, match.id, hub.clock.now().date(), 30)
    hub.services.meetings.confirm(mentor, met.id)
    page = hub.browser(mentee).get("/app/activities").text
    assert "1 of 2 meetings" in page
    assert page.count("Open</span>") == 2
    assert 'href="/app/activities"' in hub.browser(mentee).get("/app/").text
    assert "0 of 2 done" in hub.browser(mentee).get("/app/").text
    assert path(meetings) in page
    assert "In this course" not in page


def test_a_course_without_activities_offers_no_tab(hub, mentee, teacher):
    assert 'href="/app/activities"' not in hub.browser(mentee).get("/app/").text
    assert "This course has no mentoring activities." in (
        hub.browser(mentee).get("/app/activities").text
    )
    assert "select its content" in hub.browser(teacher).get("/app/activities").text


def test_a_profile_that_is_saved_counts(hub, put):
    onboarding = put(ActivityKind.ONBOARDING, "Start")
    zoe = in_course(hub, hub.person("Zoe", Role.MENTEE), "zoe")
    hub.services.profiles.save(zoe, Profile(person_id=zoe.person_id, goals=("Grow",)))
    assert "You have done this." in hub.browser(zoe).get(path(onboarding)).text
