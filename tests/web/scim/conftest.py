import pytest

from tests.web.scim.provider import Provider


@pytest.fixture
def provider():
    return Provider()
