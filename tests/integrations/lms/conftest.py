import pytest

from .campuses import CanvasCampus


@pytest.fixture
def canvas():
    return CanvasCampus()
