"""Identities change hands, with what came through them: courses, directory entries, chats."""

import json
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Connection, text

from core.domain.identifiers import OrganizationId
from core.domain.person import Identity

_MOVED = """
    json_to_recordset(CAST(:rows AS json)) AS moved
        (issuer text, subject text, kind text, issued_by uuid, person_id uuid)
"""
_MOVES = (
    # Before the identities, which still say whose the memberships are.
    text(
        f"""
        UPDATE course_member SET person_id = moved.person_id
        FROM {_MOVED} JOIN identity ON identity.organization_id = :organization_id
            AND identity.issuer = moved.issuer AND identity.subject = moved.subject
        WHERE moved.kind = 'lti' AND course_member.organization_id = :organization_id
            AND course_member.person_id = identity.person_id
            AND course_member.registration_id = moved.issued_by
            AND course_member.subject = moved.subject
        """  # noqa: S608 - no value is in it
    ),
    text(
        f"""
        UPDATE directory_entry SET person_id = moved.person_id FROM {_MOVED}
        WHERE moved.kind = 'connection' AND directory_entry.organization_id = :organization_id
            AND directory_entry.connection_id = moved.issued_by
            AND directory_entry.key = moved.subject
        """  # noqa: S608 - no value is in it
    ),
    # Their chat with the bot, and that they want it.
    text(
        f"""
        INSERT INTO teams_choices (person_id, chat, quiet_from, quiet_until, weekends, rhythm,
            paused_until, organization_id)
        SELECT DISTINCT ON (moved.person_id) moved.person_id, chat, quiet_from, quiet_until,
            weekends, rhythm, paused_until, chosen.organization_id
        FROM {_MOVED} JOIN identity ON identity.organization_id = :organization_id
            AND identity.issuer = moved.issuer AND identity.subject = moved.subject
        JOIN teams_choices AS chosen ON chosen.organization_id = :organization_id
            AND chosen.person_id = identity.person_id
        WHERE moved.kind = 'entra' ORDER BY moved.person_id, chosen.person_id
        ON CONFLICT (person_id) DO NOTHING
        """  # noqa: S608 - no value is in it
    ),
    text(
        f"""
        UPDATE teams_conversation SET person_id = moved.person_id
        FROM {_MOVED} JOIN teams_tenant ON teams_tenant.organization_id = :organization_id
            AND moved.issuer = 'entra:' || teams_tenant.tenant
        WHERE teams_conversation.organization_id = :organization_id
            AND teams_conversation.teams_tenant_id = teams_tenant.id
            AND teams_conversation.object_id = moved.subject
            AND teams_conversation.person_id IS NOT NULL
        """  # noqa: S608 - no value is in it
    ),
    text(
        f"""
        UPDATE identity SET person_id = moved.person_id FROM {_MOVED}
        WHERE identity.organization_id = :organization_id
            AND identity.issuer = moved.issuer AND identity.subject = moved.subject
        """  # noqa: S608 - no value is in it
    ),
)


def move(
    connection: Connection, organization_id: OrganizationId, identities: Sequence[Identity]
) -> None:
    """See core.ports.repositories.People.move."""
    rows = [
        {
            "issuer": one.issuer,
            "subject": one.subject,
            "kind": one.issuer.partition(":")[0],
            "issued_by": _uuid(one.issuer.partition(":")[2]),
            "person_id": str(one.person_id),
        }
        for one in sorted(identities, key=lambda one: (one.issuer, one.subject))
    ]
    told = {"rows": json.dumps(rows), "organization_id": organization_id}
    for statement in _MOVES if rows else ():
        connection.execute(statement, told)


def _uuid(text: str) -> str | None:
    """The id of what issued an identity; None for another word."""
    try:
        return str(UUID(text))
    except ValueError:
        return None
