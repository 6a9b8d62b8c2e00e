"""Ranked lists in memory."""

from tests.fakes.tables import Repository


class FakeChoices(Repository):
    def of_mentees(self, program_id, mentee_ids):
        rows = [
            c
            for c in self.own("choices").values()
            if c.program_id == program_id and c.mentee_id in mentee_ids
        ]
        return sorted(rows, key=lambda c: (c.mentee_id, c.rank, c.mentor_id))

    def save_many(self, choices):
        for choice in choices:
            self.own("choices")[choice.program_id, choice.mentee_id, choice.mentor_id] = choice

    def remove(self, program_id, mentee_id, mentor_ids):
        for mentor_id in mentor_ids:
            self.own("choices").pop((program_id, mentee_id, mentor_id), None)

    def clear(self, program_id, mentee_ids):
        for choice in self.of_mentees(program_id, mentee_ids):
            self.remove(program_id, choice.mentee_id, [choice.mentor_id])


class FakeSearches(Repository):
    def of_program(self, program_id):
        rows = [s for s in self.own("searches").values() if s.program_id == program_id]
        return sorted(rows, key=lambda s: (s.began_at, s.mentee_id))

    def of_mentees(self, program_id, mentee_ids):
        return [s for s in self.of_program(program_id) if s.mentee_id in mentee_ids]

    def programs(self):
        return sorted({s.program_id for s in self.own("searches").values()})

    def save_many(self, searches):
        for search in searches:
            self.own("searches")[search.program_id, search.mentee_id] = search

    def end(self, program_id, mentee_ids):
        for mentee_id in mentee_ids:
            self.own("searches").pop((program_id, mentee_id), None)
