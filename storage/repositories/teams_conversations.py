"""Where the bot can be reached, and what people chose about it."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select, update

from core.domain.identifiers import PersonId, TeamsTenantId
from core.domain.teams_choices import TeamsChoices
from core.domain.teams_conversation import Conversation, ConversationKind
from storage.repositories.statements import TenantRepository, among, upsert, values_of
from storage.tables import TeamsChoicesRow, TeamsConversationRow


class PostgresTeamsConversations(TenantRepository):
    """Adapter of core.ports.teams_repositories.TeamsConversations."""

    def of_person(self, person_id: PersonId) -> list[Conversation]:
        """See the port."""
        return self.of_people([person_id]).get(person_id, [])

    def of_people(self, person_ids: Collection[PersonId]) -> dict[PersonId, list[Conversation]]:
        """See the port."""
        row = TeamsConversationRow
        rows = self.connection.execute(
            select(row)
            .where(
                row.organization_id == self.organization_id,
                among(row.person_id, person_ids),
                row.kind == ConversationKind.PERSONAL,
            )
            .order_by(row.refreshed_at.desc(), row.conversation_id.desc())
        )
        found: defaultdict[PersonId, list[Conversation]] = defaultdict(list)
        for one in rows:
            found[PersonId(one.person_id)].append(Conversation(**one._asdict()))
        return dict(found)

    def by_conversation(
        self, teams_tenant_id: TeamsTenantId, conversation_id: str
    ) -> Conversation | None:
        """See the port."""
        row = TeamsConversationRow
        found = self.connection.execute(
            select(row).where(
                row.organization_id == self.organization_id,
                row.teams_tenant_id == teams_tenant_id,
                row.conversation_id == conversation_id,
            )
        ).one_or_none()
        return Conversation(**found._asdict()) if found else None

    def save(self, conversation: Conversation) -> None:
        """See the port."""
        known_by = ("teams_tenant_id", "conversation_id")
        values = values_of(conversation)
        self.connection.execute(upsert(TeamsConversationRow, *known_by).values(values))

    def block(self, teams_tenant_id: TeamsTenantId, conversation_id: str, at: datetime) -> None:
        """See the port."""
        row = TeamsConversationRow
        self.connection.execute(
            update(row)
            .where(
                row.organization_id == self.organization_id,
                row.teams_tenant_id == teams_tenant_id,
                row.conversation_id == conversation_id,
            )
            .values(blocked_at=at)
        )


class PostgresTeamsChoices(TenantRepository):
    """Adapter of core.ports.teams_repositories.TeamsChoicesOfPeople."""

    def get(self, person_id: PersonId) -> TeamsChoices | None:
        """See the port."""
        return self.get_many([person_id]).get(person_id)

    def get_many(self, person_ids: Collection[PersonId]) -> dict[PersonId, TeamsChoices]:
        """See the port."""
        row = TeamsChoicesRow
        own = (row.organization_id == self.organization_id) & among(row.person_id, person_ids)
        rows = self.connection.execute(select(row).where(own))
        return {PersonId(one.person_id): TeamsChoices(**one._asdict()) for one in rows}

    def save(self, choices: TeamsChoices) -> None:
        """See the port."""
        self.connection.execute(upsert(TeamsChoicesRow, "person_id").values(values_of(choices)))
