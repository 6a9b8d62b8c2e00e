"""Platforms' keys: fetched seldom, refreshed when they rotate, kept through an outage."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from core.errors import ForbiddenError, InvalidInputError, UnavailableError
from lti.platform_keys import PlatformKeys
from tests.lti.campus import KEY, OTHER_KEY, SigningKey
from tests.lti.conftest import JWKS_URL


@pytest.fixture
def platform_keys(http, clock):
    return PlatformKeys(http, clock)


@pytest.fixture
def publish(http):
    def publish(*entries):
        http.answer(JWKS_URL, json.dumps({"keys": list(entries)}).encode())

    return publish


def numbers(key):
    return key.public_numbers()


def test_keys_are_fetched_once_an_hour(platform_keys, http, registration, clock):
    for minutes in (0, 1, 58):
        clock.advance(minutes=minutes)
        found = platform_keys.key(registration, KEY.kid)
        assert numbers(found) == numbers(KEY.private.public_key())
    assert len(http.calls) == 1
    clock.advance(minutes=1)
    platform_keys.key(registration, KEY.kid)
    assert len(http.calls) == 2


def test_a_new_key_of_the_platform_is_found_at_once(
    platform_keys, http, registration, clock, publish
):
    platform_keys.key(registration, KEY.kid)
    publish(KEY.jwk, OTHER_KEY.jwk)
    clock.advance(minutes=1)
    assert platform_keys.key(registration, OTHER_KEY.kid)
    assert len(http.calls) == 2


def test_made_up_key_ids_fetch_once_a_minute(platform_keys, http, registration, clock):
    for number in range(20):
        with pytest.raises(ForbiddenError, match="no key of this id"):
            platform_keys.key(registration, f"made-up-{number}")
        clock.advance(seconds=5)
    assert len(http.calls) == 2
    assert platform_keys.key(registration, KEY.kid)


def test_one_registration_does_not_slow_another(platform_keys, http, registration):
    with pytest.raises(ForbiddenError):
        platform_keys.key(registration, "made-up")
    other = replace(registration, id=type(registration.id)(int=42))
    assert platform_keys.key(other, KEY.kid)
    assert len(http.calls) == 2


def test_a_withdrawn_key_is_gone_after_an_hour(platform_keys, registration, clock, publish):
    platform_keys.key(registration, KEY.kid)
    publish(OTHER_KEY.jwk)
    clock.advance(hours=1)
    with pytest.raises(ForbiddenError):
        platform_keys.key(registration, KEY.kid)


def test_an_outage_is_bridged_for_a_day(platform_keys, http, registration, clock):
    platform_keys.key(registration, KEY.kid)
    http.answer(JWKS_URL, UnavailableError("away"))
    clock.advance(hours=1)
    assert platform_keys.key(registration, KEY.kid)
    asked = len(http.calls)
    clock.advance(seconds=5)
    assert platform_keys.key(registration, KEY.kid)
    assert len(http.calls) == asked
    clock.advance(hours=23)
    with pytest.raises(UnavailableError):
        platform_keys.key(registration, KEY.kid)


def test_a_platform_that_is_away_is_not_asked_by_everybody(
    platform_keys, http, registration, clock
):
    http.answer(JWKS_URL, UnavailableError("away"))
    with pytest.raises(UnavailableError, match="away"):
        platform_keys.key(registration, KEY.kid)
    with pytest.raises(UnavailableError, match="a moment ago"):
        platform_keys.key(registration, KEY.kid)
    assert len(http.calls) == 1
    clock.advance(seconds=10)
    with pytest.raises(UnavailableError, match="away"):
        platform_keys.key(registration, KEY.kid)


def test_a_corrected_address_is_asked_at_once(platform_keys, http, registration):
    wrong = replace(registration, jwks_url="https://lms.example.edu/typo")
    with pytest.raises(UnavailableError):
        platform_keys.key(wrong, KEY.kid)
    assert platform_keys.key(registration, KEY.kid)


def test_an_address_that_may_not_be_called_is_unavailable(platform_keys, registration):
    inside = replace(registration, jwks_url="https://127.0.0.1/jwks")
    with pytest.raises(UnavailableError, match="not public"):
        platform_keys.key(inside, KEY.kid)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"<html>"),
        (200, b"[]"),
        (200, b"{}"),
        (200, b'{"keys": {}}'),
        (404, b'{"keys": []}'),
        (500, b""),
    ],
)
def test_something_that_is_no_key_set(platform_keys, http, registration, status, body):
    http.answer(JWKS_URL, body, status)
    with pytest.raises(UnavailableError):
        platform_keys.key(registration, KEY.kid)


def unusable():
    elliptic = ec.generate_private_key(ec.SECP256R1())
    return {
        "not an object": "campus-1",
        "no kid": {k: v for k, v in KEY.jwk.items() if k != "kid"},
        "a kid that is no text": {**KEY.jwk, "kid": 1},
        "for encryption": {**KEY.jwk, "use": "enc"},
        "another algorithm": {**KEY.jwk, "alg": "RS512"},
        "elliptic": {**ECAlgorithm.to_jwk(elliptic.public_key(), as_dict=True), "kid": KEY.kid},
        "a shared secret": {"kty": "oct", "k": "c2VjcmV0", "kid": KEY.kid},
        "no modulus": {k: v for k, v in KEY.jwk.items() if k != "n"},
        "a modulus that is no text": {**KEY.jwk, "n": 5},
        "an empty modulus": {**KEY.jwk, "n": ""},
        "an exponent that is none": {**KEY.jwk, "e": "AA"},
        "too short": {**SigningKey(KEY.kid, bits=1024).jwk},
        "private": {**RSAAlgorithm.to_jwk(rsa_key(), as_dict=True), "kid": KEY.kid},
    }


def rsa_key():
    return rsa.generate_private_key(65537, 2048)


@pytest.mark.parametrize("case", unusable())
def test_entries_that_cannot_be_used_are_passed_over(platform_keys, registration, publish, case):
    publish(unusable()[case], OTHER_KEY.jwk)
    assert platform_keys.key(registration, OTHER_KEY.kid)
    with pytest.raises(ForbiddenError):
        platform_keys.key(registration, KEY.kid)


def test_the_least_that_an_entry_needs(platform_keys, registration, publish):
    publish({name: KEY.jwk[name] for name in ("kty", "kid", "n", "e")})
    assert platform_keys.key(registration, KEY.kid)


def test_of_two_keys_with_one_id_the_first_counts(platform_keys, registration, publish):
    publish(KEY.jwk, {**OTHER_KEY.jwk, "kid": KEY.kid})
    found = platform_keys.key(registration, KEY.kid)
    assert numbers(found) == numbers(KEY.private.public_key())


def test_parallel_launches_fetch_once(platform_keys, http, registration):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: platform_keys.key(registration, KEY.kid), range(40)))
    assert len(found) == 40
    assert len(http.calls) == 1


def test_forbidden_addresses_are_not_reported_as_somebodys_input(platform_keys, registration):
    inside = replace(registration, jwks_url="http://lms.example.edu/jwks")
    with pytest.raises(UnavailableError) as caught:
        platform_keys.key(inside, KEY.kid)
    assert not isinstance(caught.value, InvalidInputError)
