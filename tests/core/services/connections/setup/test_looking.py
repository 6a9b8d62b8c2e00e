"""Administrators give files, look at connections, and test them."""

import pytest

from core.domain.connection import Problem, ProblemKind
from core.errors import ConflictError, NotFoundError
from core.ports.connectors import NotAuthorisedError, Page
from core.sentence import sentence
from core.services.connections.connections import LARGEST_FILE
from core.services.connections.forms import ConnectionChange
from tests.core.services.connections.office import TYPED, secret, wrong_fields


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
