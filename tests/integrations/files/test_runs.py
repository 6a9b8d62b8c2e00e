"""Files through the whole way: looked at, mapped, tried, applied, stopped and gone on with."""

from contextlib import suppress

import pytest

from core.domain.connection import ProblemKind
from core.domain.sync import Outcome, Trigger
from core.services.connections.forms import ConnectionChange
from integrations.base.tables import people as people_tables
from integrations.registry import connectors
from tests.core.services.connections.office import Office
from tests.fakes.source import Killed

TITLES = "Nr;Wer;Mail;Chef\n"


@pytest.fixture(autouse=True)
def short_pages(monkeypatch):
    monkeypatch.setattr(people_tables, "PAGE_ROWS", 3)


class FilesOffice(Office):
    """An organization that is given files."""

    def __post_init__(self):
        super().__post_init__()
        self.connectors.clear()
        self.connectors.update(connectors())

    def gets(self, text):
        self.uses.setup.upload(self.admin, self.id, text.encode())

    def previews(self, **mapping):
        return self.uses.checks.preview(self.admin, self.id, mapping or None)

    def maps(self, **columns):
        change = ConnectionChange(typed={"columns": columns})
        self.uses.setup.edit(self.admin, self.id, self.connection.updated_at, change)

    def reads(self, **wish):
        return self.syncs(Trigger.MANUAL, **wish)

    @property
    def names(self):
        return {key: record.name for key, record in self.present.items()}

    @property
    def rows(self):
        """What is kept of people, without the moments and names of runs."""
        with self.tenant() as work:
            people = [work.people.by_identity(f"connection:{self.id}", key) for key in self.present]
        return self.present, [(person.name, person.email) for person in people]


@pytest.fixture
def office():
    office = FilesOffice()
    office.adds("file", "Payroll", address="", key="")
    return office


class TestANewcomer:
    def test_from_a_file_with_unknown_columns_to_people(self, office):
        office.gets(TITLES + "1;Ada;ada@example.org;\n2;Ben;?;ada@example.org\n")
        first = office.previews()
        assert first.problem.kind is ProblemKind.SETTINGS
        assert "lasting id" in str(first.problem.sentence)
        assert first.columns.names == ["Nr", "Wer", "Mail", "Chef"]

        chosen = {"key": "Nr", "name": "Wer", "email": "Mail", "manager_email": "Chef"}
        tried = office.previews(**chosen)
        assert [(one.key, one.name) for one in tried.people] == [("1", "Ada")]
        assert [(row.key, row.place) for row in tried.bad] == [("2", "row 3")]

        office.maps(**chosen)
        office.uses.switches.dry_run(office.admin, office.id)
        assert (office.works().counts.created, office.names) == (1, {})
        office.gets(TITLES + "1;Ada;ada@example.org;\n2;Ben;ben@example.org;Ada@example.org\n")
        office.uses.switches.run_now(office.admin, office.id)
        assert office.works().outcome is Outcome.COMPLETE
        assert office.names == {"1": "Ada", "2": "Ben"}
        assert office.present["2"].manager_key == "1"

    def test_without_a_file(self, office):
        checked = office.uses.checks.check(office.admin, office.id)
        assert "Upload it again" in str(checked.problem.sentence)


HALF = "id,name,status\n" + "".join(f"{n},Person {n},active\n" for n in range(1, 9))
"""Three pages."""


class TestStopped:
    @pytest.mark.parametrize("step", range(9))
    def test_killed_anywhere_and_gone_on_with_it_is_as_unbroken(self, office, step):
        whole = FilesOffice()
        whole.adds("file", "Payroll", address="", key="")
        for one in (whole, office):
            one.gets(HALF)
            one.reads()
            one.gets(HALF.replace("Person 2", "Bea").replace("7,Person 7,active\n", ""))
        whole.reads()

        steps = iter(range(step))
        stored, swept = office.sink.store, office.sink.sweep

        def mortal(what):
            def done(*given):
                if next(steps, None) is None:
                    raise Killed
                return what(*given)

            return done

        office.sink.store, office.sink.sweep = mortal(stored), mortal(swept)
        with suppress(Killed):
            office.reads()
        office.sink.store, office.sink.sweep = stored, swept
        office.reads()
        assert office.rows == whole.rows
        assert "7" not in office.present

    def test_another_file_meanwhile_is_read_from_its_beginning(self, office):
        office.gets(HALF)
        stored, pages = office.sink.store, iter([1])

        def mortal(*given):
            if next(pages, None) is None:
                raise Killed
            stored(*given)

        office.sink.store = mortal
        with suppress(Killed):
            office.reads()
        office.sink.store = stored
        assert len(office.present) == 3
        office.gets(HALF.replace("Person", "Human"))
        office.reads()
        assert set(office.names.values()) == {f"Human {n}" for n in range(1, 9)}


class TestWhoStays:
    def test_whoever_stands_in_a_row_that_cannot_be_used(self, office):
        office.gets(HALF)
        office.reads()
        office.gets(HALF.replace("3,Person 3,active", "3,Person 3,on fire"))
        run = office.reads()
        assert (run.outcome, run.counts.quarantined) == (Outcome.COMPLETE, 1)
        assert office.names["3"] == "Person 3"

    def test_everybody_while_a_row_cannot_be_read(self, office):
        office.gets(HALF)
        office.reads()
        broken = HALF.replace("3,Person 3,active", '3,"Per"son 3,active').replace("8,P", "9,P")
        office.gets(broken)
        run = office.reads()
        assert (run.outcome, run.problem.kind) == (Outcome.FAILED, ProblemKind.SETTINGS)
        assert "Line 4 cannot be read" in str(run.problem.sentence)
        assert set(office.names) == {*"123456789"}
