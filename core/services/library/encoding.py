"""Background reading of the catalogue: each different text becomes a vector, once."""

from datetime import timedelta
from uuid import UUID

from core.domain.identifiers import OrganizationId
from core.domain.profile import text_hash
from core.ports.encoder import TextEncoder
from core.ports.jobs import JobQueue
from core.ports.unit_of_work import Storage

ENCODE_RESOURCES = "encode_resources"
TEXTS_AT_ONCE = 200
"""What is encoded is stored before the next ones are read."""
AFTER = timedelta(seconds=20)
"""More pages of the same run usually follow: they are read together."""


class ResourceEncoding:
    """The job that keeps the vectors of the catalogue up to date."""

    def __init__(self, storage: Storage, encoder: TextEncoder) -> None:
        self._storage = storage
        self._encoder = encoder

    def encode_resources(self, organization_id: str) -> None:
        """Encode what is missing, forget what is not needed. Running it twice changes nothing.

        The model runs outside any transaction; when it is interrupted, what was encoded stays.
        """
        organization, model = OrganizationId(UUID(organization_id)), self._encoder.model
        while True:
            with self._storage.tenant(organization) as work:
                texts = work.resources.unread(model, TEXTS_AT_ONCE)
            if not texts:
                break
            rows = self._encoder.encode(texts).astype("<f4")
            vectors = {
                text_hash(text): row.tobytes() for text, row in zip(texts, rows, strict=True)
            }
            with self._storage.tenant(organization) as work:
                work.resources.save_vectors(model, vectors)
        with self._storage.tenant(organization) as work:
            work.resources.purge_vectors()


def promise_encoding(jobs: JobQueue, organization_id: OrganizationId) -> None:
    """Promise that the catalogue's texts are encoded: one job for many pages."""
    jobs.defer(
        ENCODE_RESOURCES,
        lock=f"{ENCODE_RESOURCES}:{organization_id}",
        once=f"{ENCODE_RESOURCES}:{organization_id}",
        delay=AFTER,
        organization_id=str(organization_id),
    )
