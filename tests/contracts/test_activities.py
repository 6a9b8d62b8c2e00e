from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.activity import WorkState
from core.domain.score import ParkedReason, ScoreState
from core.errors import ConflictError
from tests.contracts.world import NOW, fresh


@pytest.fixture
def activity(world, course):
    made = world.activity()
    with world.tenant() as work:
        work.activities.save(made)
    return made


class TestActivities:
    def test_is_found_in_every_way(self, world, activity):
        place = (world.registration.id, "course-1")
        with world.tenant() as work:
            assert work.activities.get(activity.id) == activity
            assert work.activities.get(fresh()) is None
            assert work.activities.in_course(*place, activity.origin_id) == activity
            assert work.activities.of_course(*place) == [activity]
            assert work.activities.of_program(world.program.id) == []
            work.courses.assign(*place, world.program.id)
            assert work.activities.of_program(world.program.id) == [activity]

    def test_is_changed(self, world, activity):
        changed = replace(activity, line_item_url="https://lms.example.edu/l/1", points=None)
        with world.tenant() as work:
            work.activities.save(changed)
            assert work.activities.get(activity.id) == changed

    def test_its_link_and_its_column_are_remembered_apart(self, world, activity):
        with world.tenant() as work:
            work.activities.linked(activity.id, "link-1")
            work.activities.linked(fresh(), "link-2")
            work.activities.graded_at(activity.id, "https://lms.example.edu/l/1")
            found = work.activities.get(activity.id)
        told = {"link_id": "link-1", "line_item_url": "https://lms.example.edu/l/1"}
        assert found == replace(activity, **told)

    def test_a_course_has_one_copy_of_an_origin(self, world, activity):
        with world.tenant() as work:
            with pytest.raises(ConflictError):
                work.activities.save(replace(activity, id=fresh()))
            work.courses.save(world.course(title="Copy"))
            work.courses.save(replace(world.course(), context_id="course-2"))
            work.activities.save(replace(activity, id=fresh(), context_id="course-2"))


class TestWorkAndScores:
    def test_work_is_added_once_and_changed_by_version(self, world, activity):
        work_of = world.work(activity, world.ada, text="I tried.", match_id=None)
        with world.tenant() as work:
            assert work.works.add(work_of) == work_of
            assert work.works.add(replace(work_of, text="again")) == work_of
            done = work_of.moved(WorkState.DONE, NOW, progress=3, decided_by=world.ben.id)
            work.works.update(done)
            with pytest.raises(ConflictError):
                work.works.update(done)
            assert work.works.get(activity.id, world.ada.id) == done
            assert work.works.get(activity.id, world.ben.id) is None
            assert work.works.of_person(world.ada.id) == [done]
            assert work.works.of_activities([activity.id]) == [done]
            assert work.works.of_people([world.ben.id]) == []

    def test_scores_are_added_once_and_changed_by_version(self, world, activity):
        score = world.score(activity, world.ada)
        with world.tenant() as work:
            assert work.scores.add(score) == score
            assert work.scores.add(replace(score, given=9.0)) == score
            parked = replace(
                score,
                state=ScoreState.PARKED,
                reason=ParkedReason.REFUSED,
                status=422,
                posted_at=NOW,
                sent=4.0,
                attempts=2,
                version=2,
            )
            work.scores.update(parked)
            with pytest.raises(ConflictError):
                work.scores.update(parked)
            assert work.scores.lock(activity.id, world.ada.id) == parked
            assert work.scores.get(activity.id, world.ben.id) is None
            assert work.scores.of_activities([activity.id, fresh()]) == [parked]

    def test_scores_that_wait_or_are_parked(self, world, activity):
        parked = world.score(activity, world.ada, state=ScoreState.PARKED)
        waiting = world.score(activity, world.ben)
        sent = world.score(activity, world.cleo, state=ScoreState.SENT)
        subjects = ["subject-Ada", "subject-Ben", "subject-Cleo"]
        with world.tenant() as work:
            for score in (parked, waiting, sent):
                work.scores.add(score)
            course = (world.registration.id, "course-1")
            assert work.scores.waiting() == [waiting]
            assert work.scores.parked(*course, subjects) == [parked]
            assert work.scores.parked(*course, subjects[1:]) == []
            assert work.scores.parked(world.registration.id, "course-2", subjects) == []

    def test_scores_changed_in_bulk(self, world, activity):
        ada, ben = (world.score(activity, person) for person in (world.ada, world.ben))
        with world.tenant() as work:
            for score in (ada, ben):
                work.scores.add(score)
            quicker = replace(ada, given=7.0, version=2)
            work.scores.update(quicker)
            sent = [replace(s, state=ScoreState.SENT, version=2) for s in (ada, ben)]
            work.scores.update_many(sent)
            work.scores.update_many([])
            assert work.scores.get(activity.id, world.ada.id) == quicker
            assert work.scores.get(activity.id, world.ben.id) == sent[1]


class TestMeetings:
    def test_count_when_the_other_one_confirmed(self, world):
        match = world.match()
        early = world.meeting(match, held_on=NOW.date() - timedelta(days=7))
        late = world.meeting(match)
        with world.tenant() as work:
            work.matches.add(match)
            work.meetings.save(early)
            work.meetings.save(late)
            assert work.meetings.of_matches([match.id]) == [late, early]
            assert work.meetings.confirmed([match.id]) == {}
            confirmed = replace(early, confirmed_by=world.ben.id)
            work.meetings.save(confirmed)
            assert work.meetings.get(early.id) == confirmed
            assert work.meetings.confirmed([match.id]) == {match.id: 1}
            work.meetings.remove(late.id)
            assert work.meetings.get(late.id) is None
