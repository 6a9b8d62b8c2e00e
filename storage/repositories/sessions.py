"""Signed-in sessions."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ARRAY, Row, Uuid, and_, any_, delete, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from core.domain.actor import Actor
from core.domain.identifiers import OrganizationId, PersonId, ProgramId, RegistrationId
from core.domain.session import Session
from storage.repositories.statements import PlatformRepository, among
from storage.tables import SessionRow, table_of

_ACTOR = (
    "organization_id",
    "person_id",
    "program_id",
    "registration_id",
    "context_id",
    "manages",
    "administers",
    "configures",
    "operates",
)


class PostgresSessions(PlatformRepository):
    """Adapter of core.ports.repositories.Sessions."""

    def add(self, session: Session) -> None:
        """See the port."""
        self.connection.execute(insert(SessionRow).values(_as_row(session)))

    def find(self, token_hash: bytes) -> Session | None:
        """See the port."""
        row = self.connection.execute(
            select(SessionRow).where(SessionRow.token_hash == token_hash)
        ).one_or_none()
        return _as_session(row) if row else None

    def take_ticket(self, ticket_hash: bytes) -> Session | None:
        """See the port."""
        row = self.connection.execute(
            update(SessionRow)
            .where(SessionRow.ticket_hash == ticket_hash)
            .values(ticket_hash=None)
            .returning(*table_of(SessionRow).columns)
        ).one_or_none()
        return _as_session(row) if row else None

    def save(self, session: Session) -> None:
        """See the port; a session that ended meanwhile stays ended, a used ticket stays used."""
        fixed = {"token_hash", "ticket_hash", "created_at"}
        values = {name: value for name, value in _as_row(session).items() if name not in fixed}
        self.connection.execute(
            update(SessionRow).where(SessionRow.token_hash == session.token_hash).values(values)
        )

    def move(
        self, registration_id: RegistrationId, context_id: str, program_id: ProgramId | None
    ) -> None:
        """See the port."""
        row = SessionRow
        self.connection.execute(
            update(row)
            .where(row.registration_id == registration_id, row.context_id == context_id)
            .values(program_id=program_id)
        )

    def remove(self, token_hash: bytes) -> None:
        """See the port."""
        self.connection.execute(delete(SessionRow).where(SessionRow.token_hash == token_hash))

    def remove_of_registration(self, registration_id: RegistrationId) -> int:
        """See the port."""
        gone = delete(SessionRow).where(SessionRow.registration_id == registration_id)
        return self.connection.execute(gone).rowcount

    def remove_of_surface(self, organization_id: OrganizationId, surface: str) -> int:
        """See the port."""
        row = SessionRow
        gone = delete(row).where(row.organization_id == organization_id, row.surface == surface)
        return self.connection.execute(gone).rowcount

    def remove_of_people(
        self, registration_id: RegistrationId, context_id: str, person_ids: Collection[PersonId]
    ) -> int:
        """See the port."""
        gone = delete(SessionRow).where(
            SessionRow.registration_id == registration_id,
            SessionRow.context_id == context_id,
            among(SessionRow.person_id, person_ids),
        )
        return self.connection.execute(gone).rowcount

    def sign_out(self, person_ids: Collection[PersonId]) -> int:
        """See the port."""
        gone = delete(SessionRow).where(among(SessionRow.person_id, person_ids))
        return self.connection.execute(gone).rowcount

    def last_begun(
        self, registration_ids: Collection[RegistrationId]
    ) -> dict[RegistrationId, datetime]:
        """See the port."""
        place = SessionRow.registration_id
        latest = (
            select(place, func.max(SessionRow.created_at))
            .where(place == any_(literal(list(registration_ids), ARRAY(Uuid()))))
            .group_by(place)
        )
        found = self.connection.execute(latest)
        return {RegistrationId(key): began for key, began in found if key is not None}

    def remove_outdated(self, actor: Actor) -> int:
        """See the port."""
        if actor.registration_id is None:
            return 0
        of_the_course = and_(
            SessionRow.organization_id == actor.organization_id,
            SessionRow.person_id == actor.person_id,
            SessionRow.registration_id == actor.registration_id,
            SessionRow.context_id.is_not_distinct_from(actor.context_id),
        )
        other_rights = or_(
            SessionRow.program_id.is_distinct_from(actor.program_id),
            SessionRow.manages != actor.manages,
            SessionRow.administers != actor.administers,
        )
        gone = delete(SessionRow).where(of_the_course, other_rights)
        return self.connection.execute(gone).rowcount

    def purge(self, before: datetime) -> int:
        """See the port."""
        gone = delete(SessionRow).where(SessionRow.expires_at < before)
        return self.connection.execute(gone).rowcount


def _as_row(session: Session) -> dict[str, Any]:
    return {
        "token_hash": session.token_hash,
        "ticket_hash": session.ticket_hash,
        "surface": session.surface,
        "theme": session.theme,
        "locale": session.locale,
        "framed_by": session.framed_by,
        "created_at": session.created_at,
        "expires_at": session.expires_at,
        **{name: getattr(session.actor, name) for name in _ACTOR},
    }


def _as_session(row: Row[Any]) -> Session:
    values = row._asdict()
    actor = Actor(**{name: values.pop(name) for name in _ACTOR})
    return Session(actor=actor, **values)
