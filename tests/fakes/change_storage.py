"""Who changed, in memory: what is stored now beside a copy of what was stored then."""

from core.ports.change_repositories import Changed
from tests.fakes.tables import Repository

NOTED = {
    "people": lambda key, _row: key,
    "profiles": lambda key, _row: key,
    "participations": lambda _key, row: row.person_id,
    "embeddings": lambda key, _row: key[0],
    "matches": lambda _key, row: row.mentor_id,
}


class FakeChanges(Repository):
    def mark(self):
        marks = self.own("marks")
        name = str(len(marks))
        marks[name] = {table: dict(self.own(table)) for table in NOTED}
        return name

    def since(self, mark):
        before = self.own("marks")[mark]
        changed = set()
        for table, person in NOTED.items():
            now, then = self.own(table), before[table]
            for key in now.keys() | then.keys():
                if now.get(key) != then.get(key):
                    changed.add(person(key, now.get(key, then.get(key))))
        return Changed(self.mark(), frozenset(changed))
