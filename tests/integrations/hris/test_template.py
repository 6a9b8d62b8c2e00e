"""The connector to copy keeps what the guide promises, from its form to the last page."""

import pytest

from core.domain.connection import ProblemKind
from core.domain.sync import Outcome, SyncMode
from core.errors import InvalidInputError, UnavailableError
from integrations.hris.template.connector import Template
from tests.core.services.connections.office import Office
from tests.fakes.source import Killed
from tests.vendors.staff import BASE, StaffService


class StaffOffice(Office):
    """An office that has connected its staff list."""

    def __post_init__(self):
        super().__post_init__()
        self.staff = StaffService()
        self.connectors["template"] = Template()
        self.outlets.outbound = self.staff

    def connects(self):
        made = self.adds("template", address=BASE, token="t0ken")
        self.uses.switches.dry_run(self.admin, made.id)
        self.works()
        self.uses.switches.turn_on(self.admin, made.id)

    @property
    def names(self):
        return {record.name for record in self.present.values()}

    @property
    def problem(self):
        return self.run.problem.kind


@pytest.fixture
def office():
    office = StaffOffice()
    for key in ("ann", "ben", "cyd", "dan", "eve"):
        office.staff.hires(key, email=f"{key}@example.org", team="Sales", manager=None)
    return office


class TestForm:
    def test_says_what_is_wrong(self, office):
        with pytest.raises(InvalidInputError) as caught:
            office.uses.setup.create(office.admin, "template", "Staff", {"address": "staff"})
        assert {name: str(told[0]) for name, told in caught.value.fields.items()} == {
            "address": "Enter a web address, like https://example.org.",
            "token": "Fill this in.",
        }


class TestCheck:
    def test_names_the_owner(self, office):
        office.connects()
        checked = office.uses.checks.check(office.admin, office.id)
        assert (checked.account.account_id, checked.account.label) == ("acme", "Acme")

    def test_tells_what_stands_in_the_way(self, office):
        office.connects()
        office.staff.may_read = False
        scope = office.uses.checks.check(office.admin, office.id)
        assert scope.problem.kind is ProblemKind.SCOPE
        office.staff.token = "another"
        lost = office.uses.checks.check(office.admin, office.id)
        assert lost.problem.kind is ProblemKind.AUTHORISATION


class TestRuns:
    def test_everybody_comes_as_they_are_told(self, office):
        office.staff.hires("fay", team="Research", manager="ann", left=True)
        office.connects()
        office.works()
        record = office.present["fay"]
        assert (record.department, record.manager_key) == ("Research", "ann")
        assert record.presence == "gone"
        assert office.present["ann"].email == "ann@example.org"

    @pytest.mark.parametrize("page", [0, 1, 2])
    def test_killed_anywhere_and_gone_on_with_it_is_as_unbroken(self, office, page):
        office.connects()
        real = office.staff.get

        def get(url, headers=None, *, max_bytes=None):
            nonlocal page
            page -= 1
            if page == -1:
                raise Killed
            return real(url, headers, max_bytes=max_bytes)

        office.staff.get = get
        with pytest.raises(Killed):
            office.works()
        run = office.works()
        assert (run.outcome, run.counts.created) == (Outcome.COMPLETE, 5)
        assert office.names == {"Ann", "Ben", "Cyd", "Dan", "Eve"}

    def test_changes_alone_are_read_afterwards(self, office):
        office.connects()
        office.works()
        office.staff.loses("ann")
        office.staff.hires("ben", name="Benjamin")
        office.staff.hires("fay")
        run = office.syncs()
        assert (run.mode, run.counts.changed) == (SyncMode.INCREMENTAL, 3)
        assert office.names == {"Benjamin", "Cyd", "Dan", "Eve", "Fay"}

    def test_who_changes_while_everybody_is_read_is_not_missed(self, office):
        office.connects()
        real = office.staff.get

        def get(url, headers=None, *, max_bytes=None):
            if url.endswith("after=dan"):
                office.staff.hires("ann", name="Anna")
            return real(url, headers, max_bytes=max_bytes)

        office.staff.get = get
        office.works()
        assert "Ann" in office.names
        office.syncs()
        assert "Anna" in office.names

    def test_what_is_too_long_ago_has_everything_read_again(self, office):
        office.connects()
        office.works()
        office.staff.loses("ann")
        office.staff.forgets_before = 6
        run = office.syncs()
        assert (run.mode, run.outcome) == (SyncMode.FULL, Outcome.COMPLETE)
        assert "Ann" not in office.names


class TestFaults:
    @pytest.mark.parametrize(
        ("fault", "kind"),
        [
            ((500, b""), ProblemKind.TRANSIENT),
            ((429, b"", {"retry-after": "600"}), ProblemKind.RATE),
            ((200, b'{"staff": [{"id":'), ProblemKind.TRANSIENT),
            ((200, b'{"staff": "none"}'), ProblemKind.TRANSIENT),
            ((404, b""), ProblemKind.TRANSIENT),
            (UnavailableError("It did not answer in time."), ProblemKind.TRANSIENT),
        ],
    )
    def test_are_told_apart(self, office, fault, kind):
        office.connects()
        office.staff.faults = [fault]
        run = office.works()
        assert (run.outcome, office.problem) == (None, kind)

    def test_of_a_row_leave_out_that_row(self, office):
        office.staff.people["ben"]["email"] = ["two", "addresses"]
        office.staff.people["cyd"] = {"name": "Cyd"}
        office.connects()
        run = office.works()
        assert (run.counts.created, run.counts.quarantined) == (3, 2)
        issues = office.uses.history.run(office.admin, office.id, run.id).issues
        assert [(issue.key, str(issue.sentence)) for issue in issues] == [
            ("ben", "The field email cannot be read."),
            ("", "The field id cannot be read."),
        ]
