"""What is kept about a person: handed to them, or erased (GDPR articles 15, 17 and 20).

Erasing does not tell the systems people come from. Whoever is still in a course or a directory
comes back, as a new person, with its next reading: take them out there first.
"""

from dataclasses import replace
from typing import Any

from core.domain.audit import AuditEntry
from core.domain.directory import Presence
from core.domain.identifiers import AuditEntryId, OrganizationId, PersonId
from core.domain.person import Person
from core.errors import NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import sentence
from core.services.directory.departures import Departures


class PersonalData:
    """Everything about one person, and its end."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._departures = Departures(storage, clock, entropy)

    def whose(self, person_id: PersonId) -> OrganizationId:
        """The organization somebody is in.

        Raises:
            NotFoundError: there is no such person.
        """
        with self._storage.platform() as platform:
            organizations = [organization.id for organization in platform.organizations.all()]
        for organization_id in organizations:
            with self._storage.tenant(organization_id) as work:
                if work.people.get(person_id) is not None:
                    return organization_id
        raise NotFoundError("There is no such person.")

    def with_email(self, email: str) -> list[tuple[str, Person]]:
        """Everybody with an address in any case, with the short name of their organization."""
        with self._storage.platform() as platform:
            organizations = platform.organizations.all()
        found: list[tuple[str, Person]] = []
        for organization in organizations:
            with self._storage.tenant(organization.id) as work:
                known = work.people.by_emails([email.strip()])
                found += [(organization.slug, person) for person in known]
        return found

    def export(self, organization_id: OrganizationId, person_id: PersonId) -> dict[str, Any]:
        """What is kept about somebody, as JSON: kind of record -> records.

        Who was found to be the same person is in it too, in records of their own.

        Raises:
            NotFoundError: there is no such person.
        """
        told: dict[str, list[Any]] = {}
        with self._storage.tenant(organization_id) as work:
            for one in _all_of(work, person_id):
                for kind, records in work.person_records.everything(one).items():
                    told.setdefault(kind, []).extend(records)
        return {"person_id": str(person_id), "told_at": self._clock.now().isoformat(), **told}

    def erase(
        self, organization_id: OrganizationId, person_id: PersonId, by: PersonId | None = None
    ) -> bool:
        """End what somebody takes part in, then remove what is kept about them. Cannot be undone.

        Args:
            organization_id: whose person it is.
            person_id: whom, with everybody who was found to be the same person.
            by: the administrator; None for a command on the machine.

        Returns:
            Whether nothing at all is left; False if a blank person stays for the sake of others.

        Raises:
            NotFoundError: there is no such person.
        """
        with self._storage.tenant(organization_id) as work:
            everybody = _all_of(work, person_id)
            known = work.people.get_many(everybody).values()
            work.people.save_many([replace(one, presence=Presence.GONE) for one in known])
        # Whom they have a part with is told before the names go.
        self._departures.departures(str(organization_id), ",".join(map(str, everybody)))
        with self._storage.tenant(organization_id) as work:
            gone = [work.person_records.erase(one) for one in reversed(everybody)]
            work.audit.add(
                AuditEntry(
                    id=AuditEntryId(self._entropy.uuid()),
                    organization_id=organization_id,
                    at=self._clock.now(),
                    by=by if by not in everybody else None,
                    deed="person.erased",
                    subject=f"person:{person_id}",
                    sentence=sentence("Everything about a person was erased."),
                )
            )
        return all(gone)


def _all_of(work: TenantWork, person_id: PersonId) -> list[PersonId]:
    """Somebody, and whoever was merged into them, and into those."""
    if work.people.get(person_id) is None:
        raise NotFoundError("There is no such person.")
    found, waiting = [person_id], [person_id]
    while waiting:
        waiting = [merge.gone for merge in work.merges.into(waiting) if merge.gone not in found]
        found += waiting
    return found
