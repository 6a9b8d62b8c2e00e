"""In-memory settings of matching."""

from core.domain.matching_settings import MatchingSettings
from tests.fakes.tables import Repository


class FakeMatchingSettings(Repository):
    def get(self, program_id):
        usual = MatchingSettings(program_id=program_id)
        return self.own("matching_settings").get(program_id, usual)

    def save(self, settings):
        self.own("matching_settings")[settings.program_id] = settings
