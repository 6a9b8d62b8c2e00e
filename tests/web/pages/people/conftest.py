"""Tess, who looks after people of files, and members of her course."""

from dataclasses import replace

import pytest

from core.domain.course import CourseMember, CourseRole
from core.domain.person import LTI_ISSUER, Identity
from tests.web.hub import ORGANIZATION, REGISTRATION


@pytest.fixture
def teacher(hub):
    return hub.browser(hub.person("Tess", manages=True))


@pytest.fixture
def member(hub):
    """Makes somebody who is in the course by its roster."""

    def made(name, email=""):
        actor = hub.person(name)
        with hub.storage.tenant(ORGANIZATION) as work:
            work.people.save(replace(work.people.get(actor.person_id), email=email))
            issuer = LTI_ISSUER.format(REGISTRATION)
            work.people.link(Identity(issuer=issuer, subject=name, person_id=actor.person_id))
            known = CourseMember(
                registration_id=REGISTRATION,
                context_id="c1",
                organization_id=ORGANIZATION,
                subject=name,
                person_id=actor.person_id,
                roster_roles=frozenset({CourseRole.LEARNER}),
            )
            work.rosters.save_members([known])
        return actor

    return made
