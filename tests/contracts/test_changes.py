"""What has to be read again, and reading only some people."""

from dataclasses import replace

import pytest

from core.domain.match import OCCUPYING_STATES, MatchState
from core.domain.profile import TextEmbedding, TextKind, text_hash
from core.domain.program import Role
from tests.contracts.world import fresh


def embedding(person, text):
    return TextEmbedding(
        person_id=person.id,
        kind=TextKind.GOAL,
        text_hash=text_hash(text),
        model="m1",
        vector=bytes(8),
    )


def mark(world):
    with world.tenant() as work:
        return work.changes.mark()


def since(world, moment):
    with world.tenant() as work:
        return work.changes.since(moment)


def test_nothing_changed(world):
    moment = mark(world)
    found = since(world, moment)
    assert found.people == frozenset()
    assert since(world, found.mark).people == frozenset()


CHANGES = {
    "person": lambda work, world: work.people.save(replace(world.ada, test_user=True)),
    "profile": lambda work, world: work.profiles.save(world.profile(world.ada)),
    "participation": lambda work, world: work.participations.save(world.participation(world.ada)),
    "vectors": lambda work, world: work.embeddings.replace(
        world.ada.id, "m1", [embedding(world.ada, "x")]
    ),
    "match": lambda work, world: work.matches.add(
        replace(world.match(), mentee_id=world.cleo.id, mentor_id=world.ada.id)
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_who_changed_is_told_once(world, what):
    moment = mark(world)
    with world.tenant() as work:
        CHANGES[what](work, world)
    found = since(world, moment)
    assert found.people == {world.ada.id}
    assert since(world, found.mark).people == frozenset()
    assert since(world, moment).people == {world.ada.id}


def test_what_is_removed_or_changed_later_is_told(world):
    participation = world.participation(world.ada)
    with world.tenant() as work:
        work.participations.save(participation)
        work.embeddings.replace(world.ben.id, "m1", [embedding(world.ben, "x")])
    moment = mark(world)
    with world.tenant() as work:
        work.participations.set_away([participation.id], away=True)
    assert since(world, moment).people == {world.ada.id}
    with world.tenant() as work:
        work.participations.remove(participation)
        work.embeddings.replace(world.ben.id, "m1", [])
    assert since(world, moment).people == {world.ada.id, world.ben.id}


def test_other_organizations_are_not_told(world):
    moment = mark(world)
    other = type(world)(world.storage)
    with other.tenant() as work:
        work.profiles.save(other.profile(other.ada))
    assert since(world, moment).people == frozenset()


def test_only_some_people_are_read(world):
    matches = [
        replace(
            world.match(), mentee_id=world.dora.id, mentor_id=mentor.id, state=MatchState.ACTIVE
        )
        for mentor in (world.ben, world.cleo)
    ]
    with world.tenant() as work:
        work.profiles.save_many([world.profile(p) for p in (world.ada, world.ben, world.cleo)])
        parts = [world.participation(p) for p in (world.ada, world.ben, world.cleo)]
        work.participations.save_many(parts)
        for person in (world.ada, world.ben):
            work.embeddings.replace(person.id, "m1", [embedding(person, person.name)])
        for match in matches:
            work.matches.add(match)
        some, program = [world.ben.id, fresh()], world.program.id
        assert work.participations.of_program(program, some) == [parts[1]]
        found = work.profiles.of_program(program, Role.MENTOR, some)
        assert [profile.person_id for profile in found] == [world.ben.id]
        vectors = work.embeddings.vectors_of_program(program, Role.MENTOR, "m1", some)
        assert vectors.keys() == {text_hash("Ben")}
        assert work.matches.load(program, OCCUPYING_STATES, some) == {world.ben.id: 1}
