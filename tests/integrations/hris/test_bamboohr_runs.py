"""BambooHR as administrators meet it: set up, tried, on; and whatever happens, nobody is missed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain.connection import ProblemKind
from core.domain.sync import Outcome, SyncMode
from core.ports.connectors import NotAuthorisedError
from demo.hr.house import KEY
from integrations.hris.bamboohr.connector import BambooHR
from tests.vendors.days import VendorOffice, reads

from .bamboo_campus import BASE, Company

ids = st.integers(101, 123).map(str)
happens = st.one_of(
    st.tuples(st.just("title"), ids, st.sampled_from(["Director", "Coach"])),
    st.tuples(st.just("leaves"), ids),
    st.tuples(st.just("removed"), ids),
    st.tuples(st.just("hired")),
)
steps = st.one_of(
    happens,
    reads,
    st.tuples(st.just("meanwhile"), st.booleans(), st.integers(1, 6), st.just("removed"), ids),
)


class BambooOffice(VendorOffice):
    def __init__(self, company):
        connector = BambooHR(page=5, few=3)
        super().__init__(company, connector, {"address": BASE, "api_key": KEY})

    @property
    def staff(self):
        return self.there.staff

    def title(self, key, title):
        if self.staff.get(key):
            self.staff.change(key, job_title=title)

    def leaves(self, key):
        if self.staff.get(key):
            self.staff.leaves(key)

    def removed(self, key):
        if self.staff.get(key):
            self.staff.remove(key)

    def hired(self):
        facts = dict.fromkeys(("first_name", "last_name", "email", "department", "location"), "N")
        self.staff.hire(job_title="Trainee", employment="Intern", **facts)

    @property
    def truth(self):
        here = [one for one in self.staff.all() if one.status == "Active"]
        return {one.id: one.job_title for one in here}

    @property
    def known(self):
        return {key: one.title for key, one in self.present.items()}


@pytest.fixture
def office(company):
    return BambooOffice(company)


def test_a_new_administrator_connects_it(office):
    assert office.uses.checks.check(office.admin, office.id).account.label == "Fjordwerk Robotics"
    assert len(office.uses.checks.preview(office.admin, office.id).people) == 5
    tried = office.syncs(dry=True, full=True)
    assert (tried.counts.created, office.known) == (23, {})
    assert office.syncs().outcome is Outcome.COMPLETE
    assert office.known == office.truth
    office.later(hours=1)
    office.title("110", "Director")
    office.leaves("111")
    changed = office.syncs()
    assert changed.mode is SyncMode.INCREMENTAL
    assert (changed.counts.updated, changed.counts.gone) == (1, 1)
    assert office.known == office.truth


def test_a_key_that_was_taken_away_is_told(office):
    office.syncs()
    office.there.house.key = "another"
    assert office.syncs().outcome is Outcome.FAILED
    assert office.connection.problem.kind is ProblemKind.AUTHORISATION


def test_a_change_is_told_and_read_at_once(office):
    office.syncs()
    assert office.uses.hooks.subscribe(office.admin, office.id).problem is None
    office.later(minutes=5)
    office.title("110", "Director")
    url, body, headers = office.there.sent[-1]
    token = url.removeprefix("https://hub.example/hooks/")
    for _ in range(2):
        assert office.uses.inbox.receive(token, headers, {}, body) is None
    assert len(office.promised) == 1
    assert office.works().mode is SyncMode.INCREMENTAL
    assert office.known == office.truth
    with pytest.raises(NotAuthorisedError):
        office.uses.inbox.receive(token, headers, {}, body.replace(b"110", b"111"))
    office.uses.hooks.unsubscribe(office.admin, office.id)
    assert office.there.house.hooks.known == {}


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(todo=st.lists(steps, max_size=8))
def test_any_days_converge_to_the_company(campus_app, monkeypatch, todo):
    days = BambooOffice(Company(campus_app, monkeypatch))
    for step in todo:
        days.does(step)
    days.settles()
    assert days.known == days.truth
    assert days.connection.problem is None
