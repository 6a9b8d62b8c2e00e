"""In memory: planned meetings and pulses."""

from dataclasses import replace

from core.domain.appointment import AppointmentState
from core.errors import ConflictError
from tests.fakes.tables import Repository


class FakeAppointments(Repository):
    def get(self, appointment_id):
        return self.own("appointments").get(appointment_id)

    def of_matches(self, match_ids, since):
        rows = self.own("appointments").values()
        return _soonest(one for one in rows if one.match_id in set(match_ids) and one.ahead(since))

    def due(self, remind_before, now):
        planned = [
            one
            for one in self.own("appointments").values()
            if one.state is AppointmentState.PLANNED and not one.asked_after
        ]
        return _soonest(
            one
            for one in planned
            if one.ends_at <= now or (one.starts_at < remind_before and not one.reminded)
        )

    def add(self, appointment):
        self.own("appointments")[appointment.id] = appointment

    def update(self, appointment):
        known = self.get(appointment.id)
        if known is None or known.version != appointment.version - 1:
            raise ConflictError("This meeting was changed meanwhile. Look at it again.")
        self.add(appointment)

    def done(self, reminded, asked_after):
        for appointment_id in reminded:
            self.add(replace(self.get(appointment_id), reminded=True))
        for appointment_id in asked_after:
            self.add(replace(self.get(appointment_id), reminded=True, asked_after=True))


class FakePulses(Repository):
    def get(self, pulse_id):
        return self.own("pulses").get(pulse_id)

    def open(self, person_id, at):
        rows = self.own("pulses").values()
        return [one for one in _oldest(rows) if one.person_id == person_id and one.open(at)]

    def latest(self, match_ids, most):
        found = {}
        for one in reversed(_oldest(self.own("pulses").values())):
            if one.match_id in set(match_ids):
                found.setdefault((one.match_id, one.person_id), []).append(one)
        return {key: rows[:most] for key, rows in found.items()}

    def add_many(self, pulses):
        known = {(p.match_id, p.person_id, p.asked_at) for p in self.own("pulses").values()}
        for pulse in pulses:
            if (pulse.match_id, pulse.person_id, pulse.asked_at) not in known:
                self.save(pulse)

    def save(self, pulse):
        self.own("pulses")[pulse.id] = pulse

    def answers(self, program_id, since):
        latest = {}
        for one in sorted(self._answered(program_id, since), key=lambda p: p.answered_at):
            latest[one.person_id] = one.answers
        return sorted(latest.items(), key=lambda entry: entry[0])

    def _answered(self, program_id, since):
        matches = self.own("matches")
        return [
            one
            for one in self.own("pulses").values()
            if one.answered_at and one.answered_at >= since
            if matches[one.match_id].program_id == program_id
        ]


def _soonest(rows):
    return sorted(rows, key=lambda one: (one.starts_at or one.times[0], one.id))


def _oldest(rows):
    return sorted(rows, key=lambda one: (one.asked_at, one.id))
