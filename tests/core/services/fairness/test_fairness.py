"""Reports of a programme's matches and runs: right figures, and nobody given away."""

from dataclasses import replace
from uuid import uuid4

import pytest

from core.domain.demographics import UNSAID, Dimension
from core.domain.identifiers import MatchRunId
from core.domain.match_run import RunGroup, RunOptions
from core.domain.profile import Profile
from core.domain.program import Role
from core.engine.matching.fairness.comparison import Measure
from core.errors import ConflictError, ForbiddenError, NotFoundError
from core.services.fairness.reports import Fairness
from core.services.people.demographics import OwnDemographics
from tests.fakes.running import TAKEN, Running


def says(campus, actor, **answers):
    own = OwnDemographics(campus.storage, campus.clock)
    own.save(actor, {Dimension(name): answer for name, answer in answers.items()})


def mentees(campus, number, **answers):
    found = [campus.mentee(f"Mentee {place}") for place in range(number)]
    for actor in found if answers else ():
        says(campus, actor, **answers)
    return found


def table(tables, *dimensions, measure=Measure.PLACED):
    (found,) = [t for t in tables if t.dimensions == dimensions and t.measure is measure]
    return found


def lines(comparison):
    return {line.group[0]: (line.people, line.hits) for line in comparison.lines}


class TestOfAProgramme:
    def view(self, campus):
        return Fairness(campus.storage).of_program(campus.teacher())

    def test_groups_are_compared_by_who_has_a_mentor(self, campus):
        women, men = mentees(campus, 6, gender="woman"), mentees(campus, 8, gender="man")
        silent = [*mentees(campus, 2), *mentees(campus, 4, gender=UNSAID)]
        mentors = [campus.mentor(f"Mentor {n}", capacity=2) for n in range(4)]
        for mentee, mentor in zip([*women[:3], *men[:2], silent[0]], mentors * 2, strict=False):
            campus.match(mentee, mentor)
        view = self.view(campus)
        assert (view.mentees, view.placed, view.run) == (20, 6, None)
        found = table(view.report.mentees, "gender")
        assert lines(found) == {"woman": (6, 3), "man": (8, 2)}
        assert found.unsaid == 6
        assert found.least_ratio.ratio.value == pytest.approx(0.5)
        assert view.report.mentors == ()  # they said nothing

    def test_the_load_of_mentors(self, campus):
        busy, idle = campus.mentor("Busy", capacity=2), campus.mentor("Idle", capacity=1)
        gone = campus.mentor("Gone", capacity=1)
        for mentee in mentees(campus, 2):
            campus.match(mentee, busy)
        campus.participations.update(gone, Role.MENTOR, paused=True)
        found = self.view(campus).report.exposure
        assert (found.mentors, found.places, found.pairs) == (2, 3, 2)
        assert (found.none, found.full) == (1, 1)
        campus.match(campus.mentee("Late"), idle)
        assert self.view(campus).report.exposure.none == 0

    def test_why_mentees_wait(self, campus):
        ada = campus.mentor(capacity=3)
        _bare, shy, hopeful, refused, paused = mentees(campus, 5)
        for actor in (shy, hopeful):
            campus.profiles.save(actor, Profile(person_id=actor.person_id, goals=("learn",)))
        campus.requests.ask(hopeful, ada.person_id)
        asked = campus.requests.ask(refused, ada.person_id)
        campus.requests.decline(ada, asked.id)
        campus.participations.update(paused, Role.MENTEE, paused=True)
        view = self.view(campus)
        assert {str(why): count for why, count in view.report.waiting} == {
            "Named neither a goal nor a skill yet.": 1,
            "Asked nobody yet.": 1,
            "Asked, and no answer yet.": 1,
            "Had a match or a request that ended, and nothing since.": 1,
        }
        assert "Nobody said anything about themselves" in str(view.notes[0])

    def test_only_managers_see_it(self, campus):
        with pytest.raises(ForbiddenError):
            Fairness(campus.storage).of_program(campus.mentee())

    def test_a_programme_that_is_gone(self, campus):
        stranger = campus.person("Tess", manages=True, program_id=uuid4())
        with pytest.raises(NotFoundError):
            Fairness(campus.storage).of_program(stranger)


def running_in(campus, *options, **values):
    return Running(campus.storage, campus.clock, campus.teacher(), *options, **values)


def seen(campus, running):
    return Fairness(campus.storage).of_run(campus.teacher(), running.run.id)


class TestOfARun:
    def test_groups_exposure_and_who_is_left(self, campus):
        women, men = mentees(campus, 6, gender="woman"), mentees(campus, 6, gender="man")
        ada, ben, cleo = (campus.mentor(name, capacity=8) for name in ("Ada", "Ben", "Cleo"))
        running = running_in(campus)
        pairs = [running.pair(who, ada, 0.8) for who in women]
        pairs += [running.pair(who, ben, 0.4) for who in men[:2]]
        running.holds(pairs, waiting=men[2:], idle=[cleo])
        campus.match(campus.mentee("Earlier"), cleo)
        view = seen(campus, running)
        assert (view.mentees, view.placed) == (12, 8)
        assert lines(table(view.report.mentees, "gender")) == {"woman": (6, 6), "man": (6, 2)}
        assert view.report.waiting == ((TAKEN, 4),)
        assert (view.report.exposure.pairs, view.report.exposure.none) == (9, 0)
        assert "without changes by hand" in str(view.notes[-1])

    def test_mentors_are_compared_by_the_mean_score_of_their_pairs(self, campus):
        mentors = [campus.mentor(f"Mentor {n}", capacity=2) for n in range(10)]
        for place, mentor in enumerate(mentors):
            says(campus, mentor, gender="woman" if place < 5 else "man")
        running = running_in(campus)
        people = mentees(campus, 20)
        scores = [0.9] * 5 + [0.3] * 5
        running.holds(
            [
                running.pair(mentee, mentor, score)
                for mentee, mentor, score in zip(people, mentors * 2, scores * 2, strict=True)
            ]
        )
        found = table(seen(campus, running).report.mentors, "gender", measure=Measure.SCORED)
        assert lines(found) == {"woman": (5, 5), "man": (5, 0)}

    def test_changes_by_hand_do_not_move_the_groups(self, campus):
        """Or taking one person out and looking again would tell which group they are of."""
        women, men = mentees(campus, 6, gender="woman"), mentees(campus, 6, gender="man")
        ada, ben = campus.mentor("Ada", capacity=20), campus.mentor("Ben", capacity=20)
        running = running_in(campus)
        pairs = [running.pair(who, ada) for who in (*women, *men[:3])]
        running.holds(pairs, waiting=men[3:])
        before = seen(campus, running)
        taken, moved, given = pairs[0], pairs[1], men[3]
        now = [p for p in pairs if p not in (taken, moved)]
        now += [running.pair(women[1], ada, 0.9), running.pair(given, ben)]
        running.holds(now, waiting=[women[0], *men[4:]])
        running.edited(1, taken.mentee_id, taken)
        running.edited(2, moved.mentee_id, moved)
        running.edited(3, moved.mentee_id, running.pair(women[1], ben))
        running.edited(4, given.person_id, None)
        after = seen(campus, running)
        assert after.report.mentees == before.report.mentees
        assert after.report.exposure != before.report.exposure  # the load is as it is
        assert (before.placed, after.placed) == (9, 9)

    def test_chosen_mentees_are_not_compared(self, campus):
        women = mentees(campus, 6, gender="woman")
        ada = campus.mentor(capacity=9)
        chosen = RunOptions(
            who=RunGroup.CHOSEN, chosen=frozenset(actor.person_id for actor in women)
        )
        running = running_in(campus, chosen)
        running.holds([running.pair(who, ada) for who in women])
        view = seen(campus, running)
        assert view.report.comparisons == ()
        assert "chosen one by one" in str(view.notes[0])
        assert view.report.exposure.pairs == 6

    def test_published_pairs_are_not_counted_twice(self, campus):
        (mia,), ada = mentees(campus, 1), campus.mentor(capacity=2)
        running = running_in(campus)
        match = campus.match(mia, ada)
        running.holds([replace(running.pair(mia, ada), match_id=match.id)])
        assert seen(campus, running).report.exposure.pairs == 1

    def test_a_run_without_a_result(self, campus):
        running = running_in(campus, ready=False)
        with pytest.raises(ConflictError):
            seen(campus, running)

    def test_a_run_of_another_programme(self, campus):
        running = running_in(campus)
        fairness = Fairness(campus.storage)
        with pytest.raises(NotFoundError):
            fairness.of_run(campus.teacher(), MatchRunId(uuid4()))
        with pytest.raises(ForbiddenError):
            fairness.of_run(campus.mentee(), running.run.id)
