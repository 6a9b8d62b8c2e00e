"""What every OutboundHttp does: the real one against a real server, and the fake."""

import pytest

from core.errors import InvalidInputError, UnavailableError
from core.ports.outbound import OutboundResponse
from integrations.base.http import GuardedHttp
from tests.fakes.outbound import FakeOutbound


class RealWorld:
    def __init__(self, site):
        self.site = site
        self.origin = site.origin
        self.http = GuardedHttp(
            frozenset({site.origin, "http://127.0.0.1:9"}), max_bytes=100, sleep=lambda _: None
        )

    def answer(self, path, body=b"", status=200, headers=None):
        self.site.pages[path] = (status, headers or {}, body)

    def calls(self):
        return [(method, path, body) for method, path, body, _ in self.site.requests]

    def media_types(self):
        return [headers.get("content-type") for _, _, _, headers in self.site.requests]


class FakeWorld:
    origin = "http://127.0.0.1:4000"

    def __init__(self, _site):
        self.http = FakeOutbound(frozenset({self.origin, "http://127.0.0.1:9"}), max_bytes=100)

    def answer(self, path, body=b"", status=200, headers=None):
        self.http.answer(self.origin + path, body, status, headers)

    def calls(self):
        return [
            (method, url.removeprefix(self.origin), b"" if body is None else body)
            for method, url, body, _ in self.http.calls
        ]

    def media_types(self):
        return [headers.get("Content-Type") for _, _, _, headers in self.http.calls]


@pytest.fixture(params=[RealWorld, FakeWorld])
def world(request, site):
    return request.param(site)


def test_an_answer_comes_back_with_lower_case_header_names(world):
    world.answer("/a?b=c", b'{"x": 1}', headers={"X-Thing": "Yes"})
    answer = world.http.get(world.origin + "/a?b=c")
    assert (answer.status, answer.json(), answer.headers["x-thing"]) == (200, {"x": 1}, "Yes")


def test_an_error_status_is_an_answer(world):
    world.answer("/gone", b"no", status=410)
    assert world.http.get(world.origin + "/gone").status == 410


def test_a_form_is_posted_once_as_it_is(world):
    world.answer("/token", b"busy", status=503)
    answer = world.http.post_form(world.origin + "/token", {"a": "1 & 2", "b": "ü"})
    assert answer.status == 503
    assert world.calls() == [("POST", "/token", {"a": "1 & 2", "b": "ü"})]


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_body_is_sent_once_as_it_is(world, method):
    world.answer("/scores?a=b", b"busy", status=503)
    answer = world.http.send(
        method, world.origin + "/scores?a=b", b'{"\xc3\xbc": 1}', {"Content-Type": "text/x"}
    )
    assert answer.status == 503
    assert world.calls() == [(method, "/scores?a=b", b'{"\xc3\xbc": 1}')]
    assert world.media_types() == ["text/x"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(world, status):
    world.answer("/old", status=status, headers={"Location": world.origin + "/new"})
    world.answer("/new", b"secret")
    with pytest.raises(UnavailableError):
        world.http.get(world.origin + "/old")
    with pytest.raises(UnavailableError):
        world.http.send("POST", world.origin + "/old", b"")
    assert [path for _, path, _ in world.calls()] == ["/old", "/old"]


def test_an_answer_of_exactly_the_limit_passes_and_one_byte_more_does_not(world):
    world.answer("/fits", b"x" * 100)
    world.answer("/large", b"x" * 101)
    assert len(world.http.get(world.origin + "/fits").body) == 100
    with pytest.raises(UnavailableError):
        world.http.get(world.origin + "/large")
    with pytest.raises(UnavailableError):
        world.http.send("PUT", world.origin + "/large", b"")
    assert len(world.http.get(world.origin + "/large", max_bytes=101).body) == 101
    with pytest.raises(UnavailableError):
        world.http.get(world.origin + "/fits", max_bytes=99)


def test_nobody_there_is_unavailable(world):
    with pytest.raises(UnavailableError):
        world.http.get("http://127.0.0.1:9/")


def test_something_other_than_json_is_unavailable(world):
    world.answer("/page", b"<html>")
    with pytest.raises(UnavailableError):
        world.http.get(world.origin + "/page").json()


def test_json_nested_too_deeply_is_unavailable():
    with pytest.raises(UnavailableError):
        OutboundResponse(200, {}, b"[" * 100_000).json()


@pytest.mark.parametrize(
    "url",
    [
        "http://platform.example.edu/jwks",
        "ftp://platform.example.edu/jwks",
        "file:///etc/passwd",
        "/jwks",
        "",
        "https://",
        "https://user:secret@platform.example.edu/",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/",
        "https://[fe80::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://localhost/",
    ],
)
def test_a_forbidden_url_is_refused_by_check_and_by_call(world, url):
    acts = (
        world.http.check,
        world.http.get,
        lambda u: world.http.post_form(u, {}),
        lambda u: world.http.send("PUT", u, b""),
    )
    for act in acts:
        with pytest.raises(InvalidInputError):
            act(url)
    assert world.calls() == []


def test_an_allowed_origin_passes_check(world):
    world.http.check(world.origin + "/anything")
