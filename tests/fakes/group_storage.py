"""In memory: groups and who is in them."""

from tests.fakes.tables import Repository


class FakeGroups(Repository):
    def get(self, group_id):
        return self.own("groups").get(group_id)

    def lock(self, group_id):
        return self.get(group_id)

    def of_program(self, program_id):
        rows = [
            group
            for group in self.own("groups").values()
            if group.program_id == program_id and group.ended_at is None
        ]
        return sorted(rows, key=lambda group: (group.name, group.id))

    def save(self, group):
        self.own("groups")[group.id] = group

    def members(self, group_ids):
        rows = [m for m in self.own("group members").values() if m.group_id in set(group_ids)]
        return sorted(rows, key=lambda m: (m.joined_at, m.person_id))

    def add_members(self, members):
        for member in members:
            self.own("group members").setdefault((member.group_id, member.person_id), member)

    def remove_members(self, group_id, person_ids):
        for person_id in person_ids:
            self.own("group members").pop((group_id, person_id), None)
