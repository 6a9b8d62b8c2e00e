"""In-memory demographics."""

from tests.fakes.tables import Repository


class FakeDemographics(Repository):
    def of_people(self, person_ids):
        rows = self.own("demographics")
        return {key: rows[key] for key in person_ids if key in rows}

    def replace(self, person_id, answers, at):  # noqa: ARG002 - as the port says
        rows = self.own("demographics")
        rows.pop(person_id, None)
        if answers:
            rows[person_id] = dict(answers)
