import pytest

from tests.integrations.base.sites import Site


@pytest.fixture
def site():
    site = Site()
    yield site
    site.close()
