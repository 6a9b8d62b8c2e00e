"""BambooHR as administrators meet it: set up, tried, on; and whatever happens, nobody is missed."""

from contextlib import suppress
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain.connection import ConnectionStatus, ProblemKind
from core.domain.directory import Presence
from core.domain.sync import Outcome, SyncMode
from demo.hr.house import KEY
from integrations.hris.bamboohr.connector import BambooHR
from tests.core.services.connections.office import Office
from tests.vendors.wire import silence

from .bamboo_campus import BASE, Company


class Killed(BaseException):
    """The process ends here."""


class BambooOffice(Office):
    def __init__(self, company):
        super().__init__()
        self.company = company
        self.clock.time = company.clock.time
        self.outlets.outbound = company.wire
        self.connectors["bamboohr"] = BambooHR(page=5, few=3)
        made = self.uses.setup.create(
            self.admin, "bamboohr", "Our HR", {"address": BASE, "api_key": KEY}
        )
        self.id = made.id
        with self.tenant() as work:
            on = replace(made, status=ConnectionStatus.ON, held_share=1.0, version=2)
            work.connections.update(on)

    def later(self, **parts):
        self.clock.advance(**parts)
        self.company.clock.advance(**parts)

    @property
    def truth(self):
        """Who is on the books, and whether they work there."""
        staff = self.company.staff.all()
        return {one.id: (one.job_title, one.status == "Active") for one in staff}

    @property
    def known(self):
        here = self.present.items()
        return {key: (one.title, one.presence is Presence.HERE) for key, one in here}


def test_a_new_administrator_connects_it(company):
    office = BambooOffice(company)
    assert office.uses.checks.check(office.admin, office.id).account.label == "Fjordwerk Robotics"
    assert len(office.uses.checks.preview(office.admin, office.id).people) == 5
    tried = office.syncs(dry=True, full=True)
    assert (tried.counts.created, office.known) == (23, {})
    assert office.syncs().outcome is Outcome.COMPLETE
    assert office.known == office.truth
    office.later(hours=1)
    company.staff.change("110", job_title="Director")
    company.staff.leaves("111")
    changed = office.syncs()
    assert (changed.mode, changed.counts.updated) == (SyncMode.INCREMENTAL, 2)
    assert office.known == office.truth


def test_a_key_that_was_taken_away_is_told(company):
    office = BambooOffice(company)
    office.syncs()
    company.house.key = "another"
    assert office.syncs().outcome is Outcome.FAILED
    assert office.connection.problem.kind is ProblemKind.AUTHORISATION


ids = st.integers(101, 123).map(str)
steps = st.one_of(
    st.tuples(st.just("title"), ids, st.sampled_from(["Director", "Coach"])),
    st.tuples(st.just("leaves"), ids),
    st.tuples(st.just("removed"), ids),
    st.tuples(st.just("hired")),
    st.tuples(st.just("read"), st.booleans()),
    st.tuples(st.just("killed"), st.booleans(), st.integers(1, 6)),
    st.tuples(st.just("silent"), st.booleans(), st.integers(1, 6)),
    st.tuples(st.just("removed while read"), st.booleans(), ids, st.integers(1, 6)),
)


class Days(BambooOffice):
    def does(self, step):
        kind, *told = step
        self.later(minutes=7)
        getattr(self, kind.replace(" ", "_"))(*told)
        self.company.wire.faults.clear()
        self.company.wire.planned.clear()

    def title(self, key, title):
        if self.company.staff.get(key):
            self.company.staff.change(key, job_title=title)

    def leaves(self, key):
        if self.company.staff.get(key):
            self.company.staff.leaves(key)

    def removed(self, key):
        if self.company.staff.get(key):
            self.company.staff.remove(key)

    def hired(self):
        facts = dict.fromkeys(("first_name", "last_name", "email", "department", "location"), "N")
        self.company.staff.hire(job_title="Trainee", employment="Intern", **facts)

    def read(self, full):
        self.syncs(full=full)

    def killed(self, full, call):
        self.company.wire.fault("/api/", body=Killed(), after=call)
        with suppress(Killed):
            self.syncs(full=full)

    def silent(self, full, call):
        self.company.wire.fault("/api/", body=silence("hr.example"), after=call)
        self.syncs(full=full)

    def removed_while_read(self, full, key, call):
        self.company.wire.when(call, lambda: self.removed(key))
        self.syncs(full=full)


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(todo=st.lists(steps, max_size=8))
def test_any_days_converge_to_the_company(campus_app, monkeypatch, todo):
    days = Days(Company(campus_app, monkeypatch))
    for step in todo:
        days.does(step)
    for _ in range(3):
        days.later(hours=3)
        days.syncs()
    assert days.known == days.truth
    assert days.connection.problem is None
