"""In-memory settings of matching."""

from dataclasses import fields

from core.domain.learned_belief import LearnedFigures
from core.domain.matching_settings import MatchingSettings
from tests.fakes.tables import Repository


class FakeMatchingSettings(Repository):
    def get(self, program_id):
        usual = MatchingSettings(program_id=program_id)
        return self.own("matching_settings").get(program_id, usual)

    def save(self, settings):
        self.own("matching_settings")[settings.program_id] = settings


class FakeLearnedBeliefs(Repository):
    def get(self, program_id):
        return self.own("learned_beliefs").get(program_id)

    def learned_at(self, program_id):
        belief = self.get(program_id)
        return belief.learned_at if belief else None

    def figures(self):
        return {
            program_id: LearnedFigures(
                **{field.name: getattr(belief, field.name) for field in fields(LearnedFigures)}
            )
            for program_id, belief in self.own("learned_beliefs").items()
        }

    def save(self, belief):
        self.own("learned_beliefs")[belief.program_id] = belief

    def remove(self, program_id):
        self.own("learned_beliefs").pop(program_id, None)
