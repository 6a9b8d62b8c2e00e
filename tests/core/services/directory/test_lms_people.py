"""People who come in from an LMS and are known to a directory."""

import pytest

from core.domain.course import CourseRole
from core.domain.person import Identity
from tests.core.services.courses.roster_campus import RosterCampus, listed
from tests.core.services.directory.directory_campus import (
    EMAIL_AND_NAME,
    EMPLOYEE_NUMBER,
    GONE,
    ann,
)

ANN = {"name": "Ann Bauer", "email": "Ann@Example.edu"}


@pytest.fixture
def place(campus, directories):
    directories.source = directories.connection(EMAIL_AND_NAME)
    return RosterCampus(campus)


@pytest.fixture
def known(directories, place):
    directories.tell(ann(), of=directories.source)
    return directories.person(of=directories.source)


class TestFirstLaunch:
    def test_address_and_name_together_find_them(self, directories, place, known):
        assert place.launch("s-1", **ANN).person_id == known.id
        assert place.launch("s-1", **ANN).person_id == known.id
        (merge,) = directories.rows("merges").values()
        assert (merge.kept, merge.rule) == (known.id, "email+name")
        assert [one.subject for one in merge.identities] == ["s-1"]

    @pytest.mark.parametrize(
        "told",
        [
            ANN | {"name": ""},
            ANN | {"email": ""},
            ANN | {"name": "Anna Bauer"},
            ANN | {"email": "anna@example.edu"},
            ANN | {"roles": {CourseRole.TEST_USER}},
        ],
    )
    def test_nothing_less_does(self, place, known, told):
        assert place.launch("s-1", **told).person_id != known.id

    def test_nor_without_the_rule(self, directories, place):
        other = directories.connection(EMPLOYEE_NUMBER)
        directories.tell(ann(), of=other)
        assert place.launch("s-1", **ANN).person_id != directories.person(of=other).id

    @pytest.mark.usefixtures("known")
    def test_nor_where_two_are_called_so(self, directories, place):
        directories.tell(ann(key="e-2"), of=directories.source)
        both = directories.people()
        assert place.launch("s-1", **ANN).person_id not in both

    def test_nor_somebody_whom_the_lms_knows_already(self, directories, place, known):
        with directories.work() as work:
            issuer = f"lti:{place.registration.id}"
            work.people.link(Identity(issuer=issuer, subject="s-0", person_id=known.id))
        assert place.launch("s-1", **ANN).person_id != known.id

    def test_an_organization_without_directories_asks_no_more(self, campus):
        place = RosterCampus(campus)
        assert place.launch("s-1", **ANN).person_id == place.launch("s-1", **ANN).person_id


class TestWhatAnLmsSays:
    def test_a_directory_that_is_believed_first_keeps_its_say(self, directories, place, known):
        place.launch("s-1", **ANN)
        place.launch("s-1", name="Annie", email="annie@example.edu", locale="fr")
        person = directories.person(of=directories.source)
        assert (person.name, person.email, person.locale) == (known.name, known.email, "fr")

    def test_what_no_directory_says_is_the_lms_s_to_say(self, directories, place, known):
        place.launch("s-1", **ANN)
        directories.tell(ann(name="", email=""), of=directories.source)
        place.launch("s-1", name="Annie", email="annie@example.edu")
        person = directories.person(of=directories.source)
        assert (person.id, person.name, person.email) == (known.id, "Annie", "annie@example.edu")


class TestRosters:
    def test_people_are_found_and_a_second_reading_changes_nothing(self, directories, place, known):
        place.roster(listed("s-1", **ANN), listed("s-2", name="Eve", email="eve@example.edu"))
        place.read()
        assert place.people["s-1"].id == known.id
        assert place.people["s-1"].name == "Ann Bauer"
        assert place.people["s-1"].email == "ann@example.edu"
        before = dict(directories.rows("people"))
        place.clock.advance(days=1)
        place.read()
        assert directories.rows("people") == before

    def test_two_members_who_would_be_one_person_are_two_others(self, place, known):
        place.roster(listed("s-1", **ANN), listed("s-2", **ANN))
        place.read()
        assert known.id not in {person.id for person in place.people.values()}

    def test_who_left_is_not_brought_back(self, directories, place, known):
        directories.tell(ann(status=GONE), of=directories.source)
        place.roster(listed("s-1", **ANN))
        place.read()
        assert place.people["s-1"].id == known.id
        assert place.people["s-1"].presence.value == "gone"
