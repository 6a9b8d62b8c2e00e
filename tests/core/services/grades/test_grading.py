"""Which progress becomes a score, and what has it posted."""

from dataclasses import replace

import pytest

from core.domain.course import CourseRole, MemberStatus
from core.domain.score import ParkedReason, ScoreState
from core.services.grades.grading import POST_SCORE
from tests.core.services.campus import REGISTRATION
from tests.core.services.grades.graded_course import LEARNER


def test_progress_is_kept_and_its_posting_promised_once(course):
    score = course.progressed(course.mia, 1 / 3)
    assert (score.subject, score.given, score.maximum) == ("6", 3.33, 10.0)
    assert score.state is ScoreState.WAITING
    course.progressed(course.mia, 2 / 3)
    assert course.score(course.mia).given == 6.67
    (job,) = course.campus.storage.jobs
    assert job["job"] == POST_SCORE
    assert job["lock"] == f"score:{course.activity.id}:{course.mia}"
    assert job["arguments"]["organization_id"] == str(course.campus.organization.id)


@pytest.mark.parametrize(
    ("share", "given"), [(1.0, 7.126), (1.7, 7.126), (0.9999, 7.126), (0.5, 3.56)]
)
def test_everything_done_is_exactly_all_points(course, share, given):
    assert course.progressed(course.mia, share, points=7.126).given == given


def test_no_progress_is_no_zero_and_ungraded_activities_have_no_scores(course):
    assert course.progressed(course.mia, 0.0) is None
    assert course.progressed(course.mia, -1.0) is None
    assert course.progressed(course.mia, 1.0, points=None) is None
    assert course.promised == []


@pytest.mark.parametrize(
    "changes",
    [
        {"roster_roles": frozenset({CourseRole.TEACHER})},
        {"roster_roles": LEARNER | {CourseRole.TEACHER}},
        {"launch_roles": frozenset({CourseRole.TEACHER})},
        {"roster_roles": frozenset({CourseRole.OBSERVER})},
        {"roster_roles": LEARNER | {CourseRole.TEST_USER}},
        {"context_id": "course-2"},
    ],
)
def test_only_learners_of_the_course_are_graded(course, changes):
    assert course.progressed(course.learner("Tess", "9", **changes), 1.0) is None


def test_test_users_are_not_graded(course):
    with course.work() as work:
        work.people.save(replace(work.people.get(course.mia), test_user=True))
    assert course.progressed(course.mia, 1.0) is None


def test_of_two_accounts_the_one_in_the_course_is_graded(course):
    twice = course.learner("Two", "1", status=MemberStatus.GONE)
    course.enrol(twice, "2")
    assert course.progressed(twice, 1.0).subject == "2"


def test_points_that_were_sent_never_fall(course):
    score = course.progressed(course.mia, 0.8)
    assert course.progressed(course.mia, 0.4).given == 4.0
    sent = course.score(course.mia)
    course.change(sent, state=ScoreState.SENT, posted_at=score.updated_at, sent=4.0)
    course.progressed(course.mia, 0.2)
    assert course.score(course.mia).given == 4.0
    assert course.promised == []
    assert course.progressed(course.mia, 0.6).state is ScoreState.WAITING
    assert course.promised == [str(course.mia)]


def test_a_score_that_somebody_quicker_added_is_raised(course, monkeypatch):
    course.progressed(course.mia, 0.3)
    with course.work() as work:
        monkeypatch.setattr(type(work.scores), "lock", lambda *_: None)
    assert course.progressed(course.mia, 0.6).given == 6.0


def parked(course, name, subject, reason, state=ScoreState.PARKED):
    person_id = course.learner(name, subject)
    course.change(course.progressed(person_id, 0.5), state=state, reason=reason, attempts=3)
    return person_id


def test_whoever_is_seen_in_the_course_has_what_is_parked_tried_again(course):
    missing = parked(course, "Ana", "11", ParkedReason.NOT_IN_COURSE)
    unheard = parked(course, "Ben", "12", ParkedReason.UNREACHABLE)
    parked(course, "Cem", "13", ParkedReason.REFUSED)
    parked(course, "Dee", "14", ParkedReason.NOT_IN_COURSE)
    with course.work() as work:
        course.grading.retry_parked(work, REGISTRATION, "course-1", [])
        course.grading.retry_parked(work, REGISTRATION, "course-2", ["11"])
        assert course.promised == []
        course.grading.retry_parked(work, REGISTRATION, "course-1", ["11", "12", "13"])
    assert course.promised == [str(missing), str(unheard)]
    assert course.score(missing).state is ScoreState.WAITING


def test_a_gradebook_that_opens_has_what_is_parked_tried_again(course):
    refused = parked(course, "Ana", "11", ParkedReason.NO_GRADEBOOK)
    parked(course, "Ben", "12", ParkedReason.NOT_IN_COURSE)
    parked(course, "Cem", "13", None, ScoreState.SENT)
    with course.work() as work:
        course.grading.gradebook_changed(work, REGISTRATION, "course-1")
    assert course.promised == [str(refused)]


def test_sending_again_takes_what_is_sent_or_parked(course):
    sent = parked(course, "Ana", "11", None, ScoreState.SENT)
    course.progressed(course.mia, 0.5)
    course.forget_jobs()
    with course.work() as work:
        course.grading.send_again(work, work.scores.of_activities([course.activity.id]))
    assert course.promised == [str(sent)]
    assert course.score(sent).attempts == 0
