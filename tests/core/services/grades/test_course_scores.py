"""What teachers see of scores, and sending them again."""

from dataclasses import replace
from uuid import UUID

import pytest

from core.domain.score import ParkedReason, ScoreState
from core.errors import ForbiddenError, NotFoundError
from core.services.grades.course_scores import MOST_SHOWN, SEND_SCORES_AGAIN, CourseScores


@pytest.fixture
def scores(campus):
    return CourseScores(campus.storage, campus.clock)


@pytest.fixture
def teacher(campus):
    return campus.person("Tess", manages=True)


def parked(course, name, subject, reason=ParkedReason.REFUSED, status=422):
    person_id = course.learner(name, subject)
    score = course.progressed(person_id, 0.5)
    course.change(score, state=ScoreState.PARKED, reason=reason, status=status)
    return person_id


@pytest.mark.parametrize("changes", [{"points": None, "link_id": "link-1"}, {"link_id": ""}])
def test_a_course_without_graded_activities_has_no_scores(course, scores, teacher, changes):
    course.open_gradebook("")
    with course.work() as work:
        work.activities.save(replace(course.activity, **changes))
    view = scores.view(teacher)
    assert (view.offered, view.counts, view.parked, view.slow) == (False, (), (), False)


def test_a_graded_activity_is_listed_once_it_was_opened(course, scores, teacher):
    with course.work() as work:
        work.activities.linked(course.activity.id, "link-1")
    (count,) = scores.view(teacher).counts
    assert (count.activity.id, count.sent) == (course.activity.id, 0)


def test_scores_are_counted_and_parked_ones_told_apart(course, scores, teacher):
    course.progressed(course.mia, 0.5)
    course.run_all()
    course.progressed(course.learner("Wen", "7"), 0.5)
    for name, subject in (("zoe", "8"), ("Ada", "9")):
        parked(course, name, subject)
    parked(course, "Ben", "10", status=400)
    parked(course, "Cem", "11", ParkedReason.NOT_IN_COURSE, 400)
    view = scores.view(teacher)
    assert view.offered
    assert [view.total(state) for state in ScoreState] == [1, 1, 4]
    groups = [(g.reason, g.status, [p.person.name for p in g.shown], g.hidden) for g in view.parked]
    assert groups == [
        (ParkedReason.NOT_IN_COURSE, 400, ["Cem"], 0),
        (ParkedReason.REFUSED, 400, ["Ben"], 0),
        (ParkedReason.REFUSED, 422, ["Ada", "zoe"], 0),
    ]


def test_what_waits_for_long_is_told(course, scores, teacher):
    course.progressed(course.mia, 0.5)
    assert not scores.view(teacher).slow
    course.campus.clock.advance(hours=2)
    assert scores.view(teacher).slow


def test_no_more_are_listed_than_fit(course, scores, teacher):
    for number in range(MOST_SHOWN + 2):
        parked(course, f"P{number:03}", f"p{number}")
    (group,) = scores.view(teacher).parked
    assert (len(group.shown), group.hidden) == (MOST_SHOWN, 2)


def test_scores_of_an_activity_that_is_graded_no_more_are_still_shown(course, scores, teacher):
    parked(course, "Ada", "9")
    with course.work() as work:
        work.activities.save(replace(course.activity, points=None))
    assert scores.view(teacher).total(ScoreState.PARKED) == 1


def test_one_parked_score_is_sent_again(course, scores, teacher):
    ada = parked(course, "Ada", "9")
    scores.send_again(teacher, course.activity.id, ada)
    assert course.promised == [str(ada)]
    course.run_all()
    assert course.score(ada).state is ScoreState.SENT
    scores.send_again(teacher, course.activity.id, ada)
    assert course.promised == []


@pytest.mark.parametrize("sent_too", [False, True])
def test_all_are_sent_again_in_the_background(course, scores, teacher, sent_too):
    course.progressed(course.mia, 0.5)
    course.run_all()
    ada = parked(course, "Ada", "9")
    scores.send_all_again(teacher, sent_too=sent_too)
    scores.send_all_again(teacher, sent_too=sent_too)
    (job,) = course.campus.storage.jobs
    assert job["job"] == SEND_SCORES_AGAIN
    course.forget_jobs()
    scores.send_scores_again(**job["arguments"])
    assert set(course.promised) == {str(ada)} | ({str(course.mia)} if sent_too else set())
    course.run_all()
    assert len(course.taken) == (2 if sent_too else 1)


def test_only_teachers_of_the_course_see_and_send(course, scores, campus, teacher):
    ada = parked(course, "Ada", "9")
    mia = campus.person("Mia")
    for act in (
        lambda: scores.view(mia),
        lambda: scores.send_again(mia, course.activity.id, ada),
        lambda: scores.send_all_again(mia, sent_too=False),
    ):
        with pytest.raises(ForbiddenError):
            act()
    other = replace(teacher, context_id="course-2")
    with pytest.raises(NotFoundError):
        scores.send_again(other, course.activity.id, ada)
    with pytest.raises(NotFoundError):
        scores.send_again(teacher, UUID(int=1), ada)
    with pytest.raises(NotFoundError):
        scores.view(replace(teacher, context_id=None))
    assert course.promised == []
