"""What courses show about somebody: for nobody but themselves."""

from dataclasses import replace

from core.domain.actor import Actor
from core.domain.evidence import Evidence
from core.domain.identifiers import EvidenceId
from core.errors import NotFoundError
from core.ports.unit_of_work import Storage, TenantWork


class OwnEvidence:
    """Reading and hiding one's own evidence."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def mine(self, actor: Actor) -> list[Evidence]:
        """The actor's evidence, newest first, hidden pieces too."""
        with self._storage.tenant(actor.organization_id) as work:
            return work.evidences.of_person(actor.person_id)

    def hide(self, actor: Actor, evidence_id: EvidenceId, *, hidden: bool) -> Evidence:
        """Hide a piece, or show it again; again changes nothing.

        Raises:
            NotFoundError: the actor has no such piece.
        """
        with self._storage.tenant(actor.organization_id) as work:
            found = _own(work, actor, evidence_id)
            # A run that reads the connection now waits, and then knows what was decided.
            work.connections.lock(found.connection_id)
            found = _own(work, actor, evidence_id)
            after = replace(found, hidden=hidden)
            work.evidences.save_many([after])
        return after


def _own(work: TenantWork, actor: Actor, evidence_id: EvidenceId) -> Evidence:
    known = work.evidences.of_person(actor.person_id)
    found = next((one for one in known if one.id == evidence_id), None)
    if found is None:
        raise NotFoundError("Your courses show no such thing any more.")
    return found
