"""Three mentors whom somebody may ask."""

import pytest


@pytest.fixture
def three(campus):
    return [campus.mentor(name) for name in ("Ada", "Ben", "Cleo")]
