"""What is kept about Teams: tenants, conversations, what came, what is sent, and choices.

Adapters: storage/repositories/teams_*.py and tests/fakes/teams_storage.py.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol

from core.domain.identifiers import OrganizationId, PersonId, TeamsDeliveryId, TeamsTenantId
from core.domain.teams_choices import TeamsChoices
from core.domain.teams_conversation import Conversation
from core.domain.teams_delivery import DeliveryCount, DeliveryState, TeamsDelivery
from core.domain.teams_tenant import TeamsTenant


class TeamsTenants(Protocol):
    """Tenants of all organizations, looked up before one is known; secrets encrypted at rest."""

    def all(self) -> list[TeamsTenant]:
        """Oldest first."""
        ...

    def of_organization(self, organization_id: OrganizationId) -> list[TeamsTenant]:
        """Oldest first."""
        ...

    def get(self, teams_tenant_id: TeamsTenantId) -> TeamsTenant | None: ...
    def by_client(self, tenant: str, client_id: str) -> TeamsTenant | None: ...
    def by_app(self, client_id: str) -> list[TeamsTenant]:
        """Every tenant that uses this app registration, oldest first."""
        ...

    def save(self, tenant: TeamsTenant) -> None:
        """Insert one of version 1 that is not there, or replace the one a version before.

        Raises:
            ConflictError: somebody changed it meanwhile, or another one has its tenant and client.
        """
        ...

    def remove(self, teams_tenant_id: TeamsTenantId) -> None:
        """With its conversations, activities and deliveries."""
        ...

    def secret(self, teams_tenant_id: TeamsTenantId) -> str:
        """The client secret; empty if there is none."""
        ...

    def save_secret(self, teams_tenant_id: TeamsTenantId, value: str) -> None:
        """Replace the client secret; an empty one removes it."""
        ...


class TeamsTokens(Protocol):
    """Tokens that Microsoft gave the hub on behalf of people of the organization, encrypted.

    They are kept as the library that asks for them writes them, one text a person and app.
    """

    def get(self, teams_tenant_id: TeamsTenantId, object_id: str) -> str:
        """What is kept; empty if there is nothing."""
        ...

    def save(
        self,
        teams_tenant_id: TeamsTenantId,
        object_id: str,
        person_id: PersonId,
        tokens: str,
        at: datetime,
    ) -> None:
        """Keep them instead of what was kept before."""
        ...

    def purge(self, before: datetime) -> int:
        """Forget those that were kept last before; returns of how many people."""
        ...


class TeamsActivities(Protocol):
    """What came from Teams, each once; kept encrypted until it is done."""

    def take(
        self, teams_tenant_id: TeamsTenantId, activity_id: str, body: str, at: datetime
    ) -> bool:
        """Keep an activity; False when it came before."""
        ...

    def get(self, teams_tenant_id: TeamsTenantId, activity_id: str) -> str | None:
        """Its body; None when there is no such activity, or it is done."""
        ...

    def done(self, teams_tenant_id: TeamsTenantId, activity_id: str) -> None:
        """Forget its body; that it came stays known."""
        ...

    def purge(self, before: datetime) -> int:
        """Forget all that came before; returns how many."""
        ...


class TeamsConversations(Protocol):
    """Conversations of the organization that the bot is in."""

    def of_person(self, person_id: PersonId) -> list[Conversation]:
        """Their own chats with the bot; the one heard from last comes first."""
        ...

    def of_people(self, person_ids: Collection[PersonId]) -> dict[PersonId, list[Conversation]]:
        """The same of many; people without one are left out."""
        ...

    def by_conversation(
        self, teams_tenant_id: TeamsTenantId, conversation_id: str
    ) -> Conversation | None: ...
    def save(self, conversation: Conversation) -> None:
        """Insert, or replace what is stored."""
        ...

    def block(self, teams_tenant_id: TeamsTenantId, conversation_id: str, at: datetime) -> None:
        """Nothing is sent there any more, until something is heard from there."""
        ...


class Pace(NamedTuple):
    """That a message went, or may have gone, to a conversation; None for nobody knows when."""

    conversation_id: str
    at: datetime | None


class TeamsDeliveries(Protocol):
    """The ledger of the organization."""

    def add_many(self, deliveries: Sequence[TeamsDelivery]) -> None:
        """Insert those whose key is new; the others are left out."""
        ...

    def get(self, delivery_id: TeamsDeliveryId) -> TeamsDelivery | None: ...
    def due(self, at: datetime, begun_before: datetime) -> list[TeamsTenantId]:
        """Tenants with messages to send now, or that were begun long ago."""
        ...

    def claim(self, teams_tenant_id: TeamsTenantId, at: datetime, most: int) -> list[TeamsDelivery]:
        """Take some that are due, the first due first: they are SENDING from now on.

        Of two who claim, each gets others.
        """
        ...

    def begun(self, teams_tenant_id: TeamsTenantId, before: datetime) -> list[TeamsDelivery]:
        """Those that are SENDING since before a moment, the longest first."""
        ...

    def mark(self, deliveries: Sequence[TeamsDelivery]) -> None:
        """Store what became of them."""
        ...

    def paces(self, teams_tenant_id: TeamsTenantId, since: datetime) -> list[Pace]:
        """What went out lately, or may have: those that nobody knows when, and then the oldest."""
        ...

    def told_since(
        self, person_ids: Collection[PersonId], since: datetime
    ) -> dict[PersonId, list[datetime]]:
        """When messages were written for people, oldest first; people without are left out.

        What was dropped or fell back does not count.
        """
        ...

    def of_person(self, person_id: PersonId, most: int) -> list[TeamsDelivery]:
        """Newest first."""
        ...

    def counts(self, since: datetime) -> list[DeliveryCount]:
        """How many of those created since are in which state, for which reason."""
        ...

    def latest(
        self, states: Collection[DeliveryState], most: int, skip: int = 0
    ) -> list[TeamsDelivery]:
        """Those in these states, newest first."""
        ...

    def purge(self, before: datetime) -> int:
        """Remove those created before that wait for nothing; returns how many."""
        ...


class TeamsChoicesOfPeople(Protocol):
    """What people chose; most have no row."""

    def get(self, person_id: PersonId) -> TeamsChoices | None: ...
    def get_many(self, person_ids: Collection[PersonId]) -> dict[PersonId, TeamsChoices]:
        """Those of many; people without a row are left out."""
        ...

    def save(self, choices: TeamsChoices) -> None:
        """Insert, or replace what is stored."""
        ...


class Ratings(NamedTuple):
    """How often answers were found helpful, and how often not."""

    helpful: int = 0
    unhelpful: int = 0


class TeamsRatings(Protocol):
    """What people think of answers of the bot: counts a day. Whose they are is not kept."""

    def add(self, day: date, ratings: Ratings) -> None:
        """Count more of them."""
        ...

    def since(self, day: date) -> Ratings:
        """All of them from a day on."""
        ...
