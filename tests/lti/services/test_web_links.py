"""Link headers as RFC 8288 has them, and as platforms write them."""

import pytest

from core.errors import UnavailableError
from lti.origins import same_origin
from lti.services.web_links import next_page

HERE = "https://lms.example.edu/api/Courses/7/Members?limit=5"
NEXT = "https://lms.example.edu/api/Courses/7/Members?Page=2&After=aBcD"


@pytest.mark.parametrize(
    "header",
    [
        f'<{NEXT}>; rel="next"',
        f"<{NEXT}>; rel=next",
        f"<{NEXT}>;rel=next",
        f"  <{NEXT}> ; REL = Next  ",
        f'<{NEXT}>; title="a, <b>; rel=\\"last\\""; rel="next"',
        f'<{NEXT}>; rel="prefetch next"',
        f'<{HERE}>; rel="first", <{NEXT}>; rel="next"',
        f'<{HERE}>; rel="current",<{NEXT}>; rel="next",<{HERE}>; rel="last"',
        f'<{NEXT}>; rel="next"; rel="last"; type=a/b',
        f'<https://other.example/>; anchor="#x"; rel=next, <{NEXT}>; rel=next',
        "</api/Courses/7/Members?Page=2&After=aBcD>; rel=next",
        "<?Page=2&After=aBcD>; rel=next",
        f'<{NEXT}>; crossorigin; rel="next",,',
    ],
)
def test_the_next_page(header):
    assert next_page(header, HERE) == NEXT


def test_addresses_keep_commas_semicolons_and_equals_signs():
    odd = "https://lms.example.edu/a;b=c,d?e=f;g,h&i==j"
    assert next_page(f'<{HERE}>; rel=prev, <{odd}>; rel="next"', HERE) == odd


@pytest.mark.parametrize(
    "header",
    [
        "",
        f'<{NEXT}>; rel="last"',
        f"<{NEXT}>",
        f'<{NEXT}>; title="rel=next"',
        f'<{NEXT}>; rel="last"; rel="next"',
        f'<{NEXT}>; rel="nextish"',
        f"<{NEXT}>; rev=next",
        f'<{NEXT}>; rel="next"; anchor="/other"',
    ],
)
def test_the_last_page(header):
    assert next_page(header, HERE) is None


@pytest.mark.parametrize(
    "header",
    [
        # Moodle's lists of line items with a limit, as http.client reads it.
        f"<{NEXT}>; rel=\u00e2\u0080\u009cnext\u00e2\u0080\u009d",
        f"<{NEXT}>; rel='next'",
        f'<{NEXT}; rel="next"',
        NEXT,
        f'<{NEXT}>; rel="next',
        "<https://[::1/>; rel=next",
        f"<{HERE}>; rel=first; <{NEXT}>; rel=next",
    ],
)
def test_a_header_that_cannot_be_read_does_not_end_the_list(header):
    with pytest.raises(UnavailableError, match="cannot be read"):
        next_page(header, HERE)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/api",
        "https://lms.example.edu.evil.example/",
        "https://lms.example.edu@evil.example/",
        "https://user@lms.example.edu/",
        "//evil.example/api",
        "http://lms.example.edu/api",
        "https://lms.example.edu:444/api",
        "https://lms.example.edu:port/",
        "javascript:alert(1)",
    ],
)
def test_our_token_does_not_follow_elsewhere(elsewhere):
    with pytest.raises(UnavailableError, match="sends no access token"):
        next_page(f"<{elsewhere}>; rel=next", HERE)


def test_one_origin_written_in_two_ways():
    assert same_origin("https://LMS.example.edu:443/a", "https://lms.example.edu/b?c@d")
    assert not same_origin("https://a@lms.example.edu/", "https://a@lms.example.edu/")


def test_a_hostile_header_costs_no_time():
    header = '<a>; rel="' + "\\" * 50_000 + "; " * 5_000
    with pytest.raises(UnavailableError):
        next_page(header, HERE)
