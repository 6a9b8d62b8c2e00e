"""What teachers see of activities, and who else sees nothing of it."""

from uuid import UUID

import pytest

from core.domain.activity import ActivityKind
from core.domain.program import Role
from core.domain.score import ParkedReason, Score, ScoreState
from tests.web.pages.activities.course_work import TEXT, path


def test_teachers_see_figures_learners_and_no_text(hub, pair, teacher, reflection):
    _mentor, mentee = pair
    hub.services.works.hand_in(mentee, reflection.id, TEXT, 0)
    browser = hub.browser(teacher)
    page = browser.get("/app/activities").text
    assert "0 of 1" in page
    assert "Your activities" not in page
    roll = browser.get(path(reflection)).text
    assert "With the mentor" in roll
    assert f'href="{path(reflection)}/review/sub/mia%201"' in roll
    assert "I learned" not in page + roll
    assert "See it as a learner" in roll
    assert "First, join" in browser.get(f"{path(reflection)}?own=1").text
    with hub.storage.tenant(mentee.organization_id) as work:
        work.scores.add(
            Score(
                activity_id=reflection.id,
                organization_id=mentee.organization_id,
                person_id=mentee.person_id,
                subject="sub/mia 1",
                given=2.5,
                maximum=10,
                state=ScoreState.PARKED,
                reason=ParkedReason.NOT_IN_COURSE,
                updated_at=hub.clock.now(),
            )
        )
    review = hub.browser(teacher, locale="de").get(f"{path(reflection)}/review/sub/mia 1").text
    assert "2,5" in review


def test_teachers_who_take_part_stay_where_they_write(hub, teacher, put):
    step = put(ActivityKind.PATH_STEP, "Read", points=None)
    hub.services.participations.join(teacher, Role.MENTEE)
    browser = hub.browser(teacher)
    done = browser.post(path(step), data={"action": "mark_done"})
    assert done.location == f"{path(step)}?own=1&done=ticked-off"
    listed = browser.get("/app/activities").text
    assert f'href="{path(step)}?own=1"' in listed
    assert "No learner of this course takes part" in browser.get(path(step)).text


def test_an_ungraded_review_and_one_without_work(hub, pair, teacher, put):
    ungraded, graded = put(points=None), put(ActivityKind.MEETINGS, "Meet")
    browser = hub.browser(teacher)
    page = browser.get(f"{path(ungraded)}/review/sub/mia 1").text
    assert "This activity is not graded." in page
    assert "Nothing is handed in now." in page
    assert "not graded" in browser.get(path(ungraded)).text
    page = browser.get(f"{path(graded)}/review/sub/mia 1").text
    assert "None yet." in page
    assert "What they handed in" not in page


def test_nobody_else_reads_a_review(hub, pair, reflection):
    mentor, mentee = pair
    review = f"{path(reflection)}/review/sub/mia 1"
    for actor in (mentor, mentee, hub.person("Eve")):
        assert hub.browser(actor).get(review).status_code == 403
    elsewhere = hub.person("Tom", manages=True, context_id="c2")
    assert hub.browser(elsewhere).get(review).status_code == 404
    nobody = hub.browser(hub.person("Tina", manages=True)).get(f"{path(reflection)}/review/x")
    assert (nobody.status_code, "has not opened Mentoring" in nobody.text) == (404, True)


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({}, 400),
        ({"action": "explode"}, 400),
        ({"action": "hand_in", "text": "x", "version": "0", "match": "x"}, 400),
        ({"action": "mark_done"}, 409),
    ],
)
def test_forms_of_programs_are_refused(hub, pair, reflection, form, status):
    _, mentee = pair
    assert hub.browser(mentee).post(path(reflection), data=form).status_code == status
    nowhere = hub.browser(mentee).get(f"/app/activities/{UUID(int=5)}")
    assert nowhere.status_code == 404


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"action": "approve"}, 400),
        ({"action": "approve", "activity": UUID(int=5), "mentee": "x"}, 400),
        ({"action": "approve", "activity": UUID(int=5), "mentee": UUID(int=6)}, 404),
        ({"action": "explode"}, 400),
    ],
)
def test_answers_of_programs_are_refused(hub, mentor, form, status):
    assert hub.browser(mentor).post("/app/approvals", data=form).status_code == status
