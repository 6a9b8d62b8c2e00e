"""Somebody arrives from Microsoft Teams: find or create who they are, and where they go.

They are (tid, oid): the tenant, and what it calls them for ever; never a name or an address.

1. Whoever came from Teams before is known by that.
2. So is whom a directory tells of: Microsoft Entra's own records are called by oid in the
   connection that reads this tenant, and those it sends by SCIM may have it as externalId.
3. So is an administrator who linked this account.
4. Anybody else of the tenant is new. Arriving enrols nobody.

Whoever has left, as far as the directories say, does not come in.
"""

from dataclasses import dataclass, replace

from core.domain.actor import Actor
from core.domain.administrator import Administrator
from core.domain.directory import Presence
from core.domain.identifiers import PersonId, ProgramId
from core.domain.people_rules import LinkKey
from core.domain.person import ENTRA_ISSUER, Identity, Person
from core.domain.teams_tenant import TeamsTenant
from core.errors import ForbiddenError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.services.administration.entra_accounts import EntraAccount
from core.services.administration.standing import ENTRA, IDENTITY_ISSUER, has_left
from core.services.directory.lms_people import heard
from core.services.programs.program_choice import ProgramChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsFacts:
    """What a verified token or activity of Teams says.

    Attributes:
        teams_tenant: where our app is that they use.
        object_id: oid, in lower case.
        name, email, locale: empty where it does not say.
        program_id: of the place in Teams they come from; None if it names none.
    """

    teams_tenant: TeamsTenant
    object_id: str
    name: str = ""
    email: str = ""
    locale: str = ""
    program_id: ProgramId | None = None


class TeamsArrivals:
    """Turns people who come from Teams into actors."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._choice = ProgramChoice(storage)

    def arrive(self, facts: TeamsFacts) -> Actor:
        """Find or create them, and the programme they are in.

        Raises:
            ForbiddenError: the organization's directories say that they have left.
            ConflictError: they came twice at once; the second time again will do.
        """
        administrator = administrator_of(self._storage, facts.teams_tenant, facts.object_id)
        with self._storage.tenant(facts.teams_tenant.organization_id) as work:
            person = known_person(work, facts.teams_tenant, facts.object_id, administrator)
            gone = person is not None and person.presence is Presence.GONE
            if gone or (administrator is not None and has_left(work, administrator)):
                raise ForbiddenError(
                    "Your organization's directory says that you have left, so you cannot come "
                    "in. If that is wrong, ask your organization to correct it there."
                )
            person = self._heard(work, facts, person) if person else self._new(work, facts)
        actor = actor_of(person, administrator)
        return self._choice.enter(actor, facts.program_id)

    def _new(self, work: TenantWork, facts: TeamsFacts) -> Person:
        now = self._clock.now()
        person = Person(
            id=PersonId(self._entropy.uuid()),
            organization_id=work.organization_id,
            name=facts.name,
            email=facts.email,
            locale=facts.locale,
            created_at=now,
            updated_at=now,
        )
        work.people.save(person)
        work.people.link(_identity(facts, person))
        return person

    def _heard(self, work: TenantWork, facts: TeamsFacts, known: Person) -> Person:
        """Remember them, and what was not known yet; directories keep their say."""
        work.people.link(_identity(facts, known))
        told = replace(
            known,
            name=facts.name or known.name,
            email=known.email or facts.email,
            locale=facts.locale or known.locale,
        )
        if told == known:
            return known
        now = self._clock.now()
        news = heard(work, [replace(told, updated_at=now)], {known.id: known}, now)
        work.people.save_many(news)
        return news[0] if news else known


def known_person(
    work: TenantWork, tenant: TeamsTenant, object_id: str, administrator: Administrator | None
) -> Person | None:
    """Who somebody of a tenant is; None for a newcomer."""
    known = work.people.by_identity(ENTRA_ISSUER.format(tenant.tenant), object_id)
    return known or _of_directory(work, tenant, object_id) or _of_office(work, administrator)


def administrator_of(storage: Storage, tenant: TeamsTenant, object_id: str) -> Administrator | None:
    """The administrator of the tenant's organization who linked this account."""
    account = EntraAccount(tenant=tenant.tenant, subject=object_id)
    with storage.platform() as platform:
        found = platform.administrators.by_account(account.name)
    ours = found is not None and found.organization_id == tenant.organization_id
    return found if ours else None


def actor_of(person: Person, administrator: Administrator | None) -> Actor:
    """Somebody from Teams who is in no programme yet."""
    return Actor(
        organization_id=person.organization_id,
        person_id=person.id,
        manages=administrator is not None,
        configures=administrator is not None,
        operates=administrator is not None and administrator.operates,
    )


def _of_directory(work: TenantWork, tenant: TeamsTenant, object_id: str) -> Person | None:
    for connection in work.connections.all():
        if connection.connector == ENTRA and connection.account_id == tenant.tenant:
            known = work.people.by_identity(connection.issuer, object_id)
            if known is not None:
                return known
    told = work.directory_entries.find({LinkKey.EXTERNAL_ID: {object_id}})
    people = {one.person_id for one in told if one.present and one.person_id is not None}
    return work.people.get(people.pop()) if len(people) == 1 else None


def _of_office(work: TenantWork, administrator: Administrator | None) -> Person | None:
    if administrator is None:
        return None
    return work.people.by_identity(IDENTITY_ISSUER, str(administrator.id))


def _identity(facts: TeamsFacts, person: Person) -> Identity:
    issuer = ENTRA_ISSUER.format(facts.teams_tenant.tenant)
    return Identity(issuer=issuer, subject=facts.object_id, person_id=person.id)
