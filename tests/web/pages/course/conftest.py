"""A teacher in front of the course."""

from dataclasses import replace

import pytest

from core.domain.course import CourseServices
from tests.web.hub import ORGANIZATION, REGISTRATION


@pytest.fixture
def teacher(hub):
    return hub.person("Tess", manages=True)


@pytest.fixture
def browser(hub, teacher):
    return hub.browser(teacher)


@pytest.fixture
def course(hub):
    """The hub's course, whose roster may be read."""
    services = CourseServices(memberships_url="https://lms.example.edu/m")
    with hub.storage.tenant(ORGANIZATION) as work:
        made = replace(work.courses.get(REGISTRATION, "c1"), title="Rust", services=services)
        work.courses.save(made)
    return made
