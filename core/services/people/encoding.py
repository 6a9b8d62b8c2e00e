"""Background reading of profiles: each text becomes a vector, again only when it changes."""

from collections.abc import Sequence
from uuid import UUID

from core.domain.identifiers import OrganizationId, PersonId
from core.domain.profile import Profile, TextEmbedding, TextKind, text_hash
from core.ports.encoder import TextEncoder
from core.ports.unit_of_work import Storage

ENCODE_PROFILE = "encode_profile"


class Encoding:
    """The job that keeps a profile's vectors up to date."""

    def __init__(self, storage: Storage, encoder: TextEncoder) -> None:
        self._storage = storage
        self._encoder = encoder

    def encode_profile(self, organization_id: str, person_id: str) -> None:
        """Encode what changed in one profile. Running it twice changes nothing.

        The model runs outside any transaction; a profile saved meanwhile has its own job.
        """
        organization, person = OrganizationId(UUID(organization_id)), PersonId(UUID(person_id))
        model = self._encoder.model
        with self._storage.tenant(organization) as work:
            profile = work.profiles.get(person)
            known = work.embeddings.of_people([person], model)
        if profile is None:
            return
        wanted = _texts(profile)
        kept = {(e.kind, e.text_hash): e for e in known if (e.kind, e.text_hash) in wanted}
        if len(kept) == len(wanted) == len(known):
            return
        missing = [key for key in wanted if key not in kept]
        fresh = self._encode(person, missing, [wanted[key] for key in missing])
        with self._storage.tenant(organization) as work:
            work.embeddings.replace(person, model, [*kept.values(), *fresh])

    def _encode(
        self, person: PersonId, keys: Sequence[tuple[TextKind, bytes]], texts: Sequence[str]
    ) -> list[TextEmbedding]:
        if not texts:
            return []
        vectors = self._encoder.encode(texts).astype("<f4")
        return [
            TextEmbedding(
                person_id=person,
                kind=kind,
                text_hash=digest,
                model=self._encoder.model,
                vector=vector.tobytes(),
            )
            for (kind, digest), vector in zip(keys, vectors, strict=True)
        ]


def _texts(profile: Profile) -> dict[tuple[TextKind, bytes], str]:
    return {(kind, text_hash(text)): text for kind, text in profile.texts()}
