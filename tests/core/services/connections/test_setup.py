"""Administrators set connections up."""

from datetime import timedelta
from uuid import UUID

import pytest

from core.domain.connection import ConnectionStatus, Problem, ProblemKind
from core.domain.identifiers import ConnectionId, SyncRunId
from core.domain.people_rules import LinkKey, LinkRule
from core.domain.sync import Outcome, SyncMode, Trigger, Window
from core.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from core.ports.connectors import NotAuthorisedError, Page
from core.sentence import sentence
from core.services.connections.connections import LARGEST_FILE
from core.services.connections.contexts import StoredSecrets
from core.services.connections.forms import ConnectionChange
from tests.core.services.connections.office import TYPED, Office

NOBODY = ConnectionId(UUID(int=404))


def wrong_fields(deed, *given):
    with pytest.raises(InvalidInputError) as caught:
        deed(*given)
    return {name: str(told[0]) for name, told in caught.value.fields.items()}


def edits(office, **change):
    at = office.connection.updated_at
    return office.uses.setup.edit(office.admin, office.id, at, ConnectionChange(**change))


def secret(office, name="key"):
    with office.tenant() as work:
        return work.connections.secret(office.id, name)


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


class TestFiles:
    def test_a_file_is_kept_and_read(self, office):
        office.adds("upload")
        office.uses.setup.upload(office.admin, office.id, b"name")
        with office.tenant() as work:
            assert work.connections.file(office.id) == b"name"
        assert office.audited[-1] == "connection.file"
        context = office.runner._contexts.of(office.connection, office.connectors["upload"])
        assert context.open_file() == b"name"
        with office.tenant() as work:
            work.connections.set_file(office.id, None, office.clock.now())
        with pytest.raises(NotFoundError, match="Upload it again"):
            context.open_file()

    @pytest.mark.parametrize(
        ("slug", "content"),
        [("fake", b"x"), ("upload", b""), ("upload", bytes(LARGEST_FILE + 1))],
        ids=["reads none", "empty", "large"],
    )
    def test_files_that_are_not_taken(self, office, slug, content):
        office.adds(slug)
        upload = office.uses.setup.upload
        assert set(wrong_fields(upload, office.admin, office.id, content)) == {"file"}


class TestLooking:
    def test_a_connection_shows_what_is_going_on(self, office):
        office.adds()
        known = office.uses.setup.get(office.admin, office.id)
        assert (known.running, known.newest, known.tried) == (None, None, False)
        office.source.hires("ann")
        office.uses.switches.dry_run(office.admin, office.id)
        known = office.uses.setup.get(office.admin, office.id)
        assert (known.running, known.newest) == (office.run, None)
        office.works()
        known = office.uses.setup.get(office.admin, office.id)
        assert (known.newest, known.tried, known.present) == (office.run, True, 0)
        assert known.connector is office.connector
        listed = office.uses.setup.all(office.admin)
        assert [one.connection.id for one in listed] == [office.id]
        del office.connectors["fake"]
        assert office.uses.setup.all(office.admin) == []

    def test_a_run_of_another_connection_is_not_shown(self, office):
        office.adds()
        run = office.uses.switches.dry_run(office.admin, office.id)[0]
        other = office.adds(title="Other")
        with pytest.raises(NotFoundError):
            office.uses.history.run(office.admin, other.id, run.id)


class TestChecking:
    def test_whose_account_it_is_is_kept(self, office):
        office.adds()
        checked = office.uses.checks.check(office.admin, office.id)
        assert (checked.account.account_id, checked.problem) == ("acme", None)
        assert office.connection.account_label == "Acme"
        assert office.audited[-1] == "connection.checked"
        assert office.outlets.hosts == [frozenset({"https://hr.example"})]

    def test_what_is_wrong_is_said_where_it_is(self, office):
        office.adds(address="https://nowhere.example")
        checked = office.uses.checks.check(office.admin, office.id)
        assert (checked.problem.kind, set(checked.fields)) == (ProblemKind.SETTINGS, {"address"})
        assert str(checked.problem.sentence) == "There is nothing at this address."
        assert office.connection.problem == checked.problem

    def test_lost_authority_can_be_given_again_to_the_same_account_only(self, office):
        office.adds()
        office.uses.checks.check(office.admin, office.id)
        office.source.key = "newer"
        lost = office.uses.checks.check(office.admin, office.id)
        assert lost.problem.kind is ProblemKind.AUTHORISATION
        again = office.uses.checks.reauthorise
        assert again(office.admin, office.id, {"key": "wrong"}).problem is not None
        assert secret(office) == "s3cret"
        office.source.account = "other"
        other = again(office.admin, office.id, {"key": "newer"})
        assert "another account (Other)" in str(other.problem.sentence)
        assert secret(office) == "s3cret"
        office.source.account = "acme"
        assert again(office.admin, office.id, {"key": " newer "}).problem is None
        assert (secret(office), office.connection.problem) == ("newer", None)
        assert wrong_fields(again, office.admin, office.id, {}) == {"key": "Enter the new one."}

    @pytest.mark.parametrize("again", [True, False])
    def test_what_was_asked_at_another_place_is_not_kept(self, office, again):
        made = office.adds()
        asks = office.connector.check

        def check(context):
            office.connector.check = asks
            typed = TYPED | {"address": "https://other.example", "key": "for the other"}
            office.uses.setup.edit(
                office.admin, office.id, made.updated_at, ConnectionChange(typed=typed)
            )
            return asks(context)

        office.connector.check = check
        checks, given = office.uses.checks, ({"key": "s3cret"},) if again else ()
        ask = checks.reauthorise if again else checks.check
        with pytest.raises(ConflictError):
            ask(office.admin, office.id, *given)
        assert secret(office) == "for the other"
        assert office.connection.account_id == ""

    def test_a_check_says_nothing_about_a_run_that_waits_for_a_yes(self, office):
        held = Problem(kind=ProblemKind.HELD, sentence=sentence("Many."))
        office.has_on(problem=held)
        office.uses.checks.check(office.admin, office.id)
        assert office.connection.problem == held

    def test_a_defect_is_told_without_what_it_says(self, office, caplog):
        office.adds()
        address = f"ada@{office.connection.settings['address']}"
        office.connector.check = lambda _context: {}[address]
        checked = office.uses.checks.check(office.admin, office.id)
        assert checked.problem.kind is ProblemKind.DEFECT
        assert "KeyError" in caplog.text
        assert address not in caplog.text


class TestPreview:
    def test_the_first_five_people_are_shown_and_nothing_is_stored(self, office):
        office.adds()
        office.source.hires(*"abcdefgh")
        shown = office.uses.checks.preview(office.admin, office.id)
        assert [one.key for one in shown.people] == [*"abcde"]
        assert (shown.columns, office.present) == (None, {})

    def test_columns_are_tried_out(self, office):
        office.adds("columned")
        office.source.hires("a")
        office.source.bad = ["b"]
        shown = office.uses.checks.preview(office.admin, office.id)
        assert (shown.mapping, shown.columns.names) == (
            {"name": "Full name"},
            ["Full name", "Mail"],
        )
        assert [row.key for row in shown.bad] == ["b"]
        tried = office.uses.checks.preview(office.admin, office.id, {"name": "Mail"})
        assert tried.mapping == {"name": "Mail"}

    def test_few_rows_of_a_source_that_ends_early_are_shown_too(self, office):
        office.adds()
        office.source.pages = lambda *_: iter([Page(), Page()])
        assert office.uses.checks.preview(office.admin, office.id).people == []

    def test_why_there_is_nothing_to_see(self, office):
        office.adds()
        office.source.raises[0] = NotAuthorisedError("No.")
        shown = office.uses.checks.preview(office.admin, office.id)
        assert shown.problem.kind is ProblemKind.AUTHORISATION
        office.connector.streams = ()
        assert office.uses.checks.preview(office.admin, office.id).people == ()


class TestSwitching:
    def test_nothing_is_applied_before_a_dry_run(self, office):
        office.adds()
        office.source.hires("ann")
        for deed in (office.uses.switches.turn_on, office.uses.switches.run_now):
            with pytest.raises(ConflictError, match="dry run"):
                deed(office.admin, office.id)
        office.uses.switches.dry_run(office.admin, office.id)
        office.works()
        on = office.uses.switches.turn_on(office.admin, office.id)
        assert (on.status, on.due_at) == (
            ConnectionStatus.ON,
            office.clock.now() + timedelta(days=1),
        )
        assert office.works().counts.created == 1
        assert office.audited == ["connection.added", "connection.dry_run", "connection.on"]

    def test_one_run_at_a_time(self, office):
        office.has_on()
        office.uses.switches.run_now(office.admin, office.id)
        with pytest.raises(ConflictError, match="going on"):
            office.uses.switches.dry_run(office.admin, office.id)
        office.uses.switches.turn_on(office.admin, office.id)
        assert len(office.promised) == 1
        office.uses.switches.stop(office.admin, office.id)
        assert office.run.outcome is Outcome.STOPPED
        office.works()
        assert office.source.pulled == []

    def test_a_run_by_hand_does_not_turn_a_connection_on(self, office):
        office.adds()
        office.uses.switches.dry_run(office.admin, office.id)
        office.works()
        office.uses.switches.run_now(office.admin, office.id, full=True)
        assert office.connection.status is ConnectionStatus.PAUSED
        run = office.works()
        assert (run.trigger, run.mode, run.by) == (
            Trigger.MANUAL,
            SyncMode.FULL,
            office.admin.person_id,
        )

    def test_what_receives_is_turned_on_without_a_schedule(self, office):
        office.connectors["scim"] = type(office.connector)(
            office.source, slug="scim", receives=True
        )
        office.connectors["scim"].streams = ()
        office.adds("scim")
        on = office.uses.switches.turn_on(office.admin, office.id)
        assert (on.status, on.due_at, office.promised) == (ConnectionStatus.ON, None, [])
        with pytest.raises(ConflictError, match="nothing that could be read"):
            office.uses.switches.run_now(office.admin, office.id)

    def test_pausing_ends_what_is_going_on(self, office):
        office.has_on()
        office.uses.switches.run_now(office.admin, office.id)
        paused = office.uses.switches.pause(office.admin, office.id)
        assert (paused.status, paused.due_at) == (ConnectionStatus.PAUSED, None)
        assert office.run.outcome is Outcome.STOPPED

    def test_a_backfill_reads_a_window_and_leaves_the_cursor(self, office):
        office.has_on()
        office.source.hires("ann")
        office.syncs()
        at, now = office.position, office.clock.now()
        window = Window(since=now - timedelta(days=3), until=now)
        office.clock.advance(seconds=1)
        office.uses.switches.backfill(office.admin, office.id, window)
        run = office.works()
        assert (run.trigger, run.window, run.outcome) == (
            Trigger.BACKFILL,
            window,
            Outcome.COMPLETE,
        )
        assert office.position == at
        backwards = Window(since=now, until=now)
        backfill = office.uses.switches.backfill
        assert set(wrong_fields(backfill, office.admin, office.id, backwards)) == {"since"}

    def test_where_no_window_can_be_read_nothing_is_started(self):
        office = Office(modes=frozenset({SyncMode.FULL}))
        office.has_on()
        now = office.clock.now()
        window = Window(since=now - timedelta(days=3), until=now)
        with pytest.raises(ConflictError, match="nothing that could be read"):
            office.uses.switches.backfill(office.admin, office.id, window)

    def test_only_a_held_run_can_be_confirmed(self, office):
        office.has_on()
        run = office.syncs()
        with pytest.raises(ConflictError, match="does not wait"):
            office.uses.switches.confirm(office.admin, office.id, run.id)
        with pytest.raises(NotFoundError):
            office.uses.switches.confirm(office.admin, office.id, SyncRunId(UUID(int=404)))

    def test_deleting_forgets_the_source_and_keeps_its_people(self, office):
        office.has_on()
        office.source.hires("ann")
        office.syncs()
        office.uses.setup.delete(office.admin, office.id)
        with office.tenant() as work:
            issuer = f"connection:{office.id}"
            assert work.people.by_identity(issuer, "ann").name == "Ann"
        assert (office.connection, office.audited[-1]) == (None, "connection.deleted")


class TestSecrets:
    def test_many_processes_renew_a_token_once(self, office):
        made = office.adds(extra="old")
        secrets = StoredSecrets(office.storage, office.clock, made)
        assert secrets.refreshed("extra", "old", lambda: "new") == "new"
        assert secrets.refreshed("extra", "old", lambda: "newer") == "new"
        assert secrets.refreshed("extra", "new", lambda: "newer") == "newer"
        assert secrets.get("extra") == "newer"
        assert secrets.get("none") == ""

    def test_what_is_tried_out_is_not_stored(self, office):
        made = office.adds()
        secrets = StoredSecrets(office.storage, office.clock, made, {"key": "tried"})
        assert secrets.get("key") == "tried"
        assert secrets.refreshed("token", "", lambda: "new") == "new"
        assert (secrets.get("token"), secret(office, "token")) == ("new", None)
