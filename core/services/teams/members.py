"""Who it is that writes to the bot.

Nobody is made here: who only ever wrote to the bot is not known, and becomes so by opening the tab
(arrivals.py). Whoever has left, as far as the directories say, is nobody to the bot.
"""

from core.domain.actor import Actor
from core.domain.directory import Presence
from core.domain.identifiers import ProgramId
from core.domain.teams_tenant import TeamsTenant
from core.ports.unit_of_work import Storage
from core.services.administration.standing import has_left
from core.services.programs.program_choice import ProgramChoice
from core.services.teams.arrivals import actor_of, administrator_of, known_person


class TeamsMembers:
    """Finds people of Teams tenants."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._choice = ProgramChoice(storage)

    def actor(
        self, tenant: TeamsTenant, object_id: str, program_id: ProgramId | None = None
    ) -> Actor | None:
        """Somebody of a tenant, in a programme if it is clear in which; None if they are unknown.

        Args:
            tenant: where our app is that they use.
            object_id: oid, in lower case.
            program_id: what they are asked about, which counts if they may be in it.
        """
        administrator = administrator_of(self._storage, tenant, object_id)
        with self._storage.tenant(tenant.organization_id) as work:
            person = known_person(work, tenant, object_id, administrator)
            if person is None or person.presence is Presence.GONE:
                return None
            if administrator is not None and has_left(work, administrator):
                return None
        return self._choice.enter(actor_of(person, administrator), program_id)
