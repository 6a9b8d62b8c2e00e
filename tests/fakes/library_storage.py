"""In memory: what courses offer, and what they show about people."""

from core.domain.profile import text_hash
from tests.fakes.connection_storage import seen
from tests.fakes.tables import Repository


class ToldRecords(Repository):
    name = ""

    def get_many(self, connection_id, keys):
        rows = self.own(self.name)
        return {key: rows[connection_id, key] for key in keys if (connection_id, key) in rows}

    def save_many(self, records):
        for record in records:
            self.own(self.name)[record.connection_id, record.key] = record

    def count(self, connection_id):
        return len(self._of(connection_id))

    def unseen(self, connection_id, run_id, limit):
        there = seen(self, run_id)
        return sorted(row.key for row in self._of(connection_id) if row.key not in there)[:limit]

    def count_unseen(self, connection_id, run_id):
        return len(self.unseen(connection_id, run_id, None))

    def _of(self, connection_id):
        return [row for row in self._present() if row.connection_id == connection_id]

    def _present(self):
        return [row for row in self.own(self.name).values() if row.present]


class FakeResources(ToldRecords):
    name = "resources"

    def present(self, connection_ids):
        found = [row for row in self._present() if row.connection_id in set(connection_ids)]
        return sorted(
            found, key=lambda r: (r.record.course, r.record.module, r.record.title, r.key)
        )

    def unread(self, model, limit):
        known = {digest for of, digest in self.own("resource_vectors") if of == model}
        texts = {row.text for row in self._present()}
        return [text for text in sorted(texts, key=text_hash) if text_hash(text) not in known][
            :limit
        ]

    def vectors(self, model, text_hashes):
        rows = self.own("resource_vectors")
        return {one: rows[model, one] for one in text_hashes if (model, one) in rows}

    def save_vectors(self, model, vectors):
        self.own("resource_vectors").update({(model, key): v for key, v in vectors.items()})

    def purge_vectors(self):
        needed = {row.text_hash for row in self._present()}
        gone = [key for key in self.own("resource_vectors") if key[1] not in needed]
        for key in gone:
            del self.own("resource_vectors")[key]
        return len(gone)


class FakeEvidences(ToldRecords):
    name = "evidences"

    def of_person(self, person_id):
        found = [row for row in self._present() if row.person_id == person_id]
        return sorted(found, key=lambda row: (row.at, row.title, row.key), reverse=True)
