"""How people may be written to."""

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.dialects.postgresql import insert

from core.domain.identifiers import PersonId
from core.domain.notification import Mailbox
from storage.repositories.statements import TenantRepository, upsert, values_of
from storage.tables import MailboxRow, table_of


class PostgresMailboxes(TenantRepository):
    """Adapter of core.ports.news_repositories.Mailboxes."""

    def get(self, person_id: PersonId) -> Mailbox | None:
        """See the port."""
        return self._one(MailboxRow.person_id == person_id)

    def by_token(self, token: str) -> Mailbox | None:
        """See the port."""
        return self._one(MailboxRow.token == token)

    def add(self, mailbox: Mailbox) -> Mailbox:
        """See the port."""
        table = table_of(MailboxRow)
        # Unlike DO NOTHING, an update that changes nothing hands back the row of somebody quicker.
        statement = (
            insert(table)
            .on_conflict_do_update(index_elements=["person_id"], set_={"token": table.c.token})
            .returning(table)
        )
        return Mailbox(**self.connection.execute(statement, values_of(mailbox)).one()._asdict())

    def save(self, mailbox: Mailbox) -> None:
        """See the port."""
        self.connection.execute(upsert(MailboxRow, "person_id"), values_of(mailbox))

    def refuse(self, person_id: PersonId, address: str) -> None:
        """See the port."""
        row = MailboxRow
        mine = (row.organization_id == self.organization_id) & (row.person_id == person_id)
        self.connection.execute(update(row).where(mine).values(refused=address))

    def _one(self, wanted: ColumnElement[bool]) -> Mailbox | None:
        own = MailboxRow.organization_id == self.organization_id
        row = self.connection.execute(select(MailboxRow).where(own, wanted)).one_or_none()
        return Mailbox(**row._asdict()) if row else None
