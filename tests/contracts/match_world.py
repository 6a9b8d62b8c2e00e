"""Builders of matches, of choices and of runs."""

from dataclasses import replace
from datetime import timedelta

from core.domain.choice import Choice, Search
from core.domain.learned_belief import LearnedBelief
from core.domain.match import Match, MatchState
from core.domain.match_run import MatchRun, RunEdit, RunLeftOver, RunPair
from core.domain.meeting import Meeting
from core.domain.program import Role
from core.sentence import Sentence
from tests.contracts.beginnings import NOW, fresh


class MatchesOfAWorld:
    def match(self, mentee=None, mentor=None, state=MatchState.OFFERED, minutes=0, **values):
        at = NOW + timedelta(minutes=minutes)
        made = Match(
            id=fresh(),
            organization_id=self.id,
            program_id=self.program.id,
            mentee_id=(mentee or self.ada).id,
            mentor_id=(mentor or self.ben).id,
            state=state,
            created_at=at,
            updated_at=at,
        )
        return replace(made, **values)

    def meeting(self, match, **values):
        made = Meeting(
            id=fresh(),
            organization_id=self.id,
            match_id=match.id,
            held_on=NOW.date(),
            minutes=45,
            logged_by=match.mentee_id,
            created_at=NOW,
        )
        return replace(made, **values)

    def learned(self):
        return LearnedBelief(
            program_id=self.program.id,
            learned_at=NOW,
            outcomes=40,
            mentees=9,
            mentors=7,
            accuracy=0.6,
            low=0.55,
            high=0.65,
            model="{}",
        )

    def match_run(self, minutes=0, **values):
        made = MatchRun(
            id=fresh(),
            organization_id=self.id,
            program_id=self.program.id,
            started_by=self.dora.id,
            started_at=NOW + timedelta(minutes=minutes),
            told_at=NOW,
        )
        return replace(made, **values)

    def run_pair(self, run, mentee, mentor, **values):
        made = RunPair(
            run_id=run.id,
            mentee_id=mentee.id,
            mentor_id=mentor.id,
            score=0.5,
            low=0.25,
            high=0.75,
        )
        return replace(made, **values)

    def left_over(self, run, person, role=Role.MENTEE, why="All places went to others."):
        return RunLeftOver(run_id=run.id, person_id=person.id, role=role, why=Sentence(why))

    def run_edit(self, run, mentee, before=None, number=1):
        return RunEdit(
            run_id=run.id,
            number=number,
            mentee_id=mentee.id,
            at=NOW,
            by=self.dora.id,
            before=before,
        )

    def choice(self, mentee=None, mentor=None, rank=1, **values):
        made = Choice(
            organization_id=self.id,
            program_id=self.program.id,
            mentee_id=(mentee or self.ada).id,
            mentor_id=(mentor or self.ben).id,
            rank=rank,
            created_at=NOW,
        )
        return replace(made, **values)

    def search(self, mentee, minutes=0, **values):
        made = Search(
            organization_id=self.id,
            program_id=self.program.id,
            mentee_id=mentee.id,
            began_at=NOW + timedelta(minutes=minutes),
        )
        return replace(made, **values)
