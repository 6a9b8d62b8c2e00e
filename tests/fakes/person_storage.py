"""In memory: everything that is kept about one person."""

import json
from dataclasses import asdict, is_dataclass, replace

from core.domain.directory import Presence
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
        return found

    def erase(self, person_id):
        for name in KINDS:
            for key, row in list(self.own(name).items()):
                if name not in SHARED and self._about(name, row, person_id):
                    del self.own(name)[key]
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
