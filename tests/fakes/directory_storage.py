"""In memory: what directories say about people, whom to believe, and the audit."""

from dataclasses import replace

from core.domain.directory import Reporting, digest_of
from core.domain.people_rules import Precedence, key_values
from tests.fakes.connection_storage import seen
from tests.fakes.tables import Repository


def forget_in_directory(repository, person_id):
    """What goes with a person, and what stays without saying who."""
    entries, merges = repository.own("directory_entries"), repository.own("merges")
    for key in [key for key, row in entries.items() if row.person_id == person_id]:
        del entries[key]
    for key in [key for key, row in merges.items() if person_id in (row.kept, row.gone)]:
        del merges[key]
    for name in ("merges", "sync_runs", "audit"):
        for key, row in repository.own(name).items():
            if row.by == person_id:
                repository.own(name)[key] = replace(row, by=None)


class FakeDirectoryEntries(Repository):
    def get(self, connection_id, key):
        return self.own("directory_entries").get((connection_id, key))

    def get_many(self, connection_id, keys):
        found = {key: self.get(connection_id, key) for key in keys}
        return {key: entry for key, entry in found.items() if entry}

    def digests(self, connection_id, keys):
        entries = self.get_many(connection_id, keys).values()
        decided = [e for e in entries if e.present and e.person_id]
        return {e.key: digest_of(e.record, e.source) for e in decided}

    def of_people(self, person_ids):
        return [e for e in self._all() if e.person_id in set(person_ids)]

    def find(self, by):
        def known(entry):
            values = key_values(entry.record)
            return any(values[key] and values[key] in set(wanted) for key, wanted in by.items())

        return [e for e in self._all() if e.present and known(e)]

    def reports(self, connection_id, manager_keys):
        wanted = set(manager_keys) - {""}
        return [e.key for e in self._present(connection_id) if e.record.manager_key in wanted]

    def reporting(self):
        rows = [
            Reporting(e.connection_id, e.key, e.person_id, e.record.manager_key)
            for e in self._all()
            if e.present and e.person_id
        ]
        if rows:
            yield rows

    def undecided(self, limit):
        waiting = [e for e in self._all() if e.present and e.person_id is None]
        return sorted(waiting, key=lambda e: (e.created_at, e.key))[:limit]

    def save_many(self, entries):
        for entry in entries:
            self.own("directory_entries")[entry.connection_id, entry.key] = entry

    def remove(self, connection_id, keys):
        for key in keys:
            self.own("directory_entries").pop((connection_id, key), None)

    def count(self, connection_id):
        return len(self._present(connection_id))

    def unseen(self, connection_id, run_id):
        keys = self._unseen(connection_id, run_id)
        for start in range(0, len(keys), 1_000):
            yield keys[start : start + 1_000]

    def count_unseen(self, connection_id, run_id):
        return len(self._unseen(connection_id, run_id))

    def _unseen(self, connection_id, run_id):
        there = seen(self, run_id)
        return [e.key for e in self._present(connection_id) if e.key not in there]

    def _present(self, connection_id):
        return [e for e in self._all() if e.connection_id == connection_id and e.present]

    def _all(self):
        return [entry for _, entry in sorted(self.own("directory_entries").items())]


class FakeMerges(Repository):
    def get(self, merge_id):
        return self.own("merges").get(merge_id)

    def lock(self, merge_id):
        return self.get(merge_id)

    def of_people(self, person_ids):
        wanted = set(person_ids)
        return [m for m in self.recent(None) if wanted & {m.kept, m.gone}]

    def recent(self, limit):
        rows = sorted(self.own("merges").values(), key=lambda m: (m.merged_at, m.id))
        return rows[::-1][:limit]

    def into(self, kept):
        rows = sorted(self.own("merges").values(), key=lambda m: (m.merged_at, m.id))
        return [m for m in rows if m.kept in set(kept) and m.undone_at is None]

    def save_many(self, merges):
        for merge in merges:
            self.own("merges")[merge.id] = merge


class FakePeopleRules(Repository):
    def precedence(self):
        return self.own("people_rules").get("precedence", Precedence())

    def save_precedence(self, precedence):
        self.own("people_rules")["precedence"] = precedence


class FakeAudit(Repository):
    def add(self, entry):
        self.own("audit")[entry.id] = entry

    def page(self, before, limit, *, subject="", deed="", by=None):
        rows = sorted(self.own("audit").values(), key=lambda e: (e.at, e.id))
        if before is not None:
            rows = rows[: [row.id for row in rows].index(before)]
        wanted = [
            row
            for row in rows[::-1]
            if subject in ("", row.subject) and deed in ("", row.deed) and by in (None, row.by)
        ]
        return wanted[:limit]

    def deeds(self):
        return sorted({row.deed for row in self.own("audit").values()})

    def doers(self):
        return {row.by for row in self.own("audit").values() if row.by is not None}

    def purge(self, before):
        rows = self.own("audit")
        gone = [key for key, entry in rows.items() if entry.at < before]
        for key in gone:
            del rows[key]
        return len(gone)
