"""Administrators add connections and change them."""

from datetime import timedelta
from uuid import UUID

import pytest

from core.domain.connection import ConnectionStatus, Problem, ProblemKind
from core.domain.identifiers import ConnectionId, SyncRunId
from core.domain.people_rules import LinkKey, LinkRule
from core.domain.sync import SyncMode, Window
from core.errors import ConflictError, ForbiddenError, NotFoundError
from core.sentence import sentence
from core.services.connections.forms import ConnectionChange
from tests.core.services.connections.office import TYPED, edits, secret, wrong_fields

NOBODY = ConnectionId(UUID(int=404))


def test_only_administrators_see_connections(office):
    made = office.adds().id
    uses, visitor = office.uses, office.visitor
    window = Window(since=office.clock.now() - timedelta(days=1), until=office.clock.now())
    for deed in (
        lambda: uses.setup.connectors(visitor),
        lambda: uses.setup.connector(visitor, "fake"),
        lambda: uses.setup.all(visitor),
        lambda: uses.setup.get(visitor, made),
        lambda: uses.setup.create(visitor, "fake", "HR", TYPED),
        lambda: uses.setup.edit(visitor, made, office.clock.now(), ConnectionChange()),
        lambda: uses.setup.upload(visitor, made, b"x"),
        lambda: uses.setup.delete(visitor, made),
        lambda: uses.checks.check(visitor, made),
        lambda: uses.checks.reauthorise(visitor, made, {"key": "x"}),
        lambda: uses.checks.preview(visitor, made),
        lambda: uses.switches.dry_run(visitor, made),
        lambda: uses.switches.run_now(visitor, made),
        lambda: uses.switches.backfill(visitor, made, window),
        lambda: uses.switches.confirm(visitor, made, SyncRunId(UUID(int=1))),
        lambda: uses.switches.stop(visitor, made),
        lambda: uses.switches.turn_on(visitor, made),
        lambda: uses.switches.pause(visitor, made),
        lambda: uses.hooks.of(visitor, made),
        lambda: uses.hooks.subscribe(visitor, made),
        lambda: uses.hooks.unsubscribe(visitor, made),
        lambda: uses.history.runs(visitor, made),
        lambda: uses.history.run(visitor, made, SyncRunId(UUID(int=1))),
    ):
        with pytest.raises(ForbiddenError):
            deed()


class TestAdding:
    def test_a_connection_is_stored_with_its_secrets_apart(self, office):
        made = office.adds(title="  Our HR ", extra="more")
        assert (made.title, made.status) == ("Our HR", ConnectionStatus.DRAFT)
        assert made.settings == {"address": "https://hr.example", "columns": {}}
        assert set(made.secrets) == {"key", "extra"}
        assert (secret(office), made.every) == ("s3cret", timedelta(days=1))
        assert office.audited == ["connection.added"]
        with office.tenant() as work:
            entry = work.audit.page(None, 1)[0]
        assert entry.after["key"] == entry.after["extra"] == "set"
        assert entry.after["settings.address"] == "https://hr.example"
        assert "s3cret" not in str(entry)

    def test_everything_that_is_wrong_is_said_at_once(self, office):
        create = office.uses.setup.create
        assert wrong_fields(create, office.admin, "fake", " ", {}) == {
            "title": "Give it a name that colleagues recognise.",
            "address": "Fill this in.",
            "key": "Fill this in.",
        }
        assert "title" in wrong_fields(create, office.admin, "fake", "x" * 101, TYPED)
        assert office.uses.setup.all(office.admin) == []

    def test_what_receives_has_no_schedule(self, office):
        assert office.adds("upload").every is None

    def test_there_is_no_other_connector(self, office):
        assert len(office.uses.setup.connectors(office.admin)) == 4
        assert office.uses.setup.connector(office.admin, "fake") is office.connector
        with pytest.raises(NotFoundError, match="no connector hal"):
            office.adds("hal")


class TestChanging:
    def test_a_secret_that_is_left_out_stays(self, office):
        office.adds(extra="more")
        edits(office, typed={"address": "https://hr.example", "key": ""}, title="HR")
        assert (secret(office), secret(office, "extra")) == ("s3cret", "more")
        assert office.connection.title == "HR"

    def test_a_secret_can_be_replaced_and_cleared_but_not_one_that_is_needed(self, office):
        office.adds(extra="more")
        edits(office, typed=TYPED | {"key": "newer", "extra": None})
        assert (secret(office), secret(office, "extra")) == ("newer", None)
        typed = TYPED | {"key": None}
        at = office.connection.updated_at
        change = ConnectionChange(typed=typed)
        assert wrong_fields(office.uses.setup.edit, office.admin, office.id, at, change) == {
            "key": "Fill this in."
        }
        with office.tenant() as work:
            entry = work.audit.page(None, 1)[0]
        assert (entry.after["key"], entry.after["extra"]) == ("set", "cleared")

    def test_another_address_needs_the_secrets_again(self, office):
        office.adds(extra="more")
        office.uses.checks.check(office.admin, office.id)
        assert office.connection.account_id == "acme"
        typed = {"address": "https://evil.example"}
        change = ConnectionChange(typed=typed)
        at = office.connection.updated_at
        assert wrong_fields(office.uses.setup.edit, office.admin, office.id, at, change) == {
            "key": "This connection points to another place now: enter it again."
        }
        edits(office, typed=typed | {"key": "theirs"})
        assert (secret(office), secret(office, "extra")) == ("theirs", None)
        assert office.connection.account_id == ""

    def test_the_audit_keeps_no_key_of_an_address(self, office):
        office.adds(address="https://hr.example/report?key=old-s3cret")
        edits(office, typed=TYPED | {"address": "https://other.example/?key=new-s3cret"})
        with office.tenant() as work:
            changed, added = work.audit.page(None, 2)
        kept = [told["settings.address"] for told in (added.after, changed.before, changed.after)]
        assert kept == ["https://hr.example/report?…"] * 2 + ["https://other.example/?…"]

    def test_other_settings_have_everything_read_again(self, office):
        office.has_on()
        office.source.hires("ann")
        office.syncs()
        edits(office, title="HR", every=timedelta(hours=1), held_share=0.5)
        assert office.position.cursor is not None
        edits(office, typed=TYPED | {"columns": {"name": "N"}})
        assert office.position.cursor is None
        assert office.syncs().mode is SyncMode.FULL

    def test_a_correction_ends_the_problem_and_lets_the_schedule_go_on(self, office):
        lost = Problem(kind=ProblemKind.AUTHORISATION, sentence=sentence("No."))
        office.has_on(problem=lost)
        edits(office, typed=TYPED | {"key": "newer"})
        assert office.connection.problem is None
        assert office.connection.due_at == office.clock.now()

    def test_times_shares_and_rules(self, office):
        office.adds()
        rule = LinkRule.of([LinkKey.EMPLOYEE_NUMBER])
        edits(office, every=timedelta(hours=2), held_share=0.3, link_rules=[rule])
        now = office.connection
        assert (now.every, now.held_share) == (timedelta(hours=2), 0.3)
        assert now.link_rules == (rule,)
        change = ConnectionChange(every=timedelta(minutes=1), held_share=7)
        wrong = wrong_fields(
            office.uses.setup.edit, office.admin, office.id, now.updated_at, change
        )
        assert set(wrong) == {"every", "held_share"}

    def test_a_shorter_time_counts_at_once(self, office):
        office.has_on(due_at=office.clock.now() + timedelta(days=1))
        edits(office, every=timedelta(hours=2))
        assert office.connection.due_at == office.clock.now() + timedelta(hours=2)

    def test_what_somebody_else_changed_meanwhile_is_not_overwritten(self, office):
        office.adds()
        at = office.connection.updated_at
        office.clock.advance(seconds=1)
        edits(office, title="Theirs")
        with pytest.raises(ConflictError, match="meanwhile"):
            office.uses.setup.edit(office.admin, office.id, at, ConnectionChange(title="Mine"))

    def test_a_run_does_not_stand_in_the_way_of_a_change(self, office):
        office.has_on()
        at = office.connection.updated_at
        office.source.key = "another"
        office.syncs()
        office.uses.setup.edit(office.admin, office.id, at, ConnectionChange(title="Mine"))
        assert office.connection.title == "Mine"

    def test_a_connection_that_is_gone_is_said_to_be(self, office):
        for deed in (
            lambda: office.uses.setup.get(office.admin, NOBODY),
            lambda: office.uses.checks.check(office.admin, NOBODY),
            lambda: office.uses.switches.pause(office.admin, NOBODY),
            lambda: office.uses.history.runs(office.admin, NOBODY),
        ):
            with pytest.raises(NotFoundError):
                deed()
