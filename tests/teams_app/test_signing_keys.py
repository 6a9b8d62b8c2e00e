"""Microsoft's keys: fetched seldom, again when they rotate, kept through an outage."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from core.errors import InvalidInputError, UnavailableError
from teams_app.signing_keys import fetch_object, microsoft_keys, signing_keys
from tests.fakes.outbound import FakeOutbound
from tests.fakes.time_and_chance import FakeClock
from tests.teams_app.signing import KEY, OTHER_KEY, key_set

URL = "https://login.example.com/keys"


class TestCache:
    def test_keys_are_fetched_once_a_day(self, cache, http, clock):
        for hours in (0, 1, 22):
            clock.advance(hours=hours)
            assert cache.key(KEY.kid).public.public_numbers() == public(KEY)
        assert len(http.calls) == 1
        clock.advance(hours=1)
        assert cache.key(KEY.kid)
        assert len(http.calls) == 2

    def test_a_new_key_is_found_at_once(self, cache, http, clock):
        assert cache.key(KEY.kid)
        http.answer(URL, key_set(KEY.jwk, OTHER_KEY.jwk))
        clock.advance(minutes=1)
        assert cache.key(OTHER_KEY.kid)
        assert len(http.calls) == 2

    def test_made_up_key_ids_fetch_once_a_minute(self, cache, http, clock):
        for number in range(20):
            assert cache.key(f"made-up-{number}") is None
            clock.advance(seconds=5)
        assert len(http.calls) == 2
        assert cache.key(KEY.kid)

    def test_who_comes_meanwhile_waits_for_the_one_fetch(self, clock):
        fetches, coming = [], threading.Barrier(8, timeout=10)

        def fetch():
            fetches.append(1)
            return signing_keys({"keys": [KEY.jwk]})

        cache = microsoft_keys(fetch, clock)

        def ask():
            coming.wait()
            return cache.key(KEY.kid)

        with ThreadPoolExecutor(8) as pool:
            assert all(one.result() for one in [pool.submit(ask) for _ in range(8)])
        assert len(fetches) == 1

    def test_a_withdrawn_key_is_gone_after_a_day(self, cache, http, clock):
        assert cache.key(KEY.kid)
        http.answer(URL, key_set(OTHER_KEY.jwk))
        clock.advance(days=1)
        assert cache.key(KEY.kid) is None

    def test_an_outage_is_bridged_for_five_days(self, cache, http, clock):
        assert cache.key(KEY.kid)
        http.answer(URL, UnavailableError("No answer."))
        clock.advance(days=4, hours=23)
        assert cache.key(KEY.kid)
        assert cache.key(KEY.kid)
        assert len(http.calls) == 2  # not again for each request
        clock.advance(hours=1)
        with pytest.raises(UnavailableError):
            cache.key(KEY.kid)

    def test_keys_that_never_came_are_asked_for_again_in_a_while(self, cache, http, clock):
        http.answer(URL, UnavailableError("No answer."))
        with pytest.raises(UnavailableError, match="No answer"):
            cache.key(KEY.kid)
        http.answer(URL, key_set(KEY.jwk))
        with pytest.raises(UnavailableError, match="a moment ago"):
            cache.key(KEY.kid)
        clock.advance(seconds=10)
        assert cache.key(KEY.kid)


class TestKeySets:
    def test_a_key_names_the_channels_it_speaks_for(self):
        assert signing_keys({"keys": [KEY.jwk]})[KEY.kid].endorsements == {"msteams", "email"}

    @pytest.mark.parametrize("endorsements", [None, "msteams", 7, [7, None]])
    def test_odd_endorsements_are_none(self, endorsements):
        entry = {**KEY.jwk, "endorsements": endorsements}
        assert signing_keys({"keys": [entry]})[KEY.kid].endorsements == set()

    def test_of_two_keys_with_one_id_the_first_counts(self):
        entries = [KEY.jwk, {**OTHER_KEY.jwk, "kid": KEY.kid}]
        assert signing_keys({"keys": entries})[KEY.kid].public.public_numbers() == public(KEY)

    def test_other_keys_are_left_out(self):
        weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)
        elliptic = ec.generate_private_key(ec.SECP256R1())
        entries = [
            None,
            {},
            {**KEY.jwk, "kid": 7},
            {**KEY.jwk, "kid": "encrypts", "use": "enc"},
            {**KEY.jwk, "kid": "other", "alg": "PS256"},
            {**KEY.jwk, "kid": "broken", "n": 7},
            {**json.loads(RSAAlgorithm.to_jwk(weak.public_key())), "kid": "weak"},
            {**json.loads(RSAAlgorithm.to_jwk(KEY.private)), "kid": "private"},
            {**json.loads(ECAlgorithm.to_jwk(elliptic.public_key())), "kid": "elliptic"},
            {"kty": "oct", "k": "c2VjcmV0", "kid": "shared"},
            OTHER_KEY.jwk,
        ]
        assert list(signing_keys({"keys": entries})) == [OTHER_KEY.kid]

    @pytest.mark.parametrize("document", [{}, {"keys": None}, {"keys": "none"}])
    def test_anything_else_is_no_key_set(self, document):
        with pytest.raises(UnavailableError, match="cannot be read"):
            signing_keys(document)


class TestFetching:
    @pytest.mark.parametrize(("body", "status"), [(b"[]", 200), (b"{}", 500), (b"?", 200)])
    def test_only_an_object_will_do(self, http, body, status):
        http.answer(URL, body, status)
        with pytest.raises(UnavailableError):
            fetch_object(http, URL)

    def test_an_address_that_may_not_be_called_is_an_outage(self, http):
        http.answer(URL, InvalidInputError("%(host)s is not public.", host="login.example.com"))
        with pytest.raises(UnavailableError, match=r"login\.example\.com is not public"):
            fetch_object(http, URL)


def public(key):
    return key.private.public_key().public_numbers()


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def http():
    http = FakeOutbound()
    http.answer(URL, key_set(KEY.jwk))
    return http


@pytest.fixture
def cache(http, clock):
    return microsoft_keys(lambda: signing_keys(fetch_object(http, URL)), clock)
