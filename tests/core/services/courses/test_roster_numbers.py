"""The numbers of an LMS's own interface, which its roster tells: where a connection needs them."""

from uuid import UUID

import pytest

from core.domain.actor import Actor
from core.domain.person import LMS_ISSUER
from core.ports.connectors import FormField, Widget
from core.services.connections.forms import ConnectionChange
from core.services.connections.use_cases import ConnectionUseCases
from tests.core.services.courses.roster_campus import RosterCampus, listed
from tests.fakes.outlets import FakeOutlets
from tests.fakes.source import FakeConnector, FakeSource


class OfPlatform(FakeConnector):
    """A connector whose form asks for one of the organization's platforms."""

    fields = (FormField(name="registration", label="LMS", widget=Widget.REGISTRATION),)

    def read(self, typed):
        return dict(typed)


@pytest.fixture
def place(campus):
    return RosterCampus(campus)


@pytest.fixture
def setup(place):
    """What administrators do with connections to platforms."""
    connectors = {slug: OfPlatform(FakeSource(), slug=slug) for slug in ("canvas", "moodle")}
    parts = (place.storage, place.clock, place.campus.entropy, connectors)
    outlets = FakeOutlets(place.clock)
    return ConnectionUseCases.assemble(*parts, outlets, "https://hub.example").setup


def admin(place):
    return Actor(organization_id=place.id, person_id=UUID(int=77), configures=True)


def connects(place, setup, slug="canvas", registration=None):
    told = str(registration or place.registration.id)
    return setup.create(admin(place), slug, "Content", {"registration": told})


def promised(place):
    jobs = [row for row in place.storage.jobs if row["job"] == "sync_roster"]
    place.storage.tables.table("jobs").clear()
    return [(row["arguments"]["context_id"], row["arguments"]["trigger"]) for row in jobs]


def known(place):
    issuer = LMS_ISSUER.format(place.registration.id)
    with place.tenant() as work:
        found = work.people.by_identities(issuer, ["11", "12"])
    return {number: one.name for number, one in found.items()}


def test_people_are_known_by_the_numbers_of_the_lms_too(place, setup):
    connects(place, setup)
    place.roster(listed(1, name="Mia", number="11"), listed(2, name="Ben"))
    place.read()
    assert known(place) == {"11": "Mia"}
    place.clock.advance(hours=6)
    place.roster(listed(1, name="Mia", number="11"), listed(2, name="Ben", number="12"))
    place.read()
    assert known(place) == {"11": "Mia", "12": "Ben"}


def test_a_number_stays_whose_it_is(place, setup):
    connects(place, setup)
    place.roster(listed(1, name="Mia", number="11"), listed(2, name="Ben"))
    place.read()
    place.roster(listed(1, name="Mia"), listed(2, name="Ben", number="11"))
    place.read()
    assert known(place) == {"11": "Mia"}


def test_where_no_connection_needs_them_they_are_not_asked_for(place, setup):
    connects(place, setup, "moodle")
    connects(place, setup, registration=UUID(int=5))
    place.roster(listed(1, name="Mia", number="11"))
    place.read()
    assert known(place) == {}


def test_a_new_connection_has_the_rosters_of_its_platform_read_again(place, setup):
    place.roster(listed(1, name="Mia", number="11"))
    place.read()
    place.clock.advance(seconds=1)
    for slug, registration in (("moodle", None), ("canvas", UUID(int=5))):
        connects(place, setup, slug, registration)
        assert promised(place) == []
    connects(place, setup)
    assert promised(place) == [("course-1", "schedule")]


def test_so_has_one_that_is_given_another_platform(place, setup):
    made = connects(place, setup, registration=UUID(int=5))
    typed = {"registration": str(place.registration.id)}
    change = ConnectionChange(title="Content", typed=typed)
    made = setup.edit(admin(place), made.id, made.updated_at, change)
    assert promised(place) == [("course-1", "schedule")]
    setup.edit(admin(place), made.id, made.updated_at, ConnectionChange(title="Courses"))
    assert promised(place) == []
