"""Mia, who looks for a mentor, and three whom she may ask."""

import pytest


@pytest.fixture
def mia(campus):
    return campus.mentee()


@pytest.fixture
def three(campus):
    return [campus.mentor(name) for name in ("Ada", "Ben", "Cleo")]
