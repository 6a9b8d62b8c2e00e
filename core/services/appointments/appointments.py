"""Planning the next meeting of a match: one proposes times, the other one chooses.

Times are written in the writer's own time zone and kept in UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from core.domain.actor import Actor
from core.domain.appointment import MOST_TIMES, Appointment, AppointmentState
from core.domain.identifiers import AppointmentId, MatchId, PersonId
from core.domain.match import OCCUPYING_STATES, Match
from core.errors import ConflictError, InvalidInputError, NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import Sentence, sentence
from core.services.activities.meetings import LONGEST, SHORTEST
from core.services.people.notifications import Notifications
from core.services.requests.match_views import MatchView, views
from core.services.wording_rules import complaints

PAGE = "/app/matches"
FURTHEST = timedelta(days=180)
LONGEST_WHEREABOUTS = 500
ASKED_FOR = timedelta(days=14)
"""How long after a planned meeting one may say with a click that it took place."""
MOST_AHEAD = 5
"""Open appointments of a match."""


@dataclass(frozen=True, slots=True)
class ViewedAppointment:
    """An appointment with the match it is of."""

    appointment: Appointment
    view: MatchView


class Appointments:
    """The planned meetings of one's own matches."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._notifications = Notifications(clock, entropy)

    def mine(self, actor: Actor) -> list[ViewedAppointment]:
        """What is planned or proposed in the actor's matches of this programme, soonest first."""
        with self._storage.tenant(actor.organization_id) as work:
            matches = work.matches.of_person(actor.program(), actor.person_id)
            going = [match for match in matches if match.state in OCCUPYING_STATES]
            found = work.appointments.of_matches([m.id for m in going], self._clock.now())
            shown = {view.match.id: view for view in views(work, going)}
        return [ViewedAppointment(one, shown[one.match_id]) for one in found]

    def over(self, actor: Actor) -> list[ViewedAppointment]:
        """What was planned in the last days and nobody has told of, in matches that go on."""
        now = self._clock.now()
        with self._storage.tenant(actor.organization_id) as work:
            matches = work.matches.of_person(actor.program(), actor.person_id)
            going = [match for match in matches if match.state in OCCUPYING_STATES]
            ids = [match.id for match in going]
            planned = work.appointments.of_matches(ids, now - ASKED_FOR)
            told = {
                (meeting.match_id, meeting.held_on) for meeting in work.meetings.of_matches(ids)
            }
            zone = _zone(work, actor.person_id)
            shown = {view.match.id: view for view in views(work, going)}
        return [
            ViewedAppointment(one, shown[one.match_id])
            for one in planned
            if one.starts_at is not None and not one.ahead(now)
            if (one.match_id, one.starts_at.astimezone(zone).date()) not in told
        ]

    def one(self, actor: Actor, appointment_id: AppointmentId) -> ViewedAppointment:
        """One of them, whatever its state.

        Raises:
            NotFoundError: there is none for the actor.
        """
        with self._storage.tenant(actor.organization_id) as work:
            appointment, match = _own(work, actor, appointment_id)
            (view,) = views(work, [match])
        return ViewedAppointment(appointment, view)

    def propose(
        self,
        actor: Actor,
        match_id: MatchId,
        times: Sequence[datetime],
        minutes: int,
        whereabouts: str = "",
    ) -> Appointment:
        """Propose times for the next meeting.

        Args:
            actor: either of the two.
            match_id: a match of theirs that is going on.
            times: 1 to MOST_TIMES; naive ones are in the actor's own time zone.
            minutes: SHORTEST to LONGEST.
            whereabouts: a room or the address of a call.

        Raises:
            NotFoundError: it is not their match.
            InvalidInputError: names the fields.
            ConflictError: the match is not going on, or too much is planned already.
        """
        now = self._clock.now()
        with self._storage.tenant(actor.organization_id) as work:
            match = _locked(work, actor, match_id)
            zone = _zone(work, actor.person_id)
            chosen = sorted({_utc(time, zone) for time in times})
            _check(chosen, minutes, whereabouts, now)
            if len(work.appointments.of_matches([match_id], now)) >= MOST_AHEAD:
                raise ConflictError(
                    "You two have several meetings ahead of you already. Call one off first."
                )
            appointment = Appointment(
                id=AppointmentId(self._entropy.uuid()),
                organization_id=actor.organization_id,
                match_id=match_id,
                proposed_by=actor.person_id,
                times=tuple(chosen),
                minutes=minutes,
                whereabouts=whereabouts.strip(),
                created_at=now,
            )
            work.appointments.add(appointment)
            word = sentence("Times for your next meeting were proposed. Choose one that fits.")
            self._tell_other(work, actor, match, word, appointment)
        return appointment

    def choose(self, actor: Actor, appointment_id: AppointmentId, time: datetime) -> Appointment:
        """Choose one of the times. Choosing the same again changes nothing.

        Args:
            actor: the one who did not propose them.
            appointment_id: which.
            time: one of its times, in UTC.

        Raises:
            NotFoundError: there is nothing to choose for the actor.
            ConflictError: it is decided otherwise, the time is over, or the match is.
        """
        with self._storage.tenant(actor.organization_id) as work:
            appointment, match = _own(work, actor, appointment_id, going=True)
            if appointment.proposed_by == actor.person_id:
                raise NotFoundError("You proposed these times, so the other one chooses.")
            if appointment.starts_at == time and appointment.state is AppointmentState.PLANNED:
                return appointment
            planned = appointment.chosen(time, self._clock.now())
            work.appointments.update(planned)
            self._tell_other(
                work,
                actor,
                match,
                sentence("Your next meeting is planned: a time was chosen."),
                appointment,
            )
        return planned

    def call_off(self, actor: Actor, appointment_id: AppointmentId) -> Appointment:
        """Call one off, or say that no time fits. Again it changes nothing.

        Raises:
            NotFoundError: there is no such appointment for the actor.
            ConflictError: it is over.
        """
        with self._storage.tenant(actor.organization_id) as work:
            appointment, match = _own(work, actor, appointment_id)
            if appointment.state is AppointmentState.CANCELLED:
                return appointment
            if not appointment.ahead(self._clock.now()):
                raise ConflictError("This meeting is over, so it cannot be called off.")
            off = appointment.cancelled()
            work.appointments.update(off)
            unanswered = appointment.state is AppointmentState.PROPOSED
            mine = appointment.proposed_by == actor.person_id
            word = (
                sentence("None of the times you proposed fits. Propose others.")
                if unanswered and not mine
                else sentence("A meeting of yours was called off. Plan another one.")
            )
            self._tell_other(work, actor, match, word, appointment)
        return off

    def _tell_other(
        self,
        work: TenantWork,
        actor: Actor,
        match: Match,
        word: Sentence,
        appointment: Appointment,
    ) -> None:
        other = match.mentor_id if actor.person_id == match.mentee_id else match.mentee_id
        self._notifications.tell(
            work,
            other,
            word,
            program_id=match.program_id,
            page=PAGE,
            subject=f"appointment:{appointment.id}",
        )


def _own(
    work: TenantWork, actor: Actor, appointment_id: AppointmentId, *, going: bool = False
) -> tuple[Appointment, Match]:
    known = work.appointments.get(appointment_id)
    match = work.matches.get(known.match_id) if known else None
    if known is None or match is None or actor.person_id not in {match.mentee_id, match.mentor_id}:
        raise NotFoundError("There is no such meeting for you.")
    if going:
        _must_go_on(match)
    return known, match


def _locked(work: TenantWork, actor: Actor, match_id: MatchId) -> Match:
    """Two clicks wait for each other on the mentee, as with meetings that took place."""
    match = work.matches.get(match_id)
    if match is None or actor.person_id not in {match.mentee_id, match.mentor_id}:
        raise NotFoundError("There is no such match for you.")
    work.profiles.lock(match.mentee_id)
    _must_go_on(match)
    return match


def _must_go_on(match: Match) -> None:
    if match.state not in OCCUPYING_STATES:
        raise ConflictError("This match is not going on, so its meetings cannot be changed.")


def _zone(work: TenantWork, person_id: PersonId) -> ZoneInfo:
    profile = work.profiles.get(person_id)
    return ZoneInfo(profile.time_zone if profile and profile.time_zone else "UTC")


def _utc(time: datetime, zone: ZoneInfo) -> datetime:
    return (time if time.tzinfo else time.replace(tzinfo=zone)).astimezone(UTC)


def _check(times: Sequence[datetime], minutes: int, whereabouts: str, now: datetime) -> None:
    fields: dict[str, list[Sentence]] = {}
    if not 1 <= len(times) <= MOST_TIMES:
        fields["times"] = [sentence("Propose from 1 to %(most)s times.", most=MOST_TIMES)]
    elif times[0] <= now:
        fields["times"] = [sentence("Choose times that are not over.")]
    elif times[-1] > now + FURTHEST:
        fields["times"] = [sentence("Choose times within half a year.")]
    if not SHORTEST <= minutes <= LONGEST:
        fields["minutes"] = [
            sentence("Choose from %(least)s to %(most)s minutes.", least=SHORTEST, most=LONGEST)
        ]
    if wrong := complaints(whereabouts, LONGEST_WHEREABOUTS):
        fields["whereabouts"] = wrong
    if fields:
        raise InvalidInputError("Some answers need a change before they can be saved.", fields)
