"""The services of people from files."""

import pytest

from core.services.programs.people_export import PeopleExport
from core.services.programs.people_import import PeopleImport


@pytest.fixture
def parts(campus):
    """What the services are made of."""
    return (campus.storage, campus.clock, campus.entropy, campus.notifications, campus.progress)


@pytest.fixture
def people(parts):
    return PeopleImport(*parts)


@pytest.fixture
def export(campus, tess):
    return lambda role: PeopleExport(campus.storage).csv(tess, role)
