"""What administrators do with endpoints, put together."""

from dataclasses import dataclass
from typing import Self

from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.outbound import OutboundHttp
from core.ports.unit_of_work import Storage
from core.services.webhooks.endpoints import WebhookEndpoints
from core.services.webhooks.log import WebhookLog


@dataclass(frozen=True, slots=True)
class WebhookUseCases:
    """Endpoints, and what they were told."""

    endpoints: WebhookEndpoints
    log: WebhookLog

    @classmethod
    def assemble(cls, storage: Storage, clock: Clock, entropy: Entropy, http: OutboundHttp) -> Self:
        """On the given adapters."""
        parts = (storage, clock, entropy, http)
        return cls(WebhookEndpoints(*parts), WebhookLog(*parts))
