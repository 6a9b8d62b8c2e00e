"""What becomes of taking part when a directory says that somebody has left, is away, or is back.

- Gone: requests that nobody could answer expire, matches end and both are told, times that a mentor
  offered are called off, booked places and places in groups are given back, they are signed out.
- Away (on leave, or not begun yet): nobody new is suggested or may ask; matches stay.
- Back: what they take part in goes on as before, where no course says otherwise. What ended stays
  ended: a new beginning is up to the people.

Everything is read again before it is changed, so a job that comes late or twice does no harm.
"""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from core.domain.choice import ChoiceState
from core.domain.directory import Presence
from core.domain.identifiers import OrganizationId, PersonId, ProgramId
from core.domain.match import (
    OCCUPYING_STATES,
    OPEN_STATES,
    UNANSWERED_STATES,
    EndReason,
    Match,
)
from core.domain.program import Participation, Role
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import Sentence, sentence
from core.services.administration.standing import has_left
from core.services.drop_in.offers import PAGE as SLOTS_PAGE
from core.services.people.notifications import Notifications
from core.services.requests.cascade import Cascade, forget, promise_turns
from core.services.requests.request_news import MATCHES_PAGE
from core.services.requests.steps import end_all

_WANTED = UNANSWERED_STATES | OPEN_STATES


class Departures:
    """The jobs that follow the presence of people."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._cascade = Cascade(clock, entropy)
        self._notifications = Notifications(clock, entropy)

    def departures(self, organization_id: str, person_ids: str) -> None:
        """Let what some people take part in follow their presence. Again it changes nothing.

        Args:
            organization_id: whose people they are.
            person_ids: whom, with commas between.
        """
        organization = OrganizationId(UUID(organization_id))
        asked = [PersonId(UUID(one)) for one in person_ids.split(",")]
        with self._storage.tenant(organization) as work:
            parts = work.participations.of_people(asked)
        for program_id in dict.fromkeys(part.program_id for part in parts):
            with self._storage.tenant(organization) as work:
                self._program(work, program_id, asked)
        self.sign_out(organization_id, person_ids)

    def sign_out(self, organization_id: str, person_ids: str) -> None:
        """End sessions of who has left; and of administrators whom a directory knows by others.

        Arguments as in `departures`.
        """
        organization = OrganizationId(UUID(organization_id))
        asked = [PersonId(UUID(one)) for one in person_ids.split(",")]
        with self._storage.tenant(organization) as work:
            gone = _those(work, asked, Presence.GONE)
        if not gone:
            return
        with self._storage.platform() as platform:
            administrators = platform.administrators.of_organization(organization)
        with self._storage.tenant(organization) as work:
            leaving = {one.person_id for one in administrators if has_left(work, one)}
        with self._storage.platform() as platform:
            platform.sessions.sign_out({*gone, *(one for one in leaving if one is not None)})

    def _program(
        self, work: TenantWork, program_id: ProgramId, asked: Collection[PersonId]
    ) -> None:
        gone, away = _those(work, asked, Presence.GONE), _those(work, asked, Presence.AWAY)
        here = _those(work, asked, Presence.HERE)
        if gone:
            self._leave(work, program_id, gone)
        parts = work.participations.of_program(program_id, asked)
        elsewhere = work.rosters.present(program_id, here) if here else {}
        _say_away(work, [p for p in parts if p.person_id in gone | away], away=True)
        back = [p for p in parts if p.person_id in here and elsewhere.get(p.person_id, True)]
        _say_away(work, back, away=False)
        promise_turns(work.jobs, work.organization_id, program_id)

    def _leave(self, work: TenantWork, program_id: ProgramId, gone: Collection[PersonId]) -> None:
        # Mentees first, then mentors: whoever asks or answers locks them in this order too.
        mentees = {match.mentee_id for match in _of_them(work, program_id, gone)} | {*gone}
        work.participations.lock_many(program_id, mentees, Role.MENTEE)
        work.participations.lock_many(program_id, gone, Role.MENTOR)
        going = _of_them(work, program_id, gone)
        unanswered = [match for match in going if match.state in UNANSWERED_STATES]
        end_all(work, unanswered, EndReason.EXPIRED, self._clock)
        forget(work, program_id, gone)
        stranded = [match for match in unanswered if match.mentee_id not in gone]
        asked = [match for match in stranded if match.state in OPEN_STATES]
        self._cascade.came_back(work, asked, ChoiceState.PASSED)
        matches = [match for match in going if match.state in OCCUPYING_STATES]
        end_all(work, matches, EndReason.LEFT, self._clock)
        self._tell(work, program_id, matches, gone)
        self._groups(work, program_id, gone)
        self._slots(work, program_id, gone)

    def _tell(
        self,
        work: TenantWork,
        program_id: ProgramId,
        matches: Collection[Match],
        gone: Collection[PersonId],
    ) -> None:
        """Both of the two, kindly."""
        left = sentence(
            "Your organization's directory says that you have left, so your matches have ended. "
            "Thank you for taking part."
        )
        stays = sentence(
            "The other person has left the organization, so your match has ended. "
            "Thank you for the time you gave each other."
        )
        news: dict[tuple[PersonId, Sentence], None] = {}
        for match in matches:
            for person_id in (match.mentee_id, match.mentor_id):
                news[person_id, left if person_id in gone else stays] = None
        told = [(person_id, said, MATCHES_PAGE) for person_id, said in news]
        self._notifications.tell_many(work, told, program_id)

    def _groups(self, work: TenantWork, program_id: ProgramId, gone: Collection[PersonId]) -> None:
        groups = work.groups.of_program(program_id)
        members = work.groups.members([group.id for group in groups]) if groups else []
        for group in groups:
            here = {member.person_id for member in members if member.group_id == group.id}
            if leaving := here & {*gone}:
                work.groups.remove_members(group.id, leaving)

    def _slots(self, work: TenantWork, program_id: ProgramId, gone: Collection[PersonId]) -> None:
        now = self._clock.now()
        slots = work.slots.of_program(program_id, now)
        bookings = work.slots.bookings([slot.id for slot in slots]) if slots else []
        off = {slot.id for slot in slots if slot.mentor_id in gone}
        for slot_id in off:
            slot = work.slots.lock(slot_id)
            assert slot is not None, "slots are called off, never deleted"
            work.slots.save(replace(slot, cancelled_at=slot.cancelled_at or now))
        mentors = {slot.id: slot.mentor_id for slot in slots if slot.id not in off}
        given = [b for b in bookings if b.mentee_id in gone and b.slot_id in mentors]
        for booking in given:
            work.slots.give_back(booking.slot_id, booking.mentee_id)
        guests = {b.mentee_id for b in bookings if b.slot_id in off} - {*gone}
        called_off = sentence("A mentor called off a time that you booked. Look for another one.")
        given_back = sentence("A mentee gave a place in your time back.")
        news = [(guest, called_off, SLOTS_PAGE) for guest in sorted(guests)]
        news += [(mentors[booking.slot_id], given_back, SLOTS_PAGE) for booking in given]
        self._notifications.tell_many(work, news, program_id)


def _those(work: TenantWork, asked: Collection[PersonId], presence: Presence) -> set[PersonId]:
    people = work.people.get_many(asked).values()
    return {person.id for person in people if person.presence is presence}


def _of_them(work: TenantWork, program_id: ProgramId, gone: Collection[PersonId]) -> list[Match]:
    matches = work.matches.of_program(program_id, _WANTED)
    return [match for match in matches if match.mentee_id in gone or match.mentor_id in gone]


def _say_away(work: TenantWork, parts: Collection[Participation], *, away: bool) -> None:
    if wrong := [part.id for part in parts if part.away is not away]:
        work.participations.set_away(wrong, away=away)
