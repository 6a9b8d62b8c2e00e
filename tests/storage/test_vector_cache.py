import pytest

from core.domain.profile import TextEmbedding, TextKind
from core.domain.program import Role
from storage.vector_cache import VectorCache
from tests.contracts.world import World


def test_keeps_what_was_used_last():
    cache = VectorCache(most=2)
    cache.keep("m", {b"a": b"1", b"b": b"2"})
    assert cache.known("m", [b"a"]) == {b"a": b"1"}
    cache.keep("m", {b"c": b"3"})
    assert cache.known("m", [b"a", b"b", b"c"]) == {b"a": b"1", b"c": b"3"}
    assert cache.known("another model", [b"a"]) == {}


@pytest.fixture
def world(postgres_storage):
    return World(postgres_storage)


def test_a_cached_vector_is_only_for_those_who_may_read_it_now(world):
    """What was read stays in the process, but each answer has the programme's texts only."""
    vector = bytes(4 * 384)
    made = TextEmbedding(
        person_id=world.ada.id, kind=TextKind.GOAL, text_hash=b"h" * 32, model="m", vector=vector
    )
    mentor = world.participation(world.ada)
    with world.tenant() as work:
        work.participations.save(mentor)
        work.embeddings.replace(world.ada.id, "m", [made])

    def seen():
        with world.tenant() as work:
            return work.embeddings.vectors_of_program(world.program.id, Role.MENTOR, "m")

    assert seen() == seen() == {b"h" * 32: vector}
    with world.tenant() as work:
        work.embeddings.replace(world.ada.id, "m", [])
    assert seen() == {}
