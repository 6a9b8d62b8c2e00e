"""In memory: programmes, who manages them and who takes part."""

from dataclasses import replace

from tests.fakes.tables import Repository


class FakePrograms(Repository):
    def get(self, program_id):
        return self.own("programs").get(program_id)

    def all(self):
        return sorted(self.own("programs").values(), key=lambda p: p.name)

    def save(self, program):
        self.own("programs")[program.id] = program


class FakeProgramManagers(Repository):
    def of_program(self, program_id):
        return [row for row in self.all() if row.program_id == program_id]

    def of_person(self, person_id):
        return [row for row in self.all() if row.person_id == person_id]

    def all(self):
        rows = self.own("program_managers").values()
        return sorted(rows, key=lambda row: (row.appointed_at, row.program_id, row.person_id))

    def add(self, manager):
        key, rows = (manager.program_id, manager.person_id), self.own("program_managers")
        return rows.setdefault(key, manager) is manager

    def remove(self, program_id, person_id):
        return self.own("program_managers").pop((program_id, person_id), None) is not None


class FakeParticipations(Repository):
    def get(self, program_id, person_id, role):
        return self.own("participations").get((program_id, person_id, role))

    def lock(self, program_id, person_id, role):
        return self.get(program_id, person_id, role)

    def lock_many(self, program_id, person_ids, role):
        found = [self.get(program_id, person_id, role) for person_id in sorted(set(person_ids))]
        return [p for p in found if p]

    def of_person(self, person_id):
        return [p for p in self.own("participations").values() if p.person_id == person_id]

    def of_people(self, person_ids):
        rows = [p for p in self.own("participations").values() if p.person_id in set(person_ids)]
        return sorted(rows, key=lambda p: (p.program_id, p.person_id, p.role))

    def of_program(self, program_id, people=None):
        rows = [
            p
            for p in self.own("participations").values()
            if p.program_id == program_id and (people is None or p.person_id in people)
        ]
        return sorted(rows, key=lambda p: (p.person_id, p.role))

    def add(self, participation):
        key = (participation.program_id, participation.person_id, participation.role)
        return self.own("participations").setdefault(key, participation)

    def save(self, participation):
        key = (participation.program_id, participation.person_id, participation.role)
        self.own("participations")[key] = participation

    def remove(self, participation):
        key = (participation.program_id, participation.person_id, participation.role)
        self.own("participations").pop(key, None)

    def set_away(self, participation_ids, *, away):
        rows = self.own("participations")
        for key, row in rows.items():
            if row.id in participation_ids:
                rows[key] = replace(row, away=away)

    def save_many(self, participations):
        for participation in participations:
            self.save(participation)
