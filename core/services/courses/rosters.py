"""Reading who is in a course (NRPS 2.0), whole rosters only.

1. Only courses are read that a verified launch came from, that show a programme, and whose launch
   named a roster. Reading enrols nobody in the programme.
2. All pages are read outside any transaction. Without the last page nothing changes.
3. In one unit of work: what is known of everybody listed, the difference (roster_changes.py), the
   rows that differ, who takes part although they are gone (absences.py). These are signed out.
4. When suspiciously many would be gone, nothing changes: the run is held until a teacher confirms
   it, which reads again and accepts as many as the teacher saw.
5. Every reading leaves a RosterRun. A platform that does not answer is asked again by the job's
   retries, except when a person waits for it: they see that it failed and press the button again.

https://www.imsglobal.org/spec/lti-nrps/v2p0/
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from core.domain.course import Course, CourseRole, RosterOutcome, RosterRun, RosterTrigger
from core.domain.identifiers import OrganizationId, RegistrationId, RosterRunId
from core.domain.person import Person
from core.domain.registration import Registration, RegistrationStatus
from core.errors import ConflictError, ForbiddenError, MentorloomError, UnavailableError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.learning_platform import RosterMember, RosterSource
from core.ports.unit_of_work import Storage, TenantWork
from core.services.courses.roster_changes import KnownCourse, RosterChanges, changes, listed
from core.services.courses.roster_numbers import keep_numbers, numbers_wanted
from core.services.courses.roster_promises import promise_reading
from core.services.directory.lms_people import heard, met
from core.services.grades.gradebook_columns import active_registration
from core.services.grades.grading import Grading
from core.services.people.absences import settle
from core.services.people.arrivals import lti_issuer

SYNC_ROSTERS = "sync_rosters"
STALE = timedelta(hours=5)
"""The schedule reads rosters that are older; it comes every six hours."""
KEPT = timedelta(days=90)
"""How long it is known how readings went."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """A reading that began."""

    run: RosterRun
    course: Course
    standing: frozenset[str]
    confirmed: int
    numbers: bool


class Rosters:
    """The jobs that keep courses' members up to date.

    Args:
        storage: where members are kept.
        clock: when rosters were read.
        entropy: names new people and runs.
        source: the platforms.
    """

    def __init__(
        self, storage: Storage, clock: Clock, entropy: Entropy, source: RosterSource
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._source = source
        self._grading = Grading(clock)

    def sync_due(self) -> None:
        """Promise a reading of every roster that was not read for a while; forget old runs."""
        now = self._clock.now()
        with self._storage.platform() as platform:
            organizations = [organization.id for organization in platform.organizations.all()]
            active = {
                registration.id
                for registration in platform.registrations.all()
                if registration.status is RegistrationStatus.ACTIVE
            }
        for organization_id in organizations:
            with self._storage.tenant(organization_id) as work:
                work.rosters.purge_runs(now - KEPT)
                for course in work.courses.with_roster(now - STALE):
                    if course.registration_id in active:
                        promise_reading(work, course, RosterTrigger.SCHEDULE, self._entropy)

    def sync(
        self,
        organization_id: str,
        registration_id: str,
        context_id: str,
        run_id: str,
        trigger: str,
        confirmed: int = 0,
    ) -> None:
        """Read one course's roster and store what it changes. Again it changes nothing.

        Args:
            organization_id: whose course it is.
            registration_id: the platform it is on.
            context_id: which course.
            run_id: what the RosterRun is called; a retry continues it.
            trigger: a RosterTrigger.
            confirmed: how many people may be gone although that is suspicious.

        Raises:
            UnavailableError: the platform did not answer and nobody waits; try again later.
            ConflictError: somebody else changed the same people twice in a row.
        """
        organization = OrganizationId(UUID(organization_id))
        with self._storage.tenant(organization) as work:
            course = work.courses.get(RegistrationId(UUID(registration_id)), context_id)
            if course is None or course.program_id is None:
                return
            reading = self._begin(work, course, run_id, RosterTrigger(trigger), confirmed)
        try:
            self._read(reading)
        except MentorloomError as error:
            self._fail(reading, error)
            if reading.run.trigger is not RosterTrigger.HAND and not _final(error):
                raise

    def _begin(
        self, work: TenantWork, course: Course, run_id: str, trigger: RosterTrigger, confirmed: int
    ) -> _Reading:
        run = RosterRun(
            id=RosterRunId(UUID(run_id)),
            registration_id=course.registration_id,
            context_id=course.context_id,
            organization_id=course.organization_id,
            trigger=trigger,
            started_at=self._clock.now(),
        )
        work.rosters.save_run(run)
        standing = work.rosters.standing(course.registration_id, course.context_id)
        numbers = numbers_wanted(work, course.registration_id)
        return _Reading(run, course, standing, confirmed, numbers)

    def _read(self, reading: _Reading) -> None:
        registration, course = self._registration(reading.course), reading.course
        roster = listed(self._source.pages(registration, course, numbers=reading.numbers))
        groups = self._groups(registration, course)
        try:
            self._store(reading, registration, roster, groups)
        except ConflictError:
            # Somebody launched for the first time, or answered a request, at the same moment.
            self._store(reading, registration, roster, groups)

    def _groups(self, registration: Registration, course: Course) -> Mapping[str, str] | None:
        try:
            return self._source.groups(registration, course)
        except ForbiddenError:
            # The roster is good without the names of its groups.
            return None

    def _registration(self, course: Course) -> Registration:
        registration = active_registration(self._storage, course.registration_id)
        if registration is None:
            raise ForbiddenError(
                "The connection to this learning platform is switched off. "
                "Ask its administrator to switch it on again."
            )
        return registration

    def _store(
        self,
        reading: _Reading,
        registration: Registration,
        roster: Mapping[str, RosterMember],
        groups: Mapping[str, str] | None,
    ) -> None:
        course, issuer = reading.course, lti_issuer(registration)
        with self._storage.tenant(course.organization_id) as work:
            members = work.rosters.members(course.registration_id, course.context_id)
            known = KnownCourse(
                course=course,
                issuer=issuer,
                standing=reading.standing,
                people=self._known(work, issuer, roster),
                members={member.subject: member for member in members},
            )
            found = changes(roster, groups, known, self._clock.now(), self._entropy)
            held = found.suspicious(reading.confirmed)
            if not held:
                self._write(work, known, found, roster)
                present = [m.subject for m in roster.values() if m.active and not m.deleted]
                self._grading.retry_parked(work, course.registration_id, course.context_id, present)
            self._finish(work, reading.run, found, held=held)
        if not held and (locked_out := found.locked_out()):
            with self._storage.platform() as platform:
                place = (course.registration_id, course.context_id)
                platform.sessions.remove_of_people(*place, locked_out)

    def _known(
        self, work: TenantWork, issuer: str, roster: Mapping[str, RosterMember]
    ) -> dict[str, Person]:
        """Subject -> person, of those who are known here or to a directory."""
        people = work.people.by_identities(issuer, roster)
        told = {
            subject: (member.email, member.name)
            for subject, member in roster.items()
            if subject not in people and CourseRole.TEST_USER not in member.roles
        }
        return people | met(work, issuer, told, self._clock.now(), self._entropy)

    def _write(
        self,
        work: TenantWork,
        known: KnownCourse,
        found: RosterChanges,
        roster: Mapping[str, RosterMember],
    ) -> None:
        course, before = known.course, {one.id: one for one in known.people.values()}
        # People, course, members: launches write in this order too, so the two never deadlock.
        work.people.save_many(heard(work, found.people, before, self._clock.now()))
        work.people.link_many(found.identities)
        people = {subject: one.id for subject, one in known.people.items()}
        people |= {one.subject: one.person_id for one in found.identities}
        keep_numbers(work, course, roster, people)
        work.courses.synced(course.registration_id, course.context_id, self._clock.now())
        work.rosters.save_members(found.members)
        assert course.program_id is not None, "only courses with a programme are read"
        settle(work, course.program_id, self._clock)

    def _finish(
        self, work: TenantWork, run: RosterRun, found: RosterChanges, *, held: bool
    ) -> None:
        work.rosters.save_run(
            replace(
                run,
                outcome=RosterOutcome.HELD if held else RosterOutcome.COMPLETE,
                finished_at=self._clock.now(),
                seen=found.seen,
                added=found.added,
                changed=found.changed,
                gone=found.gone,
            )
        )

    def _fail(self, reading: _Reading, error: MentorloomError) -> None:
        with self._storage.tenant(reading.course.organization_id) as work:
            work.rosters.save_run(
                replace(
                    reading.run,
                    outcome=RosterOutcome.FAILED,
                    finished_at=self._clock.now(),
                    problem=error.message,
                    params=tuple((name, str(value)) for name, value in error.params.items()),
                )
            )


def _final(error: MentorloomError) -> bool:
    """Whether trying again soon would change nothing."""
    return not isinstance(error, UnavailableError | ConflictError)
