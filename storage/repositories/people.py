"""People, identities and organizations."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import ARRAY, Select, Text, any_, delete, func, literal, select, update
from sqlalchemy.exc import IntegrityError

from core.domain.identifiers import OrganizationId, PersonId
from core.domain.organization import Organization
from core.domain.person import Identity, Person
from core.errors import ConflictError
from storage.repositories.bulk import insert_missing, upsert_all
from storage.repositories.identity_moves import move
from storage.repositories.statements import (
    PlatformRepository,
    TenantRepository,
    among,
    unique_or_conflict,
    upsert,
    values_of,
)
from storage.tables import (
    CourseMemberRow,
    DirectoryEntryRow,
    IdentityRow,
    OrganizationRow,
    PersonRow,
    TeamsChoicesRow,
    TeamsConversationRow,
    table_of,
)

_AT_ONCE = 1_000
_HANDED_OVER = (IdentityRow, CourseMemberRow, DirectoryEntryRow, TeamsConversationRow)


class PostgresPeople(TenantRepository):
    """Adapter of core.ports.repositories.People."""

    def get(self, person_id: PersonId) -> Person | None:
        """See the port."""
        return self.get_many([person_id]).get(person_id)

    def get_many(self, person_ids: Collection[PersonId]) -> dict[PersonId, Person]:
        """See the port."""
        people = self._people(self._select().where(among(PersonRow.id, person_ids)))
        return {person.id: person for person in people}

    def by_identity(self, issuer: str, subject: str) -> Person | None:
        """See the port."""
        statement = self._select().join(
            IdentityRow,
            (IdentityRow.person_id == PersonRow.id)
            & (IdentityRow.organization_id == PersonRow.organization_id),
        )
        known = (IdentityRow.issuer == issuer) & (IdentityRow.subject == subject)
        return next(iter(self._people(statement.where(known))), None)

    def by_identities(self, issuer: str, subjects: Collection[str]) -> dict[str, Person]:
        """See the port."""
        wanted = IdentityRow.subject == any_(literal(list(subjects), ARRAY(Text())))
        rows = self.connection.execute(
            select(IdentityRow.subject.label("known_as"), *table_of(PersonRow).columns)
            .join(
                IdentityRow,
                (IdentityRow.person_id == PersonRow.id)
                & (IdentityRow.organization_id == PersonRow.organization_id),
            )
            .where(
                PersonRow.organization_id == self.organization_id,
                IdentityRow.issuer == issuer,
                wanted,
            )
        )
        people = (row._asdict() for row in rows)
        return {row.pop("known_as"): Person(**row) for row in people}

    def by_emails(self, emails: Collection[str]) -> list[Person]:
        """See the port."""
        wanted = literal([email.lower() for email in emails if email], ARRAY(Text()))
        return self._people(self._select().where(func.lower(PersonRow.email) == any_(wanted)))

    def called(self, text: str, most: int) -> list[Person]:
        """See the port."""
        alike = PersonRow.name.icontains(text, autoescape=True) | PersonRow.email.icontains(
            text, autoescape=True
        )
        ordered = self._select().where(alike).order_by(PersonRow.name, PersonRow.id)
        return self._people(ordered.limit(most))

    def known_through(self, issuers: str) -> Iterator[list[PersonId]]:
        """See the port."""
        row = IdentityRow
        known = (
            select(row.person_id)
            .where(
                row.organization_id == self.organization_id,
                row.issuer.startswith(issuers, autoescape=True),
            )
            .distinct()
            .order_by(row.person_id)
            .limit(_AT_ONCE)
        )
        people = list(self.connection.scalars(known))
        while people:
            yield [PersonId(person_id) for person_id in people]
            people = list(self.connection.scalars(known.where(row.person_id > people[-1])))

    def identities(self, person_ids: Collection[PersonId]) -> list[Identity]:
        """See the port."""
        row = IdentityRow
        rows = self.connection.execute(
            select(row.issuer, row.subject, row.person_id)
            .where(row.organization_id == self.organization_id, among(row.person_id, person_ids))
            .order_by(row.issuer, row.subject)
        )
        return [
            Identity(issuer=issuer, subject=subject, person_id=PersonId(person_id))
            for issuer, subject, person_id in rows
        ]

    def save(self, person: Person) -> None:
        """See the port."""
        self.save_many([person])

    def save_many(self, people: Sequence[Person]) -> None:
        """See the port."""
        upsert_all(self.connection, PersonRow, [values_of(person) for person in people], "id")

    def link(self, identity: Identity) -> None:
        """See the port."""
        self.link_many([identity])

    def link_many(self, identities: Sequence[Identity]) -> None:
        """See the port."""
        if not identities:
            return
        rows = [
            {
                "organization_id": self.organization_id,
                "issuer": identity.issuer,
                "subject": identity.subject,
                "person_id": identity.person_id,
            }
            for identity in identities
        ]
        insert_missing(self.connection, IdentityRow, rows)
        # Whoever inserted one first, perhaps in another transaction meanwhile, is its owner.
        row = IdentityRow
        for issuer in {identity.issuer for identity in identities}:
            wanted = {i.subject: i.person_id for i in identities if i.issuer == issuer}
            known = self.connection.execute(
                select(row.subject, row.person_id).where(
                    row.organization_id == self.organization_id,
                    row.issuer == issuer,
                    row.subject == any_(literal(list(wanted), ARRAY(Text()))),
                )
            )
            if any(wanted[subject] != owner for subject, owner in known):
                raise ConflictError("This identity belongs to somebody else.")

    def move(self, identities: Sequence[Identity]) -> None:
        """See the port."""
        move(self.connection, self.organization_id, identities)

    def hand_over(self, person_id: PersonId, other_id: PersonId) -> None:
        """See the port."""
        chosen = select(TeamsChoicesRow.person_id).where(
            TeamsChoicesRow.organization_id == self.organization_id,
            TeamsChoicesRow.person_id == other_id,
        )
        known = self.connection.execute(chosen).first() is not None
        for row in _HANDED_OVER if known else (*_HANDED_OVER, TeamsChoicesRow):
            self.connection.execute(
                update(row)
                .where(row.organization_id == self.organization_id, row.person_id == person_id)
                .values(person_id=other_id)
            )

    def remove(self, person_id: PersonId) -> None:
        """See the port; foreign keys remove what is theirs, or keep what is others' too."""
        own = (PersonRow.organization_id == self.organization_id) & (PersonRow.id == person_id)
        try:
            with self.connection.begin_nested():
                self.connection.execute(delete(PersonRow).where(own))
        except IntegrityError as error:
            raise ConflictError(
                "This person has a part in matches and cannot be removed."
            ) from error

    def _select(self) -> Select[PersonRow]:
        return select(PersonRow).where(PersonRow.organization_id == self.organization_id)

    def _people(self, statement: Select[PersonRow]) -> list[Person]:
        return [Person(**row._asdict()) for row in self.connection.execute(statement)]


class PostgresOrganizations(PlatformRepository):
    """Adapter of core.ports.repositories.Organizations."""

    def get(self, organization_id: OrganizationId) -> Organization | None:
        """See the port."""
        return self._one(select(OrganizationRow).where(OrganizationRow.id == organization_id))

    def by_slug(self, slug: str) -> Organization | None:
        """See the port."""
        return self._one(select(OrganizationRow).where(OrganizationRow.slug == slug))

    def all(self) -> list[Organization]:
        """See the port."""
        rows = self.connection.execute(select(OrganizationRow).order_by(OrganizationRow.slug))
        return [Organization(**row._asdict()) for row in rows]

    def save(self, organization: Organization) -> None:
        """Insert or update.

        Raises:
            ConflictError: another organization has this slug.
        """
        taken = "Another organization has this short name. Choose another one."
        with unique_or_conflict(self.connection, taken):
            self.connection.execute(
                upsert(OrganizationRow, "id"),
                {
                    "id": organization.id,
                    "slug": organization.slug,
                    "name": organization.name,
                    "created_at": organization.created_at,
                },
            )

    def _one(self, statement: Select[OrganizationRow]) -> Organization | None:
        row = self.connection.execute(statement).one_or_none()
        return Organization(**row._asdict()) if row else None
