"""In memory: news for people."""

from dataclasses import replace

from tests.fakes.tables import Repository


class FakeNews(Repository):
    def add_many(self, news):
        self.own("news").update({one.id: one for one in news})

    def get(self, notification_id):
        return self.own("news").get(notification_id)

    def of_person(self, person_id, most, skip=0):
        rows = [one for one in self.own("news").values() if one.person_id == person_id]
        rows.sort(key=lambda one: (one.created_at, one.id), reverse=True)
        return rows[skip : skip + most]

    def unread(self, person_id):
        return len(self._unread(person_id))

    def read(self, person_id, at, only=None):
        for one in self._unread(person_id):
            if only is None or one.id in only:
                self.own("news")[one.id] = replace(one, read_at=at)

    def purge(self, read_before, told_before):
        rows = self.own("news")
        old = [
            key
            for key, one in rows.items()
            if (one.read_at and one.read_at < read_before) or one.created_at < told_before
        ]
        for key in old:
            del rows[key]
        return len(old)

    def _unread(self, person_id):
        rows = self.own("news").values()
        return [one for one in rows if one.person_id == person_id and one.read_at is None]
