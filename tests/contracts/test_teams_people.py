"""A chat and what was chosen about it go with the person they are found to be."""

from dataclasses import replace

import pytest

from core.domain.person import Identity
from core.domain.teams_choices import Rhythm
from tests.contracts.teams_world import conversation, new_teams_tenant, teams_choices


@pytest.fixture
def tenant(world):
    return new_teams_tenant(world)


@pytest.fixture
def adas(world, tenant):
    """Her chat, one of somebody unknown, and one in another tenant."""
    identity = Identity(issuer=f"entra:{tenant.tenant}", subject="oid", person_id=world.ada.id)
    chat = conversation(world, tenant, world.ada, object_id="oid")
    elsewhere = conversation(world, new_teams_tenant(world), world.ada, object_id="oid")
    with world.tenant() as work:
        work.people.link(identity)
        for one in (chat, elsewhere, conversation(world, tenant, object_id="oid")):
            work.teams_conversations.save(one)
        work.teams_choices.save(teams_choices(world, rhythm=Rhythm.WEEKLY))
    return identity


def chats(work, person):
    return [one.object_id for one in work.teams_conversations.of_person(person.id)]


def test_with_the_identity_that_entra_knows_them_by(world, adas):
    with world.tenant() as work:
        work.people.move([replace(adas, person_id=world.ben.id)])
    with world.tenant() as work:
        assert chats(work, world.ben) == ["oid"]
        assert chats(work, world.ada) == ["oid"]  # the one in the other tenant
        expected = teams_choices(world, world.ben, rhythm=Rhythm.WEEKLY)
        assert work.teams_choices.get(world.ben.id) == expected


def test_other_identities_move_nothing(world, adas):
    by_lms = Identity(issuer="lti:1", subject="oid", person_id=world.ada.id)
    with world.tenant() as work:
        work.people.link(by_lms)
        work.people.move([replace(by_lms, person_id=world.ben.id)])
    with world.tenant() as work:
        assert chats(work, world.ben) == []
        assert work.teams_choices.get(world.ben.id) is None


def test_who_chose_already_keeps_that(world, adas):
    own = teams_choices(world, world.ben, chat=False)
    with world.tenant() as work:
        work.teams_choices.save(own)
        work.people.move([replace(adas, person_id=world.ben.id)])
        assert work.teams_choices.get(world.ben.id) == own
        work.people.hand_over(world.ada.id, world.ben.id)
        assert work.teams_choices.get(world.ben.id) == own


def test_everything_is_handed_over(world, adas):
    with world.tenant() as work:
        work.people.hand_over(world.ada.id, world.ben.id)
    with world.tenant() as work:
        assert chats(work, world.ben) == ["oid", "oid"]
        assert work.teams_choices.get(world.ben.id).rhythm is Rhythm.WEEKLY
        assert work.teams_choices.get(world.ada.id) is None
