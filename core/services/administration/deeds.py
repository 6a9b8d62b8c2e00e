"""Writing down who changed what in the settings."""

from collections.abc import Mapping
from typing import Any

from core.domain.audit import AuditEntry
from core.domain.identifiers import AuditEntryId, PersonId
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import TenantWork
from core.sentence import Sentence


class Deeds:
    """Notes deeds in the audit, in the unit of work that does them."""

    def __init__(self, clock: Clock, entropy: Entropy) -> None:
        self._clock = clock
        self._entropy = entropy

    def note(
        self,
        work: TenantWork,
        by: PersonId | None,
        deed: str,
        subject: str,
        sentence: Sentence,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Write a deed down.

        Args:
            work: what it is part of.
            by: who did it; None for a command on the machine or a rule of ours.
            deed: a short name such as "connection.paused".
            subject: what it was done to, such as "connection:<id>".
            sentence: what happened, for administrators.
            before: the fields that changed, as they were: JSON, without secrets.
            after: the same fields, as they are.
        """
        work.audit.add(
            AuditEntry(
                id=AuditEntryId(self._entropy.uuid()),
                organization_id=work.organization_id,
                at=self._clock.now(),
                by=by,
                deed=deed,
                subject=subject,
                sentence=sentence,
                before=before or {},
                after=after or {},
            )
        )
