from dataclasses import replace

import pytest

from core.domain.activity import Activity, ActivityKind
from core.domain.course import CourseServices
from core.domain.score import ParkedReason, Score, ScoreState
from core.services.grades.course_scores import MOST_SHOWN
from tests.web.hub import ORGANIZATION, REGISTRATION


@pytest.fixture
def teacher(hub):
    return hub.person("Tess", manages=True)


@pytest.fixture
def activity(hub):
    made = Activity(
        id=hub.entropy.uuid(),
        origin_id=hub.entropy.uuid(),
        organization_id=ORGANIZATION,
        registration_id=REGISTRATION,
        context_id="c1",
        kind=ActivityKind.MILESTONE,
        title="First <meeting>",
        points=7.5,
        link_id="link-1",
        created_at=hub.clock.now(),
    )
    with hub.storage.tenant(ORGANIZATION) as work:
        work.activities.save(made)
        course = work.courses.get(REGISTRATION, "c1")
        offered = CourseServices(line_items_url="https://lms.example.edu/items")
        work.courses.save(replace(course, services=offered))
    return made


def score(hub, activity, name, state, reason=None, status=None):
    person = hub.person(name)
    made = Score(
        activity_id=activity.id,
        organization_id=ORGANIZATION,
        person_id=person.person_id,
        subject=name,
        given=2.5,
        maximum=7.5,
        state=state,
        reason=reason,
        status=status,
        updated_at=hub.clock.now(),
    )
    with hub.storage.tenant(ORGANIZATION) as work:
        return work.scores.add(made)


def test_without_graded_activities_it_says_how_to_have_some(hub, teacher):
    page = hub.browser(teacher).get("/app/program/scores").text
    assert "No graded activity of this course" in page
    assert "Send" not in page


@pytest.mark.parametrize("reason", list(ParkedReason))
def test_every_reason_is_told_with_what_to_do(hub, teacher, activity, reason):
    score(hub, activity, "Mia", ScoreState.PARKED, reason, 422)
    page = hub.browser(teacher).get("/app/program/scores").text
    assert "First &lt;meeting&gt;" in page
    assert "2.5 of 7.5" in page
    assert "(status 422)" in page
    german = hub.browser(teacher, locale="de").get("/app/program/scores").text
    assert "2,5 von 7,5" in german


def test_what_waits_and_a_missing_gradebook_are_told(hub, teacher, activity):
    score(hub, activity, "Mia", ScoreState.WAITING)
    browser = hub.browser(teacher)
    assert "more than an hour" not in browser.get("/app/program/scores").text
    hub.clock.advance(hours=2)
    assert "more than an hour" in browser.get("/app/program/scores").text
    with hub.storage.tenant(ORGANIZATION) as work:
        course = work.courses.get(REGISTRATION, "c1")
        work.courses.save(replace(course, services=CourseServices()))
    assert "has not offered" in browser.get("/app/program/scores").text


def test_a_long_list_is_cut(hub, teacher, activity):
    for number in range(MOST_SHOWN + 3):
        score(hub, activity, f"P{number}", ScoreState.PARKED, ParkedReason.REFUSED)
    assert "and 3 more people" in hub.browser(teacher).get("/app/program/scores").text


def test_a_parked_score_is_sent_again(hub, teacher, activity):
    parked = score(hub, activity, "Mia", ScoreState.PARKED, ParkedReason.REFUSED)
    browser = hub.browser(teacher)
    form = {"send": "one", "activity": activity.id, "person": parked.person_id}
    done = browser.post("/app/program/scores", data=form)
    assert done.location == "/app/program/scores?done=sending"
    assert "on their way" in browser.get(done.location).text
    with hub.storage.tenant(ORGANIZATION) as work:
        assert work.scores.get(activity.id, parked.person_id).state is ScoreState.WAITING


@pytest.mark.parametrize(("send", "sent_too"), [("parked", False), ("all", True)])
def test_all_are_promised_to_be_sent_again(hub, teacher, send, sent_too):
    done = hub.browser(teacher).post("/app/program/scores", data={"send": send})
    assert done.location == "/app/program/scores?done=sending"
    assert hub.storage.jobs[-1]["arguments"]["sent_too"] is sent_too


@pytest.mark.parametrize(
    "form", [{}, {"send": "some"}, {"send": "one"}, {"send": "one", "activity": "x", "person": "y"}]
)
def test_forms_of_programs_that_make_no_sense_are_refused(hub, teacher, form):
    assert hub.browser(teacher).post("/app/program/scores", data=form).status_code == 400


def test_learners_do_not_see_it(hub):
    browser = hub.browser(hub.person("Mia"))
    assert browser.get("/app/program/scores").status_code == 403
    assert browser.post("/app/program/scores", data={"send": "all"}).status_code == 403


def test_the_programme_leads_there_from_a_course(hub, teacher):
    assert "/app/program/scores" in hub.browser(teacher).get("/app/program").text
    outside = replace(teacher, context_id=None)
    assert "/app/program/scores" not in hub.browser(outside).get("/app/program").text
