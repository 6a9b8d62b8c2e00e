"""Replacing our signing key, day by day."""

from dataclasses import replace

import jwt
import pytest

from core.domain.registration import KeyStatus
from lti.keys import ToolKeyring


@pytest.fixture
def keyring(storage, clock, entropy):
    return ToolKeyring(storage, clock, entropy)


@pytest.fixture
def statuses(storage):
    def statuses():
        return {k.kid: str(k.status) for k in storage.tables.table("tool_keys").values()}

    return statuses


def published(keyring):
    return [key["kid"] for key in keyring.jwks()["keys"]]


def test_a_key_is_published_before_it_signs_and_after(keyring, statuses, clock):
    old = keyring.signing_key().kid
    new = keyring.rotate().kid
    assert keyring.signing_key().kid == old
    assert set(published(keyring)) == {new, old}

    clock.advance(hours=23)
    keyring.advance()
    assert keyring.signing_key().kid == old

    clock.advance(hours=1)
    keyring.advance()
    assert keyring.signing_key().kid == new
    assert set(published(keyring)) == {new, old}

    clock.advance(days=7)
    keyring.advance()
    assert published(keyring) == [new]
    assert statuses() == {new: "active", old: "retired"}

    clock.advance(days=13)
    keyring.advance()
    assert old in statuses()
    clock.advance(days=1)
    keyring.advance()
    assert statuses() == {new: "active"}


def test_what_was_signed_verifies_through_the_whole_change(keyring, clock):
    """A platform that reads our key set twice a day never meets a key it does not know."""
    keyring.signing_key()
    keyring.rotate()
    cached = keyring.jwks()
    for _half_day in range(9 * 2):
        clock.advance(hours=12)
        keyring.advance()
        key = keyring.signing_key()
        token = jwt.encode({"a": 1}, key.private_pem, "RS256", {"kid": key.kid})
        known = {k.key_id: k for k in jwt.PyJWKSet.from_dict(cached).keys}
        assert jwt.decode(token, known[key.kid], ["RS256"]) == {"a": 1}
        cached = keyring.jwks()


def test_a_key_that_signed_for_ninety_days_gets_a_successor(keyring, statuses, clock):
    keyring.signing_key()
    clock.advance(days=89)
    keyring.advance()
    assert list(statuses().values()) == ["active"]
    clock.advance(days=1)
    keyring.advance()
    keyring.advance()
    assert sorted(statuses().values()) == ["active", "prepared"]
    clock.advance(days=1)
    keyring.advance()
    assert sorted(statuses().values()) == ["active", "published"]
    clock.advance(days=89)
    keyring.advance()
    assert sorted(statuses().values()) == ["active", "retired"]
    clock.advance(days=1)
    keyring.advance()
    assert sorted(statuses().values()) == ["active", "prepared", "retired"]


def test_a_key_that_is_prepared_stays_the_next_one(keyring, statuses):
    first = keyring.rotate()
    assert keyring.rotate() == first
    assert sorted(statuses().values()) == ["active", "prepared"]


def test_rotating_at_once(keyring, statuses):
    old = keyring.signing_key().kid
    new = keyring.rotate_now().kid
    assert keyring.signing_key().kid == new
    assert statuses() == {new: "active", old: "published"}
    assert set(published(keyring)) == {new, old}


def test_rotating_at_once_takes_the_key_that_is_known_already(keyring, statuses):
    old = keyring.signing_key().kid
    prepared = keyring.rotate().kid
    assert keyring.rotate_now().kid == prepared
    assert statuses() == {prepared: "active", old: "published"}


def test_keys_that_leaked_are_published_no_more(keyring, statuses, clock):
    older = keyring.signing_key().kid
    old = keyring.rotate_now().kid
    prepared = keyring.rotate().kid
    new = keyring.rotate_now(leaked=True).kid
    assert published(keyring) == [new]
    retired = dict.fromkeys((older, old, prepared), "retired")
    assert statuses() == {new: "active", **retired}
    clock.advance(days=7)
    assert keyring.rotate_now(leaked=True)
    clock.advance(days=7)
    keyring.advance()
    assert not set(retired) & set(statuses())


def test_nothing_happens_to_a_keyring_without_keys(keyring, statuses):
    keyring.advance()
    assert statuses() == {}


def test_of_two_first_keys_the_newer_one_signs_on(keyring, storage, statuses, clock):
    mine = keyring.signing_key()
    clock.advance(seconds=1)
    theirs = replace(mine, kid="f" * 32, created_at=clock.now(), changed_at=clock.now())
    with storage.platform() as work:
        work.tool_keys.save(theirs)
    keyring.advance()
    assert statuses() == {theirs.kid: "active", mine.kid: "published"}


def test_two_workers_that_prepare_a_key_at_once(keyring, storage, statuses, clock):
    old = keyring.signing_key()
    mine = keyring.rotate()
    clock.advance(seconds=1)
    theirs = replace(mine, kid="f" * 32, created_at=clock.now(), changed_at=clock.now())
    with storage.platform() as work:
        work.tool_keys.save(theirs)
    clock.advance(days=1)
    keyring.advance()
    assert statuses() == {theirs.kid: "active", mine.kid: "published", old.kid: "published"}
    assert KeyStatus.PREPARED not in statuses().values()
