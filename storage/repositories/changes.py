"""Who changed since somebody last looked.

Triggers note each person once a transaction, with the transaction's number. A mark is a snapshot of
PostgreSQL: it tells for every transaction whether what it wrote was to be seen then. So nothing
slips through that was committed late, which a time or a counter would allow
(https://www.postgresql.org/docs/current/functions-info.html, transaction IDs and snapshots).
"""

from datetime import timedelta

from sqlalchemy import delete, func, text

from core.domain.identifiers import PersonId
from core.ports.change_repositories import Changed
from storage.repositories.statements import TenantRepository
from storage.tables import PersonChangeRow

KEPT = timedelta(days=1)
"""A mark is of no use after this."""

_SINCE = text(
    """
    SELECT pg_current_snapshot()::text,
           ARRAY(
               SELECT DISTINCT person_id
               FROM person_change
               WHERE organization_id = :organization
                 AND noted_in >= pg_snapshot_xmin(CAST(:mark AS pg_snapshot))::text::bigint
                 AND NOT pg_visible_in_snapshot(
                     noted_in::text::xid8, CAST(:mark AS pg_snapshot)
                 )
           )
    """
)


class PostgresChanges(TenantRepository):
    """Adapter of core.ports.change_repositories.Changes."""

    def mark(self) -> str:
        """See the port; forgets what no mark asks for any more."""
        row = PersonChangeRow
        self.connection.execute(
            delete(row).where(
                row.organization_id == self.organization_id, row.noted_at < func.now() - KEPT
            )
        )
        return str(self.connection.scalar(text("SELECT pg_current_snapshot()::text")))

    def since(self, mark: str) -> Changed:
        """See the port."""
        values = {"organization": self.organization_id, "mark": mark}
        now, people = self.connection.execute(_SINCE, values).one()
        return Changed(now, frozenset(PersonId(person) for person in people))
