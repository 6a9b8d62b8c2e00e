"""In memory: what people tell of themselves, and the vectors of their words."""

from dataclasses import replace

from tests.fakes.tables import Repository


class FakeProfiles(Repository):
    def get(self, person_id):
        return self.own("profiles").get(person_id)

    def lock(self, person_id):
        return self.get(person_id)

    def lock_many(self, person_ids):
        return self.get_many(person_ids)

    def get_many(self, person_ids):
        profiles = self.own("profiles")
        return {key: profiles[key] for key in person_ids if key in profiles}

    def save(self, profile):
        self.own("profiles")[profile.person_id] = profile

    def save_many(self, profiles):
        for profile in profiles:
            self.save(profile)

    def managers(self, person_ids):
        return {key: profile.managers for key, profile in self.get_many(person_ids).items()}

    def set_managers(self, managers, at):
        for profile in self.get_many(managers).values():
            line = tuple(managers[profile.person_id])
            self.save(replace(profile, managers=line, updated_at=at))

    def of_program(self, program_id, role, people=None):
        chosen = taking_part(self, program_id, role, people)
        people = self.own("people")
        rows = sorted(self.own("profiles").items())
        return [p for key, p in rows if key in chosen and not people[key].test_user]


class FakeEmbeddings(Repository):
    def of_people(self, person_ids, model):
        wanted = set(person_ids)
        return [
            e
            for (person, of_model), rows in sorted(self.own("embeddings").items())
            if person in wanted and of_model == model
            for e in rows
        ]

    def vectors_of_program(self, program_id, role, model, people=None):
        chosen = taking_part(self, program_id, role, people)
        return {e.text_hash: e.vector for e in self.of_people(chosen, model)}

    def replace(self, person_id, model, embeddings):
        rows = {(e.kind, e.text_hash): e for e in embeddings}
        self.own("embeddings")[person_id, model] = list(rows.values())

    def replace_many(self, model, embeddings):
        for person_id, ones in embeddings.items():
            self.replace(person_id, model, ones)


def taking_part(repository, program_id, role, people=None):
    return {
        p.person_id
        for p in repository.own("participations").values()
        if p.program_id == program_id and p.role == role and p.available
        if people is None or p.person_id in people
    }
