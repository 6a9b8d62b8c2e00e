"""In memory: everything that is kept about one person."""

import json
from dataclasses import asdict, is_dataclass, replace

from core.domain.directory import Presence
from core.domain.webhook import DeliveryState
from tests.fakes.tables import Repository

KINDS = {
    "people": "person",
    "profiles": "profile",
    "identities": "identity",
    "participations": "participation",
    "program_managers": "program_manager",
    "matches": "match",
    "meetings": "meeting",
    "choices": "choice",
    "searches": "search",
    "course_members": "course_member",
    "works": "work",
    "scores": "score",
    "news": "notification",
    "mailboxes": "mailbox",
    "slots": "slot",
    "bookings": "booking",
    "directory_entries": "directory_entry",
    "merges": "person_merge",
    "evidences": "evidence",
    "pulses": "pulse",
    "appointments": "appointment",
}
NAMES = ("person_id", "mentee_id", "mentor_id", "kept", "gone", "proposed_by")
SHARED = ("people", "matches", "meetings")


class FakePersonRecords(Repository):
    def everything(self, person_id):
        found = {}
        for name, kind in KINDS.items():
            rows = [row for row in self.own(name).values() if self._about(name, row, person_id)]
            if rows:
                found[kind] = [_as_json(row) for row in rows]
        events = {delivery.event.id: delivery.event for delivery in self._told_of(person_id)}
        return found | ({"outbox": [_as_json(row) for row in events.values()]} if events else {})

    def erase(self, person_id):
        for name in KINDS:
            for key, row in list(self.own(name).items()):
                if name not in SHARED and self._about(name, row, person_id):
                    del self.own(name)[key]
        self._forget_told(person_id)
        for entry in list(self.own("audit").values()):
            if entry.by == person_id:
                self.own("audit")[entry.id] = replace(entry, by=None)
        sessions = self.tables.table("sessions")
        for key in [k for k, row in sessions.items() if row.actor.person_id == person_id]:
            del sessions[key]
        shared = [m for m in self.own("matches").values() if self._about("matches", m, person_id)]
        for match in shared:
            self.own("matches")[match.id] = replace(match, note="", decline_note="")
        if not shared:
            self.own("people").pop(person_id, None)
            return True
        blank = {"name": "", "email": "", "locale": "", "presence": Presence.GONE}
        self.own("people")[person_id] = replace(self.own("people")[person_id], **blank)
        return False

    def _told_of(self, person_id):
        rows = self.own("webhook_deliveries").values()
        return [one for one in rows if str(person_id) in one.event.data.values()]

    def _forget_told(self, person_id):
        told = self._told_of(person_id)
        waiting = {one.event.id for one in told if one.state is DeliveryState.WAITING}
        for delivery in told:
            if delivery.event.id not in waiting:
                del self.own("webhook_deliveries")[delivery.endpoint_id, delivery.event.id]

    def _about(self, name, row, person_id):
        if name == "people":
            return row.id == person_id
        if name == "meetings":
            return self._about("matches", self.own("matches")[row.match_id], person_id)
        return person_id in [getattr(row, field, None) for field in NAMES]


def _as_json(row):
    assert is_dataclass(row)
    return json.loads(json.dumps(asdict(row), default=_written))


def _written(value):
    return sorted(map(str, value)) if isinstance(value, frozenset | set) else str(value)
