"""Reading the audit: who changed what in the settings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from core.domain.actor import Actor
from core.domain.audit import AuditEntry
from core.domain.identifiers import AuditEntryId, PersonId
from core.domain.person import Person
from core.ports.unit_of_work import Storage

ON_A_PAGE = 50
NAMING = ("person_id", "other")
"""Fields that hold the id of a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditPage:
    """Some deeds, newest first.

    Attributes:
        entries: at most ON_A_PAGE.
        older: where the next page begins; None if this is the last.
        deeds: names of all deeds there are, to choose from.
        people: everybody who did one.
        named: who is named in the fields of the entries.
    """

    entries: Sequence[AuditEntry]
    older: AuditEntryId | None
    deeds: Sequence[str]
    people: Mapping[PersonId, Person]
    named: Mapping[PersonId, Person]


class AuditLog:
    """Reads the audit for administrators."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def page(
        self,
        actor: Actor,
        before: AuditEntryId | None = None,
        *,
        deed: str = "",
        by: PersonId | None = None,
    ) -> AuditPage:
        """A page of it.

        Args:
            actor: an administrator.
            before: only what was noted before this.
            deed: only deeds of this name; "" for all.
            by: only what this person did; None for all.

        Raises:
            ForbiddenError: the actor is no administrator.
        """
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            found = work.audit.page(before, ON_A_PAGE + 1, deed=deed, by=by)
            shown = found[:ON_A_PAGE]
            return AuditPage(
                entries=shown,
                older=shown[-1].id if len(found) > ON_A_PAGE else None,
                deeds=work.audit.deeds(),
                people=work.people.get_many(work.audit.doers()),
                named=work.people.get_many(_named(shown)),
            )


def _named(entries: Sequence[AuditEntry]) -> set[PersonId]:
    """Whose ids stand in fields of entries."""
    fields = [{**entry.before, **entry.after} for entry in entries]
    found = (one.get(name) for one in fields for name in NAMING)
    return {PersonId(UUID(value)) for value in found if value}
