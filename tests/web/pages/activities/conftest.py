"""A course with activities, its teacher, and a mentor and a mentee in it."""

import pytest

from core.domain.activity import ActivityKind
from core.services.activities.activities import Link
from core.services.activities.activity_plans import ActivityPlan, parameters
from tests.web.pages.activities.course_work import in_course


@pytest.fixture
def teacher(hub):
    return hub.person("Tess", manages=True)


@pytest.fixture
def put(hub, teacher):
    """Put an activity into the course and open it once."""

    def put_one(kind=ActivityKind.REFLECTION, title="What did you learn?", **plan):
        told = ActivityPlan(kind=kind, title=title, **{"points": 10.0, **plan})
        (made,) = hub.services.activities.choose(teacher, [told])
        return hub.services.activities.opened(teacher, parameters(made), Link(id=str(made.id)))

    return put_one


@pytest.fixture
def reflection(put):
    return put(instructions="Think of <one> moment.\n\nWrite about it.")


@pytest.fixture
def pair(hub, mentor, mentee):
    in_course(hub, mentee, "sub/mia 1")
    asked = hub.services.requests.ask(mentee, mentor.person_id)
    hub.services.requests.accept(mentor, asked.id)
    return mentor, mentee
