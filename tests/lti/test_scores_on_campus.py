"""Progress becomes grades on the stand-in campus, in Moodle's dialect and in Canvas's."""

import pytest

from core.domain.course import CourseRole
from core.domain.score import ParkedReason, ScoreState
from core.errors import UnavailableError
from core.services.grades.gradebook_columns import TAG
from tests.lti.campus_services import CanvasPlace, MoodlePlace
from tests.lti.scored_course import ScoredCourse

PLACES = {"moodle": MoodlePlace, "canvas": CanvasPlace}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("campus")


@pytest.fixture(params=PLACES)
def course(request, folder):
    return ScoredCourse(PLACES[request.param](folder))


@pytest.fixture
def learners(course):
    """Subject -> person, of everybody who learns in the course."""
    _, *subjects = course.place.enrol(4)
    return {subject: course.launch(subject) for subject in subjects}


def standing(course, person_id):
    score = course.score(person_id)
    return score.state, score.reason


def test_progress_stands_in_one_column_of_the_gradebook(course, learners):
    for share in (1 / 3, 1.0):
        for person_id in learners.values():
            course.progressed(person_id, share)
        course.clock.advance(seconds=2)
        course.work()
        assert {course.grade(subject).score for subject in learners} == {round(share * 10, 2)}
    (column,) = [
        item
        for item in course.place.campus.records.line_items.of(course.place.place)
        if item.tag == TAG
    ]
    assert (column.resource_id, column.maximum) == (str(course.activity.origin_id), 10)
    assert {standing(course, p) for p in learners.values()} == {(ScoreState.SENT, None)}


def test_an_answer_that_is_lost_on_its_way_counts_once(course, learners, monkeypatch):
    (subject, person_id), *_ = learners.items()
    course.progressed(person_id, 0.5)
    course.step()
    course.step()
    send, heard = course.place.http.send, iter([False, False, True])

    def lose(method, url, body, headers=None):
        answer = send(method, url, body, headers)
        if not next(heard):
            raise UnavailableError("No answer came.")
        statuses.append(answer.status)
        return answer

    statuses = []
    monkeypatch.setattr(course.place.http, "send", lose)
    assert not course.step()
    course.clock.advance(seconds=3)
    assert not course.step()
    course.clock.advance(seconds=9)
    course.work()
    assert standing(course, person_id) == (ScoreState.SENT, None)
    # Canvas takes the same timestamp again, with the same points and without a new submission.
    assert statuses == [{"moodle": 409, "canvas": 200}[course.place.institution.dialect]]
    assert (course.grade(subject).score, course.grade(subject).attempts) == (5, 0)


def test_somebody_who_left_is_parked_until_they_are_back(course, learners):
    (subject, person_id), *_ = learners.items()
    course.place.campus.records.memberships.withdraw(course.place.place, subject)
    course.progressed(person_id, 0.5)
    course.work()
    assert standing(course, person_id) == (ScoreState.PARKED, ParkedReason.NOT_IN_COURSE)
    course.place.enrol(4)
    course.launch(subject)
    course.work()
    assert standing(course, person_id) == (ScoreState.SENT, None)
    assert course.grade(subject).score == 5


def test_a_teacher_has_no_score(course):
    teacher, *_ = course.place.enrol(1)
    course.progressed(course.launch(teacher, frozenset({CourseRole.TEACHER})), 1.0)
    assert course.storage.jobs == []


def test_a_column_that_the_teacher_removed_is_made_again(course, learners):
    (subject, person_id), *_ = learners.items()
    course.progressed(person_id, 0.5)
    course.work()
    course.place.remove_column(course.column)
    course.progressed(person_id, 1.0)
    course.work()
    assert standing(course, person_id) == (ScoreState.SENT, None)
    assert course.grade(subject).score == 10


def test_a_platform_that_was_away_gets_everything_afterwards(course, learners):
    course.place.break_down()
    for person_id in learners.values():
        course.progressed(person_id, 1.0)
    course.work()
    assert {standing(course, p) for p in learners.values()} == {(ScoreState.WAITING, None)}
    course.place.http.away = False
    course.clock.advance(seconds=1)
    course.handlers["sweep_scores"]()
    course.work()
    assert {course.grade(subject).score for subject in learners} == {10}


def test_nothing_is_ever_deleted_and_no_grade_emptied(course, learners):
    for share in (0.2, 1.0, 0.1):
        for person_id in learners.values():
            course.progressed(person_id, share)
        course.work()
    assert {course.grade(subject).score for subject in learners} == {10}
    assert {method for method, _ in course.place.http.calls} <= {"GET", "POST"}
