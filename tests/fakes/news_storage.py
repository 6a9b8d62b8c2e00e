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

    def get_many(self, notification_ids):
        rows = [one for key, one in self.own("news").items() if key in set(notification_ids)]
        return sorted(rows, key=lambda one: (one.created_at, one.id))

    def to_mail(self, told_after, told_before, today):
        oldest = {}
        for one in self.own("news").values():
            if self._unmailed(one, told_after, today):
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

    def unmailed(self, person_id, told_after, today):
        rows = [
            one
            for one in self.own("news").values()
            if one.person_id == person_id and self._unmailed(one, told_after, today)
        ]
        return sorted(rows, key=lambda one: (one.created_at, one.id))

    def mailed(self, notification_ids, at):
        self._change(notification_ids, mailed_at=at)

    def to_tell(self, told_after, beyond, most):
        choices, people = self.own("teams_choices"), self.own("people")
        rows = [
            one
            for one in self.own("news").values()
            if _waits(one) and not one.told_at and not one.by_mail and one.created_at > told_after
            if (chosen := choices.get(one.person_id)) and chosen.chat
            if not people[one.person_id].test_user
            if beyond is None or one.person_id > beyond
        ]
        some = set(sorted({one.person_id for one in rows})[:most])
        rows = [one for one in rows if one.person_id in some]
        return sorted(rows, key=lambda one: (one.person_id, one.created_at, one.id))

    def promised(self, notification_ids, at):
        self._change(notification_ids, told_at=at)

    def untold(self, notification_ids):
        self._change(notification_ids, told_at=None, by_mail=True)

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

    def _unmailed(self, one, told_after, today):
        chosen = self.own("teams_choices").get(one.person_id)
        by_chat = chosen is not None and chosen.chat and not chosen.paused(today)
        elsewhere = one.told_at is None and one.created_at > told_after and not by_chat
        return _waits(one) and (one.by_mail or elsewhere)

    def _change(self, notification_ids, **values):
        rows = self.own("news")
        for key in set(notification_ids) & rows.keys():
            rows[key] = replace(rows[key], **values)


def _waits(one):
    return one.read_at is None and one.mailed_at is None


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
