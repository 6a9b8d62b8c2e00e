"""Administrators start, stop and pause connections; what is kept secret."""

from datetime import timedelta
from uuid import UUID

import pytest

from core.domain.connection import ConnectionStatus
from core.domain.identifiers import SyncRunId
from core.domain.sync import Outcome, SyncMode, Trigger, Window
from core.errors import ConflictError, NotFoundError
from core.services.connections.contexts import StoredSecrets
from tests.core.services.connections.office import Office, secret, wrong_fields


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
