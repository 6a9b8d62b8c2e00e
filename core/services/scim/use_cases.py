"""The use cases of SCIM together, built once per process."""

from dataclasses import dataclass
from typing import Self

from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage
from core.services.directory.sink import PeopleSink
from core.services.scim.groups import ScimGroups
from core.services.scim.leaving import ScimLeaving
from core.services.scim.tokens import ScimTokens
from core.services.scim.users import ScimUsers


@dataclass(frozen=True, slots=True)
class ScimUseCases:
    """What identity providers and the administrators of their tokens may do."""

    tokens: ScimTokens
    leaving: ScimLeaving
    users: ScimUsers
    groups: ScimGroups

    @classmethod
    def assemble(cls, storage: Storage, clock: Clock, entropy: Entropy, people: PeopleSink) -> Self:
        """Build them.

        Args:
            storage: where everything is.
            clock: now.
            entropy: makes ids and tokens.
            people: the sink of people.
        """
        leaving = ScimLeaving(storage, clock, entropy)
        return cls(
            tokens=ScimTokens(storage, clock, entropy),
            leaving=leaving,
            users=ScimUsers(storage, entropy, people, leaving),
            groups=ScimGroups(storage, clock, entropy),
        )
