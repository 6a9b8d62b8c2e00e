"""Meetings of matches."""

from collections.abc import Collection, Mapping

from sqlalchemy import Select, delete, func, select

from core.domain.identifiers import MatchId, MeetingId
from core.domain.meeting import Meeting
from storage.repositories.statements import TenantRepository, among, upsert, values_of
from storage.tables import MeetingRow


class PostgresMeetings(TenantRepository):
    """Adapter of core.ports.course_repositories.Meetings."""

    def get(self, meeting_id: MeetingId) -> Meeting | None:
        """See the port."""
        found = self._meetings(self._select().where(MeetingRow.id == meeting_id))
        return next(iter(found), None)

    def of_matches(self, match_ids: Collection[MatchId]) -> list[Meeting]:
        """See the port."""
        return self._meetings(self._select().where(among(MeetingRow.match_id, match_ids)))

    def confirmed(self, match_ids: Collection[MatchId]) -> Mapping[MatchId, int]:
        """See the port."""
        rows = self.connection.execute(
            select(MeetingRow.match_id, func.count())
            .where(
                MeetingRow.organization_id == self.organization_id,
                among(MeetingRow.match_id, match_ids),
                MeetingRow.confirmed_by.is_not(None),
            )
            .group_by(MeetingRow.match_id)
        )
        return {MatchId(match_id): count for match_id, count in rows}

    def save(self, meeting: Meeting) -> None:
        """See the port."""
        self.connection.execute(upsert(MeetingRow, "id"), values_of(meeting))

    def remove(self, meeting_id: MeetingId) -> None:
        """See the port."""
        self.connection.execute(
            delete(MeetingRow).where(
                MeetingRow.organization_id == self.organization_id, MeetingRow.id == meeting_id
            )
        )

    def _select(self) -> Select[MeetingRow]:
        return select(MeetingRow).where(MeetingRow.organization_id == self.organization_id)

    def _meetings(self, statement: Select[MeetingRow]) -> list[Meeting]:
        newest = (MeetingRow.held_on.desc(), MeetingRow.created_at.desc(), MeetingRow.id)
        rows = self.connection.execute(statement.order_by(*newest))
        return [Meeting(**row._asdict()) for row in rows]
