"""Who is whose manager, whoever arrives first."""

from dataclasses import replace

import pytest

from core.domain.people_rules import OWN_WORDS, PersonField, Precedence
from core.services.directory.manager_lines import ManagerLines
from tests.core.services.directory.directory_campus import (
    EMPLOYEE_NUMBER,
    Directories,
    ann,
)


class Company(Directories):
    def staff(self, *pairs, of=None):
        for key, manager in pairs:
            self.tell(ann(key=key, employee_number=key, manager_key=manager), of=of)

    def work_out(self):
        for _ in "twice":
            ManagerLines(self.campus.storage, self.campus.clock).manager_lines(
                str(self.campus.organization.id)
            )

    def line(self, key, of=None):
        people = {self.person(one.key, of).id: one.key for one in self.told(of)}
        return [people[one] for one in self.profile(key, of).managers]

    def told(self, of=None):
        chosen = (of or self.hr).id
        rows = self.rows("directory_entries").values()
        return [row for row in rows if row.connection_id == chosen]


@pytest.fixture
def company(campus):
    return Company(campus)


def test_a_line_goes_up_to_the_top(company):
    company.staff(("a", "b"), ("b", "c"), ("c", ""))
    company.work_out()
    assert [company.line(key) for key in "abc"] == [["b", "c"], ["c"], []]


def test_a_manager_who_arrives_later_is_linked_then(company):
    company.staff(("a", "b"))
    company.work_out()
    assert company.line("a") == []
    company.staff(("b", ""))
    company.work_out()
    assert company.line("a") == ["b"]


def test_a_manager_who_leaves_is_one_no_more(company):
    company.staff(("a", "b"), ("b", "c"), ("c", ""))
    company.work_out()
    company.tell(deletes=["b"])
    company.work_out()
    assert company.line("a") == []


def test_a_circle_ends(company):
    company.staff(("a", "b"), ("b", "c"), ("c", "b"), ("d", "d"))
    company.work_out()
    assert [company.line(key) for key in "abcd"] == [["b", "c"], ["c"], ["b"], []]


def test_only_what_is_different_is_written(company):
    company.staff(("a", "b"), ("b", ""))
    company.work_out()
    before = company.profile("a")
    company.campus.clock.advance(days=1)
    company.work_out()
    assert company.profile("a") == before


def test_the_source_that_is_believed_first_tells_the_manager(company):
    other = company.connection(EMPLOYEE_NUMBER)
    company.staff(("a", "b"), ("b", ""), ("c", ""))
    company.staff(("a", "c"), ("b", ""), ("c", ""), of=other)
    company.work_out()
    assert company.line("a") == ["b"]
    with company.work() as work:
        work.people_rules.save_precedence(Precedence(orders={PersonField.MANAGER: [str(other.id)]}))
    company.work_out()
    assert company.line("a") == ["c"]


def test_people_are_left_alone_whose_sources_name_no_managers(company):
    company.staff(("a", ""), ("b", ""))
    boss = company.person("b").id
    with company.work() as work:
        work.profiles.save(replace(company.profile("a"), managers=(boss,)))
    company.work_out()
    assert company.line("a") == ["b"]


def test_people_are_believed_before_their_sources_where_that_is_the_rule(company):
    company.staff(("a", "c"), ("b", ""), ("c", ""), ("d", "c"))
    boss = company.person("b").id
    with company.work() as work:
        work.profiles.save(replace(company.profile("a"), managers=(boss,)))
        work.people_rules.save_precedence(Precedence(orders={PersonField.MANAGER: [OWN_WORDS]}))
    company.work_out()
    assert (company.line("a"), company.line("d")) == (["b"], ["c"])


def test_an_organization_without_directories_has_none(company):
    company.work_out()
    assert company.rows("profiles") == {}
