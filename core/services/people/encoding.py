"""Background reading of profiles: each text becomes a vector, again only when it changes."""

from collections.abc import Sequence
from uuid import UUID

from core.domain.identifiers import OrganizationId, PersonId, ProgramId
from core.domain.profile import Profile, TextEmbedding, TextKind, text_hash
from core.ports.encoder import TextEncoder
from core.ports.jobs import JobQueue
from core.ports.unit_of_work import Storage

ENCODE_PROFILE = "encode_profile"
ENCODE_PROGRAM = "encode_program"
PEOPLE_AT_ONCE = 100
"""Of a whole programme: what is encoded is stored before the next ones are read."""

Key = tuple[TextKind, bytes]
"""What kind of text it is, and its hash."""


class Encoding:
    """The job that keeps a profile's vectors up to date."""

    def __init__(self, storage: Storage, encoder: TextEncoder) -> None:
        self._storage = storage
        self._encoder = encoder

    def encode_profile(self, organization_id: str, person_id: str) -> None:
        """Encode what changed in one profile. Running it twice changes nothing.

        The model runs outside any transaction; a profile saved meanwhile has its own job.
        """
        self._encode_people(OrganizationId(UUID(organization_id)), [PersonId(UUID(person_id))])

    def encode_program(self, organization_id: str, program_id: str) -> None:
        """Encode what is missing in the profiles of a whole programme, some people at a time.

        Running it twice changes nothing; when it is interrupted, what was encoded stays.
        """
        organization, program = OrganizationId(UUID(organization_id)), ProgramId(UUID(program_id))
        with self._storage.tenant(organization) as work:
            people = sorted({p.person_id for p in work.participations.of_program(program)})
        for start in range(0, len(people), PEOPLE_AT_ONCE):
            some = people[start : start + PEOPLE_AT_ONCE]
            # Somebody may save their profile meanwhile, and their own job be quicker than this.
            while self._encode_people(organization, some):
                pass

    def _encode_people(self, organization: OrganizationId, people: Sequence[PersonId]) -> bool:
        """Encode what is missing; returns whether anything was."""
        model = self._encoder.model
        with self._storage.tenant(organization) as work:
            profiles = work.profiles.get_many(people)
            known: dict[PersonId, dict[Key, TextEmbedding]] = {person: {} for person in people}
            for one in work.embeddings.of_people(people, model):
                known[one.person_id][one.kind, one.text_hash] = one
        wanted = {person: _texts(profile) for person, profile in profiles.items()}
        stale = [person for person in wanted if wanted[person].keys() != known[person].keys()]
        missing = [(p, key) for p in stale for key in wanted[p] if key not in known[p]]
        vectors = self._vectors([wanted[person][key] for person, key in missing])
        fresh: dict[PersonId, list[TextEmbedding]] = {
            person: [one for key, one in known[person].items() if key in wanted[person]]
            for person in stale
        }
        for (person, key), vector in zip(missing, vectors, strict=True):
            fresh[person].append(self._embedding(person, key, vector))
        if stale:
            with self._storage.tenant(organization) as work:
                work.embeddings.replace_many(model, fresh)
        return bool(stale)

    def _vectors(self, texts: Sequence[str]) -> list[bytes]:
        if not texts:
            return []
        different = list(dict.fromkeys(texts))
        vectors = self._encoder.encode(different).astype("<f4")
        found = {text: row.tobytes() for text, row in zip(different, vectors, strict=True)}
        return [found[text] for text in texts]

    def _embedding(self, person: PersonId, key: Key, vector: bytes) -> TextEmbedding:
        kind, digest = key
        return TextEmbedding(
            person_id=person,
            kind=kind,
            text_hash=digest,
            model=self._encoder.model,
            vector=vector,
        )


def defer_program(jobs: JobQueue, organization_id: OrganizationId, program_id: ProgramId) -> None:
    """Promise that the texts of a whole programme are encoded: one job, however many people."""
    jobs.defer(
        ENCODE_PROGRAM,
        lock=f"program-texts:{program_id}",
        once=f"{ENCODE_PROGRAM}:{program_id}",
        organization_id=str(organization_id),
        program_id=str(program_id),
    )


def _texts(profile: Profile) -> dict[Key, str]:
    return {(kind, text_hash(text)): text for kind, text in profile.texts()}
