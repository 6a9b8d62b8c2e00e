"""Our own keys."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import jwt
import pytest

from core.domain.registration import KeyStatus
from lti.keys import ToolKeyring
from tests.lti.campus import HUB


@pytest.fixture
def keyring(storage, clock, entropy):
    return ToolKeyring(storage, clock, entropy)


def test_the_first_key_is_made_when_it_is_needed(keyring, storage):
    assert storage.tables.table("tool_keys") == {}
    key = keyring.signing_key()
    assert key.kid == UUID(key.kid).hex
    assert keyring.signing_key() == key
    assert len(storage.tables.table("tool_keys")) == 1


def test_what_it_signs_verifies_with_the_published_set(keyring):
    key = keyring.signing_key()
    token = jwt.encode({"a": 1}, key.private_pem, "RS256", {"kid": key.kid})
    (published,) = jwt.PyJWKSet.from_dict(keyring.jwks()).keys
    assert published.key.key_size == 2048
    assert jwt.decode(token, published, ["RS256"]) == {"a": 1}


def test_nothing_private_is_published(app):
    answer = app.test_client().get("/lti/jwks.json", base_url=HUB)
    (key,) = answer.json["keys"]
    assert set(key) == {"kty", "use", "alg", "kid", "n", "e"}
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.mimetype == "application/json"


def test_published_keys_verify_but_do_not_sign(keyring, storage, clock):
    old = keyring.signing_key()
    with storage.platform() as work:
        work.tool_keys.save(replace(old, status=KeyStatus.PUBLISHED))
    clock.advance(days=7)
    new = keyring.signing_key()
    assert new.kid != old.kid
    assert [key["kid"] for key in keyring.jwks()["keys"]] == [new.kid, old.kid]


def test_two_processes_making_the_first_key_at_once(keyring, storage, clock):
    """Both keys are published; whichever process is asked, the newest signs."""
    mine = keyring.signing_key()
    theirs = replace(mine, kid="f" * 32, created_at=clock.now() + timedelta(seconds=1))
    with storage.platform() as work:
        work.tool_keys.save(theirs)
    assert keyring.signing_key() == theirs
    assert {key["kid"] for key in keyring.jwks()["keys"]} == {mine.kid, theirs.kid}
