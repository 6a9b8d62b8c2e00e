"""The audit: who changed what in the settings, with before and after, without secrets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.domain.identifiers import AuditEntryId, OrganizationId, PersonId
from core.sentence import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One deed.

    Attributes:
        by: who did it; None for a command on the machine or a rule of ours.
        deed: a short name such as "connection.paused".
        subject: what it was done to, such as "connection:<id>".
        sentence: what happened, for administrators.
        before, after: the fields that changed, as JSON; a secret only as "set" or "cleared".
    """

    id: AuditEntryId
    organization_id: OrganizationId
    at: datetime
    by: PersonId | None = None
    deed: str
    subject: str
    sentence: Sentence
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
