import numpy as np

from core.domain.profile import Profile, text_hash
from core.services.people.encoding import Encoding
from tests.fakes.encoder import FakeEncoder


class CountingEncoder(FakeEncoder):
    def __init__(self):
        self.seen = []

    def encode(self, texts):
        self.seen.extend(texts)
        return super().encode(texts)


def run(campus, encoder, actor):
    job = Encoding(campus.storage, encoder)
    job.encode_profile(str(actor.organization_id), str(actor.person_id))
    with campus.storage.tenant(actor.organization_id) as work:
        return work.embeddings.of_people([actor.person_id], encoder.model)


def test_only_changed_texts_are_encoded_again(campus):
    mia, encoder = campus.mentee(), CountingEncoder()
    first = Profile(person_id=mia.person_id, goals=("Learn Rust", "Speak up"))
    campus.profiles.save(mia, first)
    vectors = run(campus, encoder, mia)
    assert encoder.seen == ["Learn Rust", "Speak up"]
    assert np.allclose(
        np.frombuffer(vectors[0].vector, "<f4"), FakeEncoder().encode(["Learn Rust"])[0]
    )
    assert run(campus, encoder, mia) == vectors
    assert len(encoder.seen) == 2

    campus.profiles.save(mia, Profile(person_id=mia.person_id, goals=("Speak up", "Lead")))
    hashes = {e.text_hash for e in run(campus, encoder, mia)}
    assert encoder.seen[2:] == ["Lead"]
    assert hashes == {text_hash("Speak up"), text_hash("Lead")}


def test_an_emptied_profile_keeps_no_vectors(campus):
    mia, encoder = campus.mentee(), CountingEncoder()
    campus.profiles.save(mia, Profile(person_id=mia.person_id, goals=("Learn Rust",)))
    run(campus, encoder, mia)
    campus.profiles.save(mia, Profile(person_id=mia.person_id))
    assert run(campus, encoder, mia) == []
    assert run(campus, encoder, campus.mentee("Nobody yet")) == []
