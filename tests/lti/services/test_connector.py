"""Calls with a token: what is repeated, what is refused, what comes back."""

from datetime import timedelta

import pytest

from core.errors import ForbiddenError, UnavailableError
from lti.services.connector import PlatformConnector, ServiceCall
from lti.services.pages import MOST_PAGES, pages, with_query
from lti.services.vocabulary import JSON, LINE_ITEM, SCORE, SCORE_SCOPE
from tests.lti.campus import ISSUER

URL = ISSUER + "/items/1/scores?type_id=1"
SCOPES = frozenset({SCORE_SCOPE})
GET = ServiceCall(method="GET", url=URL, scopes=SCOPES, accept=LINE_ITEM)
POST = ServiceCall(
    method="POST", url=URL, scopes=SCOPES, accept=JSON, content_type=SCORE, body=b"{}"
)


@pytest.fixture
def connector(registration, services, http, clock, platform):
    return PlatformConnector(registration, services.tokens, http, clock)


def test_a_call_carries_the_token_and_exact_media_types(connector, platform):
    platform.answers(URL, {})
    connector.call(GET)
    connector.call(POST)
    got, posted = platform.calls()
    assert got == ("GET", URL, None, {"Authorization": "Bearer token-1", "Accept": LINE_ITEM})
    headers = {"Authorization": "Bearer token-1", "Accept": JSON, "Content-Type": SCORE}
    assert posted == ("POST", URL, b"{}", headers)


@pytest.mark.parametrize("call", [GET, POST])
def test_a_refused_token_is_replaced_once(connector, platform, http, call):
    http.then(URL, b"expired", 401)
    http.then(URL, b"{}", 200)
    connector.get_access_token([SCORE_SCOPE])
    platform.grant("token-2")
    assert connector.call(call).status == 200
    sent = [headers["Authorization"] for _, _, _, headers in platform.calls()]
    assert sent == ["Bearer token-1", "Bearer token-2"]
    assert connector.get_access_token([SCORE_SCOPE]) == "token-2"


def test_a_platform_that_refuses_every_token(connector, platform):
    """Moodle says 401 also for a scope the token lacks."""
    platform.answers(URL, {"status": 401}, 401)
    with pytest.raises(ForbiddenError, match=r"token it gave this tool for: score\."):
        connector.call(GET)
    assert len(platform.calls()) == 2
    assert len(platform.token_calls()) == 2


@pytest.mark.parametrize("call", [GET, POST])
@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 599])
def test_a_busy_platform_is_left_alone(connector, platform, call, status):
    platform.answers(URL, {}, status)
    with pytest.raises(UnavailableError, match=f"status {status}"):
        connector.call(call)
    assert len(platform.calls()) == 1


def test_canvas_throttles_with_403(connector, http):
    http.answer(URL, b"403 Forbidden (Rate Limit Exceeded)\n", 403)
    with pytest.raises(UnavailableError, match="status 403"):
        connector.call(POST)


@pytest.mark.parametrize(
    ("said", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("0", timedelta()),
        ("9" * 5000, timedelta(days=1)),
        ("Mon, 02 Mar 2026 09:01:30 GMT", timedelta(seconds=90)),
        ("Mon, 02 Mar 2026 09:01:30 -0000", timedelta(seconds=90)),
        ("Mon, 02 Mar 2026 08:00:00 GMT", timedelta()),
        ("Mon, 02 Mar 2126 08:00:00 GMT", timedelta(days=1)),
        ("Mon, 02 Mar 2026 09:01:30 +99999999999999999999", None),
        ("soon", None),
        ("-5", None),
        ("٣", None),
        (None, None),
    ],
)
def test_how_long_a_platform_asks_us_to_wait(connector, http, said, wait):
    http.answer(URL, b"", 429, {"Retry-After": said} if said else {})
    with pytest.raises(UnavailableError) as caught:
        connector.call(POST)
    assert caught.value.retry_after == wait


def test_other_statuses_are_for_the_caller_to_read(connector, platform):
    for status in (200, 204, 400, 403, 404, 409, 412, 422):
        platform.answers(URL, {}, status)
        assert connector.call(POST).status == status


def test_no_answer_is_not_asked_for_twice(connector, platform, http):
    http.answer(URL, UnavailableError("Nobody there."))
    with pytest.raises(UnavailableError, match="Nobody there"):
        connector.call(POST)
    assert len(platform.calls()) == 1


@pytest.mark.parametrize("call", [GET, POST])
def test_an_address_that_may_not_be_called(connector, call, platform):
    inside = ServiceCall(
        method=call.method, url="https://169.254.169.254/", scopes=SCOPES, accept=LINE_ITEM
    )
    with pytest.raises(UnavailableError, match="not public"):
        connector.call(inside)
    assert platform.calls() == []


def test_pylti_asks_with_lists_and_gets_its_own_kind_of_answer(connector, platform):
    platform.answers(URL, {"a": 1}, 201, Location="Here", Link=f"<{URL}&page=2>; rel=next")
    answer = connector.make_service_request(
        [SCORE_SCOPE], URL, is_post=True, data='{"b": 2}', content_type=SCORE, accept=LINE_ITEM
    )
    assert answer["body"] == {"a": 1}
    assert answer["next_page_url"] == URL + "&page=2"
    assert answer["headers"]["location"] == "Here"
    ((method, _, body, headers),) = platform.calls()
    assert (method, body, headers["Content-Type"]) == ("POST", b'{"b": 2}', SCORE)


def test_pylti_gets_json_unless_it_says_otherwise(connector, platform):
    platform.answers(URL)
    assert connector.make_service_request([SCORE_SCOPE], URL)["body"] is None
    assert platform.calls()[0][3]["Accept"] == JSON


@pytest.mark.parametrize("status", [400, 403, 404, 410])
def test_what_a_platform_refuses_to_give(connector, platform, status):
    platform.answers(URL, {}, status)
    with pytest.raises(ForbiddenError, match=f"status {status}"):
        connector.make_service_request([SCORE_SCOPE], URL)


@pytest.mark.parametrize("document", [[], "x", 5, None])
def test_json_of_another_shape_than_its_media_type(connector, platform, document):
    platform.answers(URL, document)
    with pytest.raises(UnavailableError):
        connector.make_service_request([SCORE_SCOPE], URL, accept=LINE_ITEM)


def test_a_status_that_is_neither(connector, platform):
    platform.answers(URL, {}, 304)
    with pytest.raises(UnavailableError, match="cannot be read"):
        connector.make_service_request([SCORE_SCOPE], URL)


def test_a_list_that_goes_in_circles():
    following = {"a": "b", "b": "c", "c": "a"}
    found = pages(lambda url: (url, following[url]), "a")
    assert [next(found) for _ in range(3)] == ["a", "b", "c"]
    with pytest.raises(UnavailableError, match="does not end"):
        next(found)


def test_a_list_without_end():
    found = pages(lambda url: (url, str(int(url) + 1)), "0")
    for _ in range(MOST_PAGES):
        next(found)
    with pytest.raises(UnavailableError, match="does not end"):
        next(found)


@pytest.mark.parametrize(
    ("url", "parameters", "expected"),
    [
        ("https://a/b", {"x": "1 &ü"}, "https://a/b?x=1%20%26%C3%BC"),
        ("https://a/b?type_id=1&e=", {"x": 2, "y": "z"}, "https://a/b?type_id=1&e=&x=2&y=z"),
        ("https://a/b?c#d", {"x": 2}, "https://a/b?c&x=2#d"),
    ],
)
def test_queries_are_added_to(url, parameters, expected):
    assert with_query(url, **parameters) == expected
