"""Vendors tell of changes; a run follows, whatever they say."""

from datetime import timedelta

import pytest

from core.domain.connection import ProblemKind
from core.domain.sync import Trigger
from core.errors import ConflictError, NotFoundError
from core.ports.connectors import NotAuthorisedError
from core.services.connections.forms import ConnectionChange
from core.services.connections.hooks import RENEWED_BEFORE
from tests.core.services.connections.office import TYPED


@pytest.fixture
def listening(office):
    office.has_on("hooked")
    assert office.uses.hooks.subscribe(office.admin, office.id).problem is None
    return office


def vendor(office):
    return office.connectors["hooked"]


def hook(office):
    return office.uses.hooks.of(office.admin, office.id)


def token(office):
    return list(vendor(office).subscriptions.values())[-1].rpartition("/")[2]


def comes(office, body=b"{}", signature="signs-s-1", query=None, at=None, **headers):
    named = {"X-Signature": signature, **{f"X-{name}": told for name, told in headers.items()}}
    return office.uses.inbox.receive(at or token(office), named, query or {}, body)


class TestSubscribing:
    def test_the_vendor_is_told_an_address_nobody_can_guess(self, listening):
        urls = list(vendor(listening).subscriptions.values())
        assert urls == [f"https://hub.example/hooks/{token(listening)}"]
        assert token(listening).encode() not in hook(listening).token_hash
        assert listening.audited[-1] == "connection.hook.on"

    def test_subscribing_again_ends_what_was_before(self, listening):
        listening.uses.hooks.subscribe(listening.admin, listening.id)
        assert len(vendor(listening).subscriptions) == 1

    def test_nothing_more_comes_after_unsubscribing(self, listening):
        before = token(listening)
        listening.uses.hooks.unsubscribe(listening.admin, listening.id)
        assert (vendor(listening).subscriptions, hook(listening)) == ({}, None)
        assert listening.audited[-1] == "connection.hook.off"
        with pytest.raises(NotFoundError):
            comes(listening, at=before)
        listening.uses.hooks.unsubscribe(listening.admin, listening.id)

    def test_a_vendor_that_refuses_is_told_of(self, office):
        office.adds("hooked")
        office.source.key = "another"
        checked = office.uses.hooks.subscribe(office.admin, office.id)
        assert checked.problem.kind is ProblemKind.AUTHORISATION
        assert hook(office) is None

    def test_a_vendor_that_does_not_answer_is_forgotten_all_the_same(self, listening):
        listening.source.key = "another"
        listening.uses.setup.delete(listening.admin, listening.id)
        assert listening.connection is None

    def test_others_cannot_be_told_of_changes(self, office):
        office.adds()
        with pytest.raises(ConflictError, match="cannot be told"):
            office.uses.hooks.subscribe(office.admin, office.id)

    def test_another_address_of_the_vendor_ends_it(self, listening):
        change = ConnectionChange(typed=TYPED | {"address": "https://new.example"})
        at = listening.connection.updated_at
        listening.uses.setup.edit(listening.admin, listening.id, at, change)
        assert hook(listening) is None


class TestRenewing:
    def test_what_ends_soon_is_renewed(self, office):
        office.has_on("hooked")
        vendor(office).ends = office.clock.now() + timedelta(days=3)
        office.uses.hooks.subscribe(office.admin, office.id)
        office.uses.hooks.renew_hooks()
        assert hook(office).expires_at == office.clock.now() + timedelta(days=3)
        office.clock.advance(days=2, seconds=1)
        vendor(office).ends = office.clock.now() + timedelta(days=3)
        office.uses.hooks.renew_hooks()
        assert hook(office).expires_at == vendor(office).ends
        assert comes(office) is None

    def test_what_cannot_be_renewed_now_is_tried_again(self, office):
        office.has_on("hooked")
        ends = vendor(office).ends = office.clock.now() + RENEWED_BEFORE / 2
        office.uses.hooks.subscribe(office.admin, office.id)
        office.source.key = "another"
        office.uses.hooks.renew_hooks()
        assert hook(office).expires_at == ends
        office.source.key = "s3cret"
        vendor(office).ends = None
        office.uses.hooks.renew_hooks()
        assert hook(office).expires_at is None

    def test_what_nobody_can_renew_is_left(self, office):
        office.has_on("hooked")
        ends = vendor(office).ends = office.clock.now()
        office.uses.hooks.subscribe(office.admin, office.id)
        gone = office.connectors.pop("hooked")
        office.uses.hooks.renew_hooks()
        assert hook(office).expires_at == ends
        office.uses.hooks.unsubscribe(office.admin, office.id)
        assert hook(office) is None
        assert len(gone.subscriptions) == 1


class TestReceiving:
    def test_what_comes_makes_us_read(self, listening):
        listening.source.hires("ann")
        assert comes(listening) is None
        assert hook(listening).heard_at == listening.clock.now()
        run = listening.works()
        assert (run.trigger, run.counts.created) == (Trigger.WEBHOOK, 1)

    def test_the_same_again_is_the_same(self, listening):
        for _ in range(2):
            comes(listening, b"one", id="7")
        comes(listening, b"other body", id="7")
        listening.works()
        comes(listening, b"one", id="7")
        assert listening.promised == []
        comes(listening, b"one", id="8")
        assert len(listening.promised) == 1

    def test_without_an_id_the_bytes_and_their_time_count(self, listening):
        comes(listening, b"one", timestamp="1")
        listening.works()
        comes(listening, b"one", timestamp="1")
        assert listening.promised == []
        comes(listening, b"one", timestamp="2")
        assert len(listening.promised) == 1

    def test_what_is_not_signed_is_refused(self, listening):
        with pytest.raises(NotAuthorisedError):
            comes(listening, signature="guess")
        assert listening.promised == []
        assert hook(listening).heard_at is None

    def test_a_question_is_answered(self, listening):
        assert comes(listening, query={"challenge": "42"}, signature="") == "42"

    def test_a_paused_connection_listens_and_does_nothing(self, listening):
        listening.uses.switches.pause(listening.admin, listening.id)
        comes(listening)
        assert listening.promised == []

    def test_there_is_nothing_at_other_addresses(self, listening):
        with pytest.raises(NotFoundError):
            comes(listening, at="guess")
        at = token(listening)
        del listening.connectors["hooked"]
        with pytest.raises(NotFoundError):
            comes(listening, at=at)
