"""One person's data, for administrators: see who it is, hand everything out, erase it."""

from typing import Any

from core.domain.actor import Actor
from core.domain.identifiers import PersonId
from core.domain.person import Person
from core.errors import ConflictError, NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage
from core.sentence import sentence
from core.services.administration.deeds import Deeds
from core.services.people.personal_data import PersonalData


class OnePerson:
    """What administrators do with the data of one person. Others get ForbiddenError.

    Every method raises NotFoundError where the organization has no such person.
    """

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._data = PersonalData(storage, clock, entropy)
        self._deeds = Deeds(clock, entropy)

    def get(self, actor: Actor, person_id: PersonId) -> Person:
        """Who it is."""
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            found = work.people.get(person_id)
        if found is None:
            raise NotFoundError("There is no such person any more. Look for them again.")
        return found

    def export(self, actor: Actor, person_id: PersonId) -> dict[str, Any]:
        """Everything that is kept about somebody, as JSON; that it was handed out is noted."""
        self.get(actor, person_id)
        told = self._data.export(actor.organization_id, person_id)
        with self._storage.tenant(actor.organization_id) as work:
            self._deeds.note(
                work,
                actor.person_id,
                "person.exported",
                f"person:{person_id}",
                sentence("Everything about a person was handed out."),
            )
        return told

    def erase(self, actor: Actor, person_id: PersonId) -> bool:
        """Erase it all; see PersonalData.erase.

        Raises:
            ConflictError: it is the actor.
        """
        self.get(actor, person_id)
        if person_id == actor.person_id:
            raise ConflictError("You cannot erase yourself. Ask another administrator.")
        return self._data.erase(actor.organization_id, person_id, by=actor.person_id)
