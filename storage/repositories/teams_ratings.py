"""What people think of answers of the bot."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from core.ports.teams_repositories import Ratings
from storage.repositories.statements import TenantRepository
from storage.tables import TeamsRatingRow


class PostgresTeamsRatings(TenantRepository):
    """Adapter of core.ports.teams_repositories.TeamsRatings."""

    def add(self, day: date, ratings: Ratings) -> None:
        """See the port."""
        row = TeamsRatingRow
        new = insert(row).values(organization_id=self.organization_id, day=day, **ratings._asdict())
        counted = {name: row.__table__.c[name] + new.excluded[name] for name in Ratings._fields}
        self.connection.execute(
            new.on_conflict_do_update(index_elements=["organization_id", "day"], set_=counted)
        )

    def since(self, day: date) -> Ratings:
        """See the port."""
        row = TeamsRatingRow
        own = (row.organization_id == self.organization_id) & (row.day >= day)
        helpful, unhelpful = (func.coalesce(func.sum(c), 0) for c in (row.helpful, row.unhelpful))
        helped, failed = self.connection.execute(select(helpful, unhelpful).where(own)).one()
        return Ratings(helped, failed)
