"""How scores reach a gradebook."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.registration import RegistrationStatus
from core.domain.score import ParkedReason, ScoreState
from core.errors import UnavailableError
from core.ports.learning_platform import Posting, PostingAnswer
from core.services.grades.gradebook_columns import FIND_COLUMN, TAG
from core.services.grades.grading import POST_SCORE
from tests.core.services.campus import REGISTRATION
from tests.core.services.grades.graded_course import SENT, parked, stands


def test_many_first_scores_make_one_column_and_reach_it(course):
    people = [course.mia, *(course.learner(f"P{n}", f"p{n}") for n in range(3))]
    for person_id in people:
        course.progressed(person_id, 0.5)
    course.run_all()
    assert [stands(course, person_id) for person_id in people] == [SENT] * 4
    (column,) = course.platform.columns(course_of(course))
    assert (column.label, column.maximum, column.tag) == ("Meet three times", 10.0, TAG)
    assert column.resource_id == str(course.activity.origin_id)
    (message,) = course.taken
    assert (message.given, message.maximum) == (5.0, 10.0)
    assert message.at == course.campus.clock.now()
    assert course.score(course.mia).sent == 5.0


def course_of(course):
    with course.work() as work:
        return work.courses.get(REGISTRATION, "course-1")


def test_what_was_sent_is_not_sent_twice_however_often_the_job_runs(course):
    course.progressed(course.mia, 0.5)
    course.run_all()
    post = course.handlers[POST_SCORE]
    ids = {"organization_id": course.campus.organization.id, "activity_id": course.activity.id}
    post(**{name: str(value) for name, value in ids.items()}, person_id=str(course.mia))
    course.handlers[FIND_COLUMN](**{name: str(value) for name, value in ids.items()})
    assert len(course.taken) == 1
    assert len(course.calls("line_item")) == 1


def test_a_lost_answer_is_repeated_with_the_same_timestamp_and_counts_once(course):
    course.progressed(course.mia, 0.5)
    course.run()
    course.run()
    course.platform.lose_answers = True
    assert not course.run()
    course.campus.clock.advance(seconds=40)
    course.platform.lose_answers = False
    course.run_all()
    assert stands(course) == SENT
    assert len(course.taken) == 1
    first, second = (call[-1] for call in course.calls("post"))
    assert first == second


def test_points_that_change_while_older_ones_are_on_their_way_follow_them(course, monkeypatch):
    course.progressed(course.mia, 0.5)
    course.run()
    course.run()
    post = course.platform.gradebook.post

    def meanwhile(*message):
        monkeypatch.undo()
        course.progressed(course.mia, 1.0)
        return post(*message)

    monkeypatch.setattr(course.platform.gradebook, "post", meanwhile)
    course.run()
    assert (course.score(course.mia).state, course.score(course.mia).sent) == (
        ScoreState.WAITING,
        5.0,
    )
    course.run_all()
    assert [message.given for message in course.taken] == [5.0, 10.0]
    assert course.taken[1].at - course.taken[0].at == timedelta(seconds=1)


def test_a_column_that_is_gone_is_made_again(course):
    course.progressed(course.mia, 0.5)
    course.run_all()
    course.platform.remove_column(course.column)
    course.progressed(course.mia, 1.0)
    course.run_all()
    assert stands(course) == SENT
    assert [message.given for message in course.taken] == [10.0]


def test_a_column_that_is_gone_at_once_is_not_made_for_ever(course, monkeypatch):
    gone = PostingAnswer(Posting.NO_LINE_ITEM, 404)
    monkeypatch.setattr(course.platform.gradebook, "post", lambda *_message: gone)
    course.progressed(course.mia, 0.5)
    course.run_all()
    assert stands(course) == parked(ParkedReason.NO_GRADEBOOK, 404)
    assert len(course.calls("line_item")) == 1


def test_a_column_that_was_replaced_meanwhile_is_kept(course, monkeypatch):
    course.progressed(course.mia, 0.5)
    course.run_all()
    course.progressed(course.mia, 1.0)
    post = course.platform.gradebook.post

    def meanwhile(registration, url, score):
        monkeypatch.undo()
        course.platform.remove_column(url)
        with course.work() as work:
            found = course.platform.gradebook.line_item(
                registration, course_of(course), replace(wanted, url="")
            )
            work.activities.save(replace(course.activity, line_item_url=found.url))
        return post(registration, url, score)

    (wanted,) = course.platform.columns(course_of(course))
    monkeypatch.setattr(course.platform.gradebook, "post", meanwhile)
    course.run_all()
    assert stands(course) == SENT
    assert len(course.platform.columns(course_of(course))) == 1


def test_a_platform_that_is_switched_off_here_is_not_called(course):
    course.register(RegistrationStatus.DISABLED)
    course.progressed(course.mia, 0.5)
    course.run_all()
    assert stands(course) == parked(ParkedReason.UNREACHABLE)
    course.register()
    with course.work() as work:
        course.grading.retry_parked(work, REGISTRATION, "course-1", ["6"])
    course.run_all()
    course.register(RegistrationStatus.DISABLED)
    course.progressed(course.mia, 1.0)
    course.run_all()
    assert stands(course) == parked(ParkedReason.UNREACHABLE)
    assert len(course.calls("post")) == 1


def test_lost_jobs_are_promised_again_until_a_day_has_passed(course):
    course.platform.fail(UnavailableError("away"))
    course.progressed(course.mia, 0.5)
    course.run_all()
    assert course.score(course.mia).state is ScoreState.WAITING
    course.campus.clock.advance(hours=23)
    course.handlers["sweep_scores"]()
    assert course.promised == [str(course.mia)]
    course.run_all()
    course.campus.clock.advance(hours=2)
    course.handlers["sweep_scores"]()
    assert stands(course) == parked(ParkedReason.UNREACHABLE)
    assert course.promised == []


@pytest.mark.parametrize("outcome", [Posting.TAKEN, Posting.REFUSED, Posting.NO_LINE_ITEM])
def test_nothing_is_done_for_what_was_removed_meanwhile(course, monkeypatch, outcome):
    course.progressed(course.mia, 0.5)
    course.run_all()
    course.progressed(course.mia, 1.0)

    def post(*_message):
        for name in ("scores", "activities"):
            course.campus.storage.tables.table(f"{course.campus.organization.id}/{name}").clear()
        return PostingAnswer(outcome, 200)

    monkeypatch.setattr(course.platform.gradebook, "post", post)
    assert course.run()
    course.handlers[FIND_COLUMN](str(course.campus.organization.id), str(course.activity.id))
    assert course.score(course.mia) is None
    assert course.campus.storage.jobs == []
    assert len(course.calls("line_item")) == 1


def test_a_column_of_an_activity_that_vanished_is_forgotten(course, monkeypatch):
    line_item = course.platform.gradebook.line_item

    def find(*wanted):
        course.campus.storage.tables.table(f"{course.campus.organization.id}/activities").clear()
        return line_item(*wanted)

    monkeypatch.setattr(course.platform.gradebook, "line_item", find)
    course.progressed(course.mia, 0.5)
    course.run_all()
    assert course.score(course.mia).state is ScoreState.WAITING
    assert course.calls("post") == []
