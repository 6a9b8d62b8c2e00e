"""Writing down what administrators do with registrations: in the log and in the audit.

What a registration is stands outside any organization; the deed is noted in that of who did it.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import structlog

from core.domain.actor import Actor
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage
from core.sentence import Sentence
from core.services.administration.deeds import Deeds

_log = structlog.get_logger(__name__)


class RegistrationDeeds:
    """Notes deeds, once they are done."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._deeds = Deeds(clock, entropy)

    def note(
        self,
        actor: Actor,
        deed: str,
        subject: UUID,
        sentence: Sentence,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> None:
        """Write a deed down.

        Args:
            actor: who did it.
            deed: such as "registration.deleted".
            subject: the registration, or the request for one.
            sentence: what happened, for administrators.
            before: the fields that changed, as they were.
            after: the same fields, as they are.
        """
        event = deed.replace(".", " ").replace("_", " ")
        _log.info(event, registration_id=str(subject), by=str(actor.person_id))
        with self._storage.tenant(actor.organization_id) as work:
            place = f"registration:{subject}"
            self._deeds.note(
                work, actor.person_id, deed, place, sentence, before=before, after=after
            )
