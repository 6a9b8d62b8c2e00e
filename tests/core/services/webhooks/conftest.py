import pytest

from tests.core.services.webhooks.post_room import PostRoom


@pytest.fixture
def room():
    return PostRoom()
