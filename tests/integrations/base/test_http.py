"""What only the real client can show: names, TLS, retries, time."""

import gzip
import ssl
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.errors import InvalidInputError, UnavailableError
from integrations.base import http as guarded
from integrations.base.http import GuardedHttp
from integrations.base.pinning import origin_of
from tests.integrations.base.sites import Site
from tests.integrations.certificates import self_signed


def always(*addresses):
    return lambda _host, _port: list(addresses)


@pytest.fixture
def waits():
    return []


@pytest.fixture
def client(site, waits):
    return GuardedHttp(frozenset({site.origin}), sleep=waits.append)


def test_every_call_says_who_is_calling(client, site):
    site.pages["/"] = (200, {}, b"")
    client.get(site.origin + "/", {"Accept": "application/json"})
    sent = site.requests[0][3]
    assert (sent["user-agent"], sent["accept"]) == ("Mentorloom", "application/json")


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_struggling_host_is_asked_three_times_with_growing_pauses(client, site, waits, status):
    site.pages["/"] = (status, {}, b"")
    assert client.get(site.origin + "/").status == status
    assert len(site.requests) == 3
    assert 0.2 <= waits[0] <= 0.4 <= waits[1] <= 0.8


def test_a_host_that_recovers_is_heard(client, site):
    site.pages["/"] = [(503, {}, b""), (200, {}, b"fine")]
    assert client.get(site.origin + "/").body == b"fine"


def test_a_host_that_names_a_time_is_not_asked_before(client, site, waits):
    site.pages["/"] = (429, {"Retry-After": "30"}, b"")
    assert client.get(site.origin + "/").headers["retry-after"] == "30"
    assert (len(site.requests), waits) == (1, [])


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500])
def test_other_statuses_are_not_asked_again(client, site, status):
    site.pages["/"] = (status, {}, b"")
    client.get(site.origin + "/")
    assert len(site.requests) == 1


def test_no_further_try_once_somebody_has_waited_long(client, site, waits, monkeypatch):
    site.pages["/"] = (503, {}, b"")
    monkeypatch.setattr(guarded, "RETRY_BUDGET_SECONDS", -1)
    client.get(site.origin + "/")
    assert len(site.requests) == 1
    assert waits == []


def test_silence_ends_in_unavailable(site, waits):
    site.pages["/"] = ("silence", {}, 0.5)
    client = GuardedHttp(frozenset({site.origin}), read_seconds=0.1, sleep=waits.append)
    with pytest.raises(UnavailableError, match="did not answer"):
        client.get(site.origin + "/")


def test_a_slow_drip_ends_in_unavailable(site, waits):
    site.pages["/"] = (200, {}, b"x")
    client = GuardedHttp(frozenset({site.origin}), total_seconds=-1, sleep=waits.append)
    with pytest.raises(UnavailableError, match="too slowly"):
        client.get(site.origin + "/")


def test_a_compressed_bomb_is_measured_unpacked(site):
    client = GuardedHttp(frozenset({site.origin}), max_bytes=10_000)
    bomb = gzip.compress(b"0" * 10_000_000)
    site.pages["/"] = (200, {"Content-Encoding": "gzip"}, bomb)
    with pytest.raises(UnavailableError, match="larger than 10000"):
        client.get(site.origin + "/")


def test_proxies_of_the_environment_have_no_say(client, site, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    site.pages["/"] = (200, {}, b"direct")
    assert client.get(site.origin + "/").body == b"direct"


def test_an_allowed_origin_is_exact(site):
    client = GuardedHttp(frozenset({f"http://127.0.0.1:{site.port + 1}"}))
    with pytest.raises(InvalidInputError, match="by https"):
        client.get(site.origin + "/")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:{port}@evil.example/",
        "http://127.0.0.1:{port}\\@evil.example/",
        "http://127.0.0.1:{port}:1/",
        "https://[::1/",
        "https://platform.example.edu/a b",
        "https://platform.example.edu/a\r\nHost: x",
        "https://plätform.example.edu/",
    ],
)
def test_odd_spellings_are_refused_before_any_socket(client, site, url):
    with pytest.raises(InvalidInputError):
        client.get(url.format(port=site.port))
    assert site.requests == []


def test_check_names_a_host_that_does_not_exist():
    def nowhere(host, port):
        raise OSError("no such name")

    client = GuardedHttp(resolve_host=nowhere, sleep=lambda _: None)
    with pytest.raises(InvalidInputError, match=r"no host named lms\.example\.edu"):
        client.check("https://lms.example.edu/jwks")
    with pytest.raises(UnavailableError):
        client.get("https://lms.example.edu/jwks")


def test_one_private_address_among_public_ones_is_enough_to_refuse():
    client = GuardedHttp(resolve_host=always("1.1.1.1", "10.0.0.1"))
    with pytest.raises(InvalidInputError, match="not on the public internet"):
        client.check("https://lms.example.edu/jwks")


def test_a_host_without_any_address_is_unavailable():
    client = GuardedHttp(resolve_host=always(), sleep=lambda _: None)
    with pytest.raises(UnavailableError):
        client.get("https://lms.example.edu/jwks")


def test_rebinding_the_name_between_check_and_call_wins_nothing(site):
    """The name server says "public" once and then this machine; the socket is never opened."""
    answers = iter([["1.1.1.1"], ["127.0.0.1"]])
    client = GuardedHttp(resolve_host=lambda _host, _port: next(answers))
    url = f"https://rebind.example.edu:{site.port}/"
    client.check(url)
    with pytest.raises(InvalidInputError, match="not on the public internet"):
        client.get(url)
    assert site.requests == []


def test_an_unreachable_address_gives_way_to_the_next(site):
    origin = f"http://lms.test:{site.port}"
    client = GuardedHttp(frozenset({origin}), resolve_host=always("127.0.0.254", "127.0.0.1"))
    site.pages["/"] = (200, {}, b"second")
    assert client.get(origin + "/").body == b"second"
    assert site.requests[0][3]["host"] == f"lms.test:{site.port}"


def test_an_address_that_swallows_packets_ends_in_unavailable(monkeypatch):
    def swallow(address, timeout):
        assert timeout == 3.0
        raise TimeoutError

    monkeypatch.setattr("socket.create_connection", swallow)
    client = GuardedHttp(resolve_host=always("1.1.1.1"), sleep=lambda _: None)
    with pytest.raises(UnavailableError):
        client.get("https://lms.example.edu/jwks")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Certificate for lms.test, signed by itself, and the folder it is in."""
    file = tmp_path_factory.mktemp("tls") / "lms.pem"
    file.write_bytes(self_signed("lms.test"))
    return file


@pytest.fixture
def tls_site(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    site = Site(context)
    site.pages["/"] = (200, {}, b"over tls")
    yield site
    site.close()


def tls_client(site, host, certificate):
    return GuardedHttp(
        frozenset({f"https://{host}:{site.port}"}),
        ca_bundle=str(certificate) if certificate else None,
        resolve_host=always("127.0.0.1"),
        sleep=lambda _: None,
    )


def test_tls_proves_the_name_although_the_address_is_pinned(tls_site, certificate):
    client = tls_client(tls_site, "lms.test", certificate)
    assert client.get(f"https://lms.test:{tls_site.port}/").body == b"over tls"


def test_a_certificate_for_another_name_is_refused(tls_site, certificate):
    client = tls_client(tls_site, "other.test", certificate)
    with pytest.raises(UnavailableError):
        client.get(f"https://other.test:{tls_site.port}/")


def test_a_certificate_of_an_unknown_authority_is_refused(tls_site):
    client = tls_client(tls_site, "lms.test", None)
    with pytest.raises(UnavailableError):
        client.get(f"https://lms.test:{tls_site.port}/")


@pytest.mark.parametrize(
    ("parts", "origin"),
    [
        (("https", "LMS.example", None), "https://lms.example"),
        (("https", "lms.example", 443), "https://lms.example"),
        (("http", "lms.example", 80), "http://lms.example"),
        (("http", "lms.example", 443), "http://lms.example:443"),
        (("https", "::1", 8443), "https://[::1]:8443"),
    ],
)
def test_origins_are_written_as_browsers_write_them(parts, origin):
    assert origin_of(*parts) == origin


def test_two_threads_share_one_client(client, site):
    site.pages["/"] = (200, {}, b"shared")
    started = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        bodies = list(pool.map(lambda _: client.get(site.origin + "/").body, range(40)))
    assert bodies == [b"shared"] * 40
    assert time.monotonic() - started < 5
