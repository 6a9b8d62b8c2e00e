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

    def to_mail(self, told_after, told_before):
        oldest = {}
        for one in self.own("news").values():
            if _unmailed(one, told_after):
                first = oldest.setdefault(one.person_id, one.created_at)
                oldest[one.person_id] = min(first, one.created_at)
        boxes = self.own("mailboxes")
        found = []
        for person_id, first in sorted(oldest.items()):
            person, box = self.own("people")[person_id], boxes.get(person_id)
            takes = box.takes(person.email) if box else bool(person.email)
            if takes and not person.test_user and first <= told_before:
                found.append(person_id)
        return found

    def unmailed(self, person_id, told_after):
        rows = [
            one
            for one in self.own("news").values()
            if one.person_id == person_id and _unmailed(one, told_after)
        ]
        return sorted(rows, key=lambda one: (one.created_at, one.id))

    def mailed(self, notification_ids, at):
        rows = self.own("news")
        for key in notification_ids:
            rows[key] = replace(rows[key], mailed_at=at)

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


def _unmailed(one, told_after):
    return one.read_at is None and one.mailed_at is None and one.created_at > told_after


class FakeMailboxes(Repository):
    def get(self, person_id):
        return self.own("mailboxes").get(person_id)

    def by_token(self, token):
        boxes = self.own("mailboxes").values()
        return next((box for box in boxes if box.token == token), None)

    def add(self, mailbox):
        return self.own("mailboxes").setdefault(mailbox.person_id, mailbox)

    def save(self, mailbox):
        self.own("mailboxes")[mailbox.person_id] = mailbox

    def refuse(self, person_id, address):
        box = self.get(person_id)
        if box is not None:
            self.own("mailboxes")[person_id] = replace(box, refused=address)
