"""In memory: matches and what happened to them."""

from collections import Counter
from dataclasses import replace

from core.domain.match import OPEN_STATES, MatchState
from core.errors import ConflictError
from tests.fakes.tables import Repository


class FakeMatches(Repository):
    def get(self, match_id):
        return self.own("matches").get(match_id)

    def get_many(self, match_ids):
        return {key: self.get(key) for key in match_ids if self.get(key)}

    def of_person(self, program_id, person_id):
        return [m for m in self.of_program(program_id) if person_id in (m.mentee_id, m.mentor_id)]

    def of_program(self, program_id, states=None):
        rows = [
            m
            for m in self.own("matches").values()
            if m.program_id == program_id and (states is None or m.state in states)
        ]
        return sorted(rows, key=lambda m: (m.created_at, m.id), reverse=True)

    def load(self, program_id, states, mentors=None):
        alone = [m for m in self.of_program(program_id, states) if m.group_id is None]
        return Counter(m.mentor_id for m in alone if mentors is None or m.mentor_id in mentors)

    def of_mentees(self, program_id, mentee_ids, states):
        return [m for m in self.of_program(program_id, states) if m.mentee_id in mentee_ids]

    def due(self, program_id, at):
        return [m for m in self.of_program(program_id, [MatchState.OFFERED]) if _due(m, at)]

    def programs_due(self, at):
        offered = [m for m in self.own("matches").values() if m.state is MatchState.OFFERED]
        return sorted({m.program_id for m in offered if _due(m, at)})

    def add_many(self, matches):
        for match in matches:
            self.add(match)

    def update_many(self, matches):
        for match in matches:
            self.update(match)

    def set_clocks(self, matches):
        for match in matches:
            if self.get(match.id) and self.get(match.id).version == match.version:
                clock = {"answer_by": match.answer_by, "remind_at": match.remind_at}
                self.own("matches")[match.id] = replace(self.get(match.id), **clock)

    def add(self, match):
        self._must_be_the_only_open_one(match)
        self.own("matches")[match.id] = match

    def update(self, match):
        stored = self.own("matches").get(match.id)
        if stored is None or stored.version != match.version - 1:
            raise ConflictError("Somebody changed this meanwhile. Reload the page and try again.")
        self._must_be_the_only_open_one(match)
        self.own("matches")[match.id] = match

    def _must_be_the_only_open_one(self, match):
        if match.state not in OPEN_STATES:
            return
        for other in self.of_program(match.program_id, OPEN_STATES):
            same = (other.mentee_id, other.mentor_id) == (match.mentee_id, match.mentor_id)
            if same and other.id != match.id:
                raise ConflictError("The two already have an open match in this programme.")

    def record(self, event):
        self.own("match_events")[event.match_id] = [*self.history(event.match_id), event]

    def record_many(self, events):
        for event in events:
            self.record(event)

    def history(self, match_id):
        return list(self.own("match_events").get(match_id, []))


def _due(match, at):
    return (
        match.answer_by is None
        or match.answer_by <= at
        or (match.remind_at is not None and match.remind_at <= at)
    )
