"""Who a new record is about: only rules say so, and they never guess."""

import pytest

from core.domain.people_rules import LinkKey, LinkRule
from core.domain.sync import Counts
from core.ports.connectors import Page
from tests.core.services.directory.directory_campus import (
    EMAIL_AND_NAME,
    EMPLOYEE_NUMBER,
    GONE,
    ann,
)

OTHER = {"key": "x-1", "email": "ann.bauer@example.edu", "name": "Ann B."}


def test_without_a_rule_everybody_is_somebody_of_their_own(directories):
    other = directories.connection()
    directories.tell(ann())
    directories.tell(ann(key="x-1"), of=other)
    assert directories.person().id != directories.person("x-1", other).id


def test_a_rule_finds_the_person_and_is_noted_so_that_it_can_be_undone(directories):
    other = directories.connection(EMPLOYEE_NUMBER)
    directories.tell(ann(employee_number=" A17 "))
    changes = directories.tell(ann(employee_number="a17", **OTHER), of=other)
    assert changes.counts == Counts(created=1)
    person = directories.person()
    assert directories.person("x-1", other).id == person.id
    assert directories.entry("x-1", other).person_id == person.id
    assert person.name == "Ann Bauer"
    (merge,) = directories.rows("merges").values()
    assert (merge.kept, merge.by, merge.rule) == (person.id, None, "employee_number")
    assert [(one.subject, one.person_id) for one in merge.identities] == [("x-1", merge.gone)]


@pytest.mark.parametrize("told", [{}, {"email": ""}, {"name": "Anna Bauer"}])
def test_an_address_alone_finds_nobody(directories, told):
    other = directories.connection(EMAIL_AND_NAME)
    directories.tell(ann(name="Ann Maria Bauer"))
    directories.tell(ann(key="x-1", **told), of=other)
    assert len(directories.people()) == 2


def test_all_keys_of_a_rule_have_to_be_the_same(directories):
    other = directories.connection(EMAIL_AND_NAME)
    directories.tell(ann(name="", given_name="Ann", family_name="Bauer"))
    directories.tell(ann(key="x-1", email="ANN@example.edu"), of=other)
    assert len(directories.people()) == 1


def test_the_first_rule_that_finds_somebody_counts(directories):
    external = LinkRule.of([LinkKey.EXTERNAL_ID])
    other = directories.connection(external, EMPLOYEE_NUMBER)
    directories.tell(ann(external_id="z"), ann(key="e-2", employee_number="18"))
    directories.tell(ann(key="x-1", external_id="z", employee_number="18"), of=other)
    directories.tell(ann(key="x-2", external_id="y", employee_number="18"), of=other)
    assert directories.person("x-1", other).id == directories.person("e-1").id
    assert directories.person("x-2", other).id == directories.person("e-2").id


def test_two_who_may_be_meant_are_left_to_administrators(directories):
    other = directories.connection(EMPLOYEE_NUMBER)
    directories.tell(ann(), ann(key="e-2"))
    changes = directories.tell(ann(key="x-1"), of=other)
    assert changes.counts == Counts(created=1)
    entry = directories.entry("x-1", other)
    both = {directories.person("e-1").id, directories.person("e-2").id}
    assert (entry.person_id, {*entry.candidates}) == (None, both)
    assert directories.person("x-1", other) is None
    assert directories.tell(ann(key="x-1"), of=other).counts == Counts(unchanged=1)
    assert directories.entry("x-1", other) == entry
    assert directories.tell(deletes=["x-1"], of=other).counts == Counts(gone=1)


def test_two_records_of_one_source_are_not_one_person(directories):
    other = directories.connection(EMPLOYEE_NUMBER)
    directories.tell(ann())
    directories.tell(ann(key="x-1"), ann(key="x-2"), of=other)
    person = directories.person().id
    entries = [directories.entry(key, other) for key in ("x-1", "x-2")]
    assert [(one.person_id, one.candidates) for one in entries] == [(None, (person,))] * 2


def test_who_is_known_there_already_is_not_found_again_unless_that_record_is_gone(directories):
    other = directories.connection(EMPLOYEE_NUMBER)
    directories.tell(ann())
    directories.tell(ann(key="x-1"), of=other)
    directories.tell(ann(key="x-2"), of=other)
    assert directories.entry("x-2", other).candidates == (directories.person().id,)
    directories.tell(ann(key="x-2"), deletes=["x-1"], of=other)
    directories.tell(ann(key="x-2", title="Head"), of=other)
    assert directories.entry("x-2", other).person_id == directories.person().id


def test_who_is_gone_elsewhere_is_not_found(directories):
    other = directories.connection(EMPLOYEE_NUMBER)
    directories.tell(ann())
    directories.tell(deletes=["e-1"])
    directories.tell(ann(key="x-1"), of=other)
    assert directories.person("x-1", other).id != directories.person().id


class TestPeopleFromAnLms:
    def test_address_and_name_together_find_them(self, directories):
        mia = directories.from_lms()
        source = directories.connection(EMAIL_AND_NAME)
        directories.tell(ann(email="Ann@Example.edu"), of=source)
        assert directories.person(of=source).id == mia.person_id

    @pytest.mark.parametrize(
        "known", [{"email": "anna@example.edu"}, {"name": "Anna Bauer"}, {"test_user": True}]
    )
    def test_others_are_not_found(self, directories, known):
        directories.from_lms(**known)
        source = directories.connection(EMAIL_AND_NAME)
        directories.tell(ann(), of=source)
        assert len(directories.people()) == 2

    def test_nor_by_another_rule(self, directories):
        directories.from_lms()
        source = directories.connection(EMPLOYEE_NUMBER)
        directories.tell(ann(), of=source)
        assert len(directories.people()) == 2

    def test_nor_somebody_whom_only_a_file_knows(self, directories):
        campus = directories.campus
        actor = campus.person("Ann Bauer")
        source = directories.connection(EMAIL_AND_NAME)
        directories.tell(ann(), of=source)
        assert directories.person(of=source).id != actor.person_id


def test_comparing_unchanged_thousands_asks_once(directories):
    asked = []
    with directories.work() as work:
        directories.sink.store(
            work,
            directories.hr,
            directories.sink.compare(work, directories.hr, Page(upserts=[ann()])),
        )
        entries = work.directory_entries
        work.directory_entries = Spy(entries, asked)
        work.people = work.profiles = work.connections = None
        directories.sink.compare(work, directories.hr, Page(upserts=[ann()]))
        work.directory_entries = entries
    assert asked == ["digests"]


class Spy:
    def __init__(self, real, asked):
        self._real, self._asked = real, asked

    def __getattr__(self, name):
        self._asked.append(name)
        return getattr(self._real, name)


def test_a_terminated_record_is_still_found(directories):
    other = directories.connection(EMPLOYEE_NUMBER)
    directories.tell(ann(status=GONE))
    directories.tell(ann(key="x-1"), of=other)
    assert len(directories.people()) == 1
