"""Loads the stand-in campus's people into the hub: organizations, registrations, profiles.

Loading again changes nothing that is there: somebody who is known keeps their edits, a programme
its name. Only the campus's addresses are brought up to date, because its port can be changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from config.demo_teams import DemoTeams
from config.demo_together import DemoTogether
from core.domain.course import Course
from core.domain.identifiers import (
    OrganizationId,
    ParticipationId,
    PersonId,
    ProgramId,
    RegistrationId,
)
from core.domain.organization import Organization
from core.domain.person import Identity, Person
from core.domain.profile import MeetingMode, Profile, Seniority
from core.domain.program import Participation, Program, Role
from core.domain.registration import Deployment, Registration
from core.errors import MisconfiguredError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import PlatformWork, Storage, TenantWork
from core.services.people.arrivals import lti_issuer
from core.services.people.profiles import defer_encoding
from demo.addresses import Addresses
from demo.directory import CampusPerson, Institution, institutions
from demo.teams.tenant import COMPANY

_TUPLES = ("goals", "skills_wanted", "skills_offered", "experience", "interests", "languages")
_LINES = ("headline", "time_zone", "location", "department")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading added.

    Attributes:
        organizations, people: how many were new.
    """

    organizations: int
    people: int


class DemoCampus:
    """Loads the campus into a hub.

    Args:
        addresses: where campus and hub are.
    """

    def __init__(
        self, storage: Storage, clock: Clock, entropy: Entropy, addresses: Addresses
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._addresses = addresses
        self._together = DemoTogether(storage, clock, entropy)
        self._teams = DemoTeams(storage, clock, entropy)

    def load(self) -> Loaded:
        """Add what is missing; each institution's people come together or not at all.

        Raises:
            MisconfiguredError: an organization of that name belongs to somebody else.
        """
        with self._storage.platform() as platform:
            for institution in institutions():
                _must_be_the_demos(platform, institution)
        organizations = people = 0
        for institution in institutions():
            with self._storage.platform() as platform:
                new, registration = self._register(platform, institution)
            organization = registration.organization_id
            with self._storage.tenant(organization) as work:
                begun = not work.programs.all()
                ids, added = self._populate(work, institution, registration)
                program = work.programs.all()[0].id
            people += added
            if begun:
                self._together.load(institution, organization, program, ids)
            if institution.slug == COMPANY:
                self._teams.load(organization, ids)
            organizations += new
        return Loaded(organizations, people)

    def _register(self, work: PlatformWork, institution: Institution) -> tuple[bool, Registration]:
        known = work.organizations.by_slug(institution.slug)
        organization = known or Organization(
            id=OrganizationId(self._entropy.uuid()),
            slug=institution.slug,
            name=institution.name,
            created_at=self._clock.now(),
        )
        if known is None:
            work.organizations.save(organization)
        registration = self._registration(work, organization.id, institution)
        if work.registrations.deployment(registration.id, institution.deployment_id) is None:
            work.registrations.save_deployment(
                Deployment(
                    registration_id=registration.id,
                    deployment_id=institution.deployment_id,
                    organization_id=organization.id,
                )
            )
        return known is None, registration

    def _registration(
        self, work: PlatformWork, organization: OrganizationId, institution: Institution
    ) -> Registration:
        # By client id, not issuer: a campus that moved to another port stays the same platform.
        known = next(
            (
                registration
                for registration in work.registrations.all()
                if registration.organization_id == organization
                and registration.client_id == institution.client_id
            ),
            None,
        )
        fresh = known or Registration(
            id=RegistrationId(self._entropy.uuid()),
            organization_id=organization,
            issuer="",
            client_id=institution.client_id,
            auth_login_url="",
            token_url="",
            jwks_url="",
            product_family=institution.dialect,
            created_at=self._clock.now(),
        )
        registration = replace(
            fresh,
            issuer=self._addresses.issuer,
            auth_login_url=self._addresses.authorization,
            token_url=self._addresses.token,
            jwks_url=self._addresses.jwks,
        )
        if registration != known:
            work.registrations.save(registration)
        return registration

    def _populate(
        self, work: TenantWork, institution: Institution, registration: Registration
    ) -> tuple[Mapping[str, PersonId], int]:
        """Who everybody is, and how many are new."""
        program = self._program(work, institution, registration)
        ids: dict[str, PersonId] = {}
        fresh: list[CampusPerson] = []
        for person in institution.people:
            if person.privacy == "never":
                # Met at their first launch, as somebody whose name the LMS keeps to itself.
                continue
            found = work.people.by_identity(lti_issuer(registration), person.subject)
            ids[person.key] = found.id if found else PersonId(self._entropy.uuid())
            if found is None:
                fresh.append(person)
        self._add(work, fresh, ids, registration, program)
        return ids, len(fresh)

    def _program(
        self, work: TenantWork, institution: Institution, registration: Registration
    ) -> ProgramId:
        course = next(course for course in institution.courses if course.mentoring)
        known = work.courses.get(registration.id, course.id)
        if known is not None and known.program_id is not None:
            return known.program_id
        program = Program(
            id=ProgramId(self._entropy.uuid()),
            organization_id=registration.organization_id,
            created_at=self._clock.now(),
            **institution.program,
        )
        work.programs.save(program)
        work.courses.save(
            Course(
                registration_id=registration.id,
                context_id=course.id,
                organization_id=registration.organization_id,
                title=course.title,
                program_id=program.id,
            )
        )
        return program.id

    def _add(
        self,
        work: TenantWork,
        fresh: list[CampusPerson],
        ids: Mapping[str, PersonId],
        registration: Registration,
        program: ProgramId,
    ) -> None:
        organization, now = registration.organization_id, self._clock.now()
        work.people.save_many([_person(p, ids[p.key], organization, now) for p in fresh])
        for person in fresh:
            work.people.link(
                Identity(
                    issuer=lti_issuer(registration),
                    subject=person.subject,
                    person_id=ids[person.key],
                )
            )
        work.profiles.save_many(
            [_profile(p.profile, ids[p.key], ids, now) for p in fresh if p.profile is not None]
        )
        work.participations.save_many(
            [
                Participation(
                    id=ParticipationId(self._entropy.uuid()),
                    organization_id=organization,
                    program_id=program,
                    person_id=ids[person.key],
                    role=Role(part["role"]),
                    capacity=part.get("capacity", 1),
                    joined_at=now,
                )
                for person in fresh
                for part in person.takes_part
            ]
        )
        for person in fresh:
            if person.profile is not None:
                defer_encoding(work.jobs, organization, ids[person.key])


def _must_be_the_demos(work: PlatformWork, institution: Institution) -> None:
    # Everybody on the campus could open it, some as its administrators.
    known = work.organizations.by_slug(institution.slug)
    if known is not None and any(
        registration.organization_id == known.id and registration.client_id != institution.client_id
        for registration in work.registrations.all()
    ):
        raise MisconfiguredError(
            "The organization %(slug)s has an LMS of its own, so the demo's people cannot be added "
            "to it. Start without --demo, or with another MENTORLOOM_DATA_DIR or DATABASE_URL.",
            slug=institution.slug,
        )


def _person(
    person: CampusPerson, person_id: PersonId, organization: OrganizationId, now: datetime
) -> Person:
    return Person(
        id=person_id,
        organization_id=organization,
        name=person.name,
        email=person.email,
        locale=person.locale,
        created_at=now,
        updated_at=now,
    )


def _profile(
    told: Mapping[str, Any], person_id: PersonId, ids: Mapping[str, PersonId], now: datetime
) -> Profile:
    level = told["seniority"]
    texts: dict[str, Any] = {name: tuple(told[name]) for name in _TUPLES}
    texts |= {name: told[name] for name in _LINES}
    return Profile(
        person_id=person_id,
        **texts,
        seniority=Seniority[level.upper()] if level else None,
        availability=frozenset(told["availability"]),
        meeting_modes=frozenset(MeetingMode(mode) for mode in told["meeting_modes"]),
        avoid=frozenset(ids[key] for key in told["avoid"]),
        updated_at=now,
    )
