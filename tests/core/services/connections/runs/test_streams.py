"""Several streams of one connection, and rows that cannot be used."""

from dataclasses import replace

import pytest

from core.domain.connection import ProblemKind
from core.domain.sync import Outcome, Trigger
from core.errors import ConflictError
from core.ports.connectors import (
    BadRow,
    ForbiddenScopeError,
    Page,
)
from core.services.connections import holding, page_store
from tests.core.services.connections.office import counts
from tests.fakes.source import BAD, Killed

MANY = [f"p{number:02}" for number in range(20)]


class TestSeveralStreams:
    """What one stream finds says nothing about another one."""

    @pytest.fixture
    def two(self, office):
        office.has_on()
        office.source.hires(*MANY)
        (people,) = office.connector.streams
        office.connector.streams = (people, replace(people, name="more"))
        self.reads = office.connector.pull
        everybody = [*office.source.people.values()]

        def pull(stream, *given):
            if stream == "people":
                yield from self.reads(stream, *given)
            else:
                yield Page(upserts=everybody, next_cursor={"since": 0}, last=True)

        office.connector.pull = pull
        office.syncs()
        return office

    def test_a_problem_stays_until_its_own_stream_is_read_well(self, two):
        two.source.raises[0] = ForbiddenScopeError("It may not read people.")
        two.syncs()
        assert {run.outcome for run in two.runs[:2]} == {Outcome.FAILED, Outcome.COMPLETE}
        assert two.connection.problem.kind is ProblemKind.SCOPE
        two.syncs()
        assert two.connection.problem is None

    def test_a_yes_is_asked_and_given_for_one_stream(self, two):
        two.source.loses(*MANY[:9])
        two.syncs(full=True)
        held, complete = sorted(two.runs[:2], key=lambda run: run.outcome, reverse=True)
        assert (held.stream, held.outcome) == ("people", Outcome.HELD)
        assert complete.outcome is Outcome.COMPLETE
        assert two.connection.problem == held.problem
        two.clock.advance(seconds=1)
        runs = two.uses.switches.confirm(two.admin, two.id, held.id)
        assert {run.stream: run.confirmed for run in runs} == {"people": 9, "more": 0}
        two.works()
        assert two.connection.problem is None
        with pytest.raises(ConflictError, match="read again since"):
            two.uses.switches.confirm(two.admin, two.id, held.id)


class TestBadRows:
    def test_rows_that_cannot_be_used_are_told_and_the_rest_is_stored(self, reading):
        reading.source.bad = ["ben"]
        run = reading.syncs()
        assert (run.outcome, run.counts.quarantined, run.counts.created) == (
            Outcome.COMPLETE,
            1,
            4,
        )
        issues = reading.uses.history.run(reading.admin, reading.id, run.id).issues
        assert [(issue.key, issue.place) for issue in issues] == [("ben", "row 7")]

    def test_whoever_has_a_bad_row_is_not_gone(self, reading):
        reading.syncs()
        reading.source.bad = ["ben"]
        assert reading.syncs(full=True).counts.gone == 0
        assert "ben" in reading.present

    def test_a_row_without_a_name_may_be_about_anybody(self, reading):
        reading.syncs()
        reading.source.bad = [""]
        reading.source.loses("ann")
        run = reading.syncs(full=True)
        assert run.outcome is Outcome.HELD
        assert "some rows do not say" in str(run.problem.sentence)
        reading.clock.advance(seconds=1)
        reading.uses.switches.confirm(reading.admin, reading.id, run.id)
        assert reading.works().outcome is Outcome.COMPLETE
        assert "ann" not in reading.present

    def test_so_many_bad_rows_that_not_all_are_kept_may_be_about_anybody(
        self, reading, monkeypatch
    ):
        for module in (holding, page_store):
            monkeypatch.setattr(module, "MOST_CHANGES_KEPT", 2)
        reading.syncs()
        rows = [BadRow(key="dan", sentence=BAD), BadRow(key="eve", sentence=BAD)]
        ben, cyd = (reading.source.people[name] for name in ("ben", "cyd"))
        listed = [Page(upserts=[ben, cyd], bad=[*rows, BadRow(sentence=BAD)], last=True)]
        reading.source.pages = lambda *_: iter(listed)
        assert reading.syncs(full=True).outcome is Outcome.HELD
        assert "ann" in reading.present

    def test_ids_that_no_database_keeps_are_told_and_the_rest_is_stored(self, reading):
        broken = replace(reading.source.people["ann"], key="a\0n")
        bad = BadRow(key="b\0b", sentence=BAD)
        ben = reading.source.people["ben"]
        listed = [Page(upserts=[broken, ben], bad=[bad], last=True)]
        reading.source.pages = lambda *_: iter(listed)
        run = reading.syncs()
        assert (run.outcome, run.counts.quarantined) == (Outcome.COMPLETE, 2)
        assert list(reading.present) == ["ben"]
        issues = reading.uses.history.run(reading.admin, reading.id, run.id).issues
        assert [issue.key for issue in issues] == ["", ""]

    def test_too_many_bad_rows_fail_the_run_and_nobody_goes(self, reading):
        reading.syncs()
        reading.source.loses("ann")
        reading.source.bad = [f"bad-{number}" for number in range(11)]
        run = reading.syncs(full=True)
        assert (run.outcome, run.problem.kind) == (Outcome.FAILED, ProblemKind.DATA)
        assert "ann" in reading.present
        assert reading.connection.problem.kind is ProblemKind.DATA

    def test_a_page_that_comes_again_tells_nothing_twice(self, reading):
        reading.source.bad = ["ben"]
        reading.source.raises[3] = Killed()
        reading.source.forgets_before = 0
        run = reading.syncs(Trigger.MANUAL, dry=True, full=True)
        with reading.tenant() as work:
            work.sync_runs.save(replace(run, outcome=None, cursor_after=None))
        reading.syncs()
        detail = reading.uses.history.run(reading.admin, reading.id, run.id)
        assert (len(detail.issues), len(detail.changes)) == (1, 4)
        assert counts(detail.run) == (4, 0, 0, 0)
