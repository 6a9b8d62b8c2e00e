from dataclasses import replace

import pytest

from tests.core.services.teams.chats import Chats


@pytest.fixture
def chats():
    return Chats()


@pytest.fixture
def ada(chats):
    ada = with_address(chats, chats.world.ada)
    chats.ada_chat = chats.chat(ada)
    return ada


@pytest.fixture
def ben(chats):
    """Wants messages, and has no chat."""
    ben = with_address(chats, chats.world.ben)
    chats.wants(ben)
    return ben


def with_address(chats, person):
    known = replace(person, email=f"{person.name.lower()}@example.org")
    with chats.work() as work:
        work.people.save(known)
    return known
