"""What people write themselves, beside what their organization tells of them."""

from dataclasses import replace

import pytest

from core.domain.people_rules import OWN_WORDS, PersonField, Precedence
from core.domain.person import Identity
from tests.core.services.directory.directory_campus import ann


@pytest.fixture
def mia(directories):
    actor = directories.campus.person("Mia")
    named = Identity(issuer=directories.hr.issuer, subject="e-1", person_id=actor.person_id)
    with directories.work() as work:
        work.people.link(named)
    return actor


def test_without_a_directory_everything_is_theirs(directories, mia):
    assert directories.campus.profiles.told(mia) == frozenset()


def test_what_is_believed_of_the_organization_first_cannot_be_changed(directories, mia):
    directories.tell(ann())
    profiles = directories.campus.profiles
    assert profiles.told(mia) == {"department"}
    wanted = replace(directories.profile(), headline="Painter", department="Music", location="Graz")
    saved = profiles.save(mia, wanted)
    assert (saved.headline, saved.department, saved.location) == ("Painter", "Research", "Graz")
    assert profiles.of(mia) == saved


def test_their_own_words_stay_when_the_organization_says_something_else(directories, mia):
    directories.tell(ann())
    profiles = directories.campus.profiles
    profiles.save(mia, replace(directories.profile(), headline="Painter"))
    directories.tell(ann(title="Head", department="Sales"))
    assert (profiles.of(mia).headline, profiles.of(mia).department) == ("Painter", "Sales")
    profiles.save(mia, replace(profiles.of(mia), headline=""))
    assert profiles.of(mia).headline == "Head"


def test_who_is_believed_first_may_change_everything(directories, mia):
    directories.tell(ann())
    with directories.work() as work:
        orders = {PersonField.DEPARTMENT: [OWN_WORDS]}
        work.people_rules.save_precedence(Precedence(orders=orders))
    profiles = directories.campus.profiles
    assert profiles.told(mia) == frozenset()
    assert profiles.save(mia, replace(directories.profile(), department="Art")).department == "Art"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "europe/vienna"])
def test_a_time_zone_that_is_none_is_not_believed(directories, mia, zone):
    directories.tell(ann(time_zone=zone))
    assert directories.campus.profiles.of(mia).time_zone == ""
