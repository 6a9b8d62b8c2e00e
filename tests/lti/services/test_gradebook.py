"""Columns (AGS 2.0)."""

import json
from dataclasses import replace

import pytest

from core.errors import ForbiddenError, NotFoundError, UnavailableError
from core.ports.learning_platform import LineItem
from lti.services.vocabulary import (
    LINE_ITEM,
    LINE_ITEM_READ_SCOPE,
    LINE_ITEM_SCOPE,
    LINE_ITEMS,
    SCORE_SCOPE,
)
from tests.lti.campus import ISSUER
from tests.lti.services.conftest import ITEMS_URL

FOUND_BY = ITEMS_URL + "&resource_id=a-1&tag=mentorloom"
ITEM_URL = ISSUER + "/2/lineitems/7/lineitem?type_id=1"
WANTED = LineItem(
    label="Three meetings", maximum=10, resource_id="a-1", tag="mentorloom", link_id="link-1"
)
DOCUMENT = {
    "id": ITEM_URL,
    "label": "Three meetings",
    "scoreMaximum": 10,
    "resourceId": "a-1",
    "tag": "mentorloom",
    "resourceLinkId": "link-1",
    "https://canvas.instructure.com/lti/submission_type": {"type": "external_tool"},
    "gradesReleased": False,
}


@pytest.fixture
def line_item(services, registration, course):
    def line_item(wanted=WANTED, of=None, in_course=None):
        return services.gradebook.line_item(of or registration, in_course or course, wanted)

    return line_item


def sent(call):
    return json.loads(call[2])


def test_a_column_is_found_by_our_names_for_it(line_item, platform):
    platform.answers(FOUND_BY, [DOCUMENT])
    assert line_item() == replace(WANTED, url=ITEM_URL)
    ((method, _, _, headers),) = platform.calls()
    assert (method, headers["Accept"]) == ("GET", LINE_ITEMS)
    assert platform.token_calls()[0]["scope"] == LINE_ITEM_SCOPE


def test_filters_that_a_platform_ignores_are_checked(line_item, platform):
    strangers = [
        {**DOCUMENT, "resourceId": "a-2"},
        {**DOCUMENT, "tag": "grade"},
        {**DOCUMENT, "tag": None},
        "x",
    ]
    second = ITEMS_URL + "&Page=2"
    platform.answers(FOUND_BY, strangers, Link=f"<{second}>; rel=next")
    platform.answers(second, [DOCUMENT])
    assert line_item().url == ITEM_URL


def test_a_column_that_is_there_stays_as_the_teacher_left_it(line_item, platform):
    platform.answers(FOUND_BY, [{**DOCUMENT, "label": "Talks", "scoreMaximum": 2.5}])
    found = line_item()
    assert (found.label, found.maximum) == ("Talks", 2.5)
    assert platform.calls("POST") == platform.calls("PUT") == []


def test_a_column_is_made_when_there_is_none(line_item, platform):
    platform.answers(FOUND_BY, [])
    platform.answers(ITEMS_URL, DOCUMENT, 201, method="POST")
    assert line_item() == replace(WANTED, url=ITEM_URL)
    (made,) = platform.calls("POST")
    assert made[3]["Accept"] == made[3]["Content-Type"] == LINE_ITEM
    assert sent(made) == {
        "label": "Three meetings",
        "scoreMaximum": 10,
        "resourceId": "a-1",
        "tag": "mentorloom",
        "resourceLinkId": "link-1",
    }


@pytest.mark.parametrize("status", [400, 403, 404, 412, 422])
def test_a_link_the_platform_does_not_want_is_left_out(line_item, platform, http, status):
    platform.answers(FOUND_BY, [])
    http.then(ITEMS_URL, b"{}", status, method="POST")
    unlinked = {name: value for name, value in DOCUMENT.items() if name != "resourceLinkId"}
    http.then(ITEMS_URL, json.dumps(unlinked).encode(), 201, method="POST")
    assert line_item() == replace(WANTED, url=ITEM_URL, link_id="")
    first, second = platform.calls("POST")
    assert "resourceLinkId" in sent(first)
    assert "resourceLinkId" not in sent(second)


@pytest.mark.parametrize(("link", "tries"), [("", 1), ("link-1", 2)])
def test_a_platform_that_makes_no_column(line_item, platform, link, tries):
    platform.answers(FOUND_BY, [])
    platform.answers(ITEMS_URL, {}, 403, method="POST")
    with pytest.raises(ForbiddenError, match="status 403"):
        line_item(replace(WANTED, link_id=link))
    assert len(platform.calls("POST")) == tries


def test_an_outage_makes_no_second_column(line_item, platform):
    platform.answers(FOUND_BY, [])
    platform.answers(ITEMS_URL, {}, 503, method="POST")
    with pytest.raises(UnavailableError):
        line_item()
    assert len(platform.calls("POST")) == 1


def with_services(course, **changes):
    return replace(course, services=replace(course.services, **changes))


@pytest.mark.parametrize(
    "changes", [{"line_items_url": ""}, {"scopes": frozenset()}, {"scopes": {SCORE_SCOPE}}]
)
def test_a_course_without_a_gradebook(line_item, platform, course, changes):
    with pytest.raises(ForbiddenError, match="Assignment and Grade Services"):
        line_item(in_course=with_services(course, **changes))
    assert platform.calls() == []


def test_a_course_whose_gradebook_may_only_be_read(line_item, platform, course):
    readable = with_services(course, scopes=frozenset({LINE_ITEM_READ_SCOPE}))
    platform.answers(FOUND_BY, [DOCUMENT])
    assert line_item(in_course=readable).url == ITEM_URL
    assert platform.token_calls()[0]["scope"] == LINE_ITEM_READ_SCOPE
    platform.answers(FOUND_BY, [])
    with pytest.raises(ForbiddenError, match="add a column"):
        line_item(in_course=readable)


@pytest.mark.parametrize(
    "changes",
    [
        {"id": None},
        {"id": ""},
        {"id": "https://evil.example/7"},
        {"id": "http://lms.example.edu/7"},
        {"scoreMaximum": None},
        {"scoreMaximum": True},
        {"scoreMaximum": "10"},
    ],
)
def test_a_column_that_cannot_be_used(line_item, platform, changes):
    """Above all one on another origin: scores are posted there with our token."""
    platform.answers(FOUND_BY, [{**DOCUMENT, **changes}])
    with pytest.raises(UnavailableError, match="cannot be read"):
        line_item()


@pytest.mark.parametrize("document", [[], "x"])
def test_an_answer_that_is_no_column(line_item, platform, document):
    platform.answers(FOUND_BY, [])
    platform.answers(ITEMS_URL, document, 201, method="POST")
    with pytest.raises(UnavailableError, match="cannot be read"):
        line_item()


def test_a_column_is_changed_by_sending_all_of_it_back(services, registration, platform):
    """PyLTI1p3 would drop what it does not know, and Moodle unlink it without resourceLinkId."""
    platform.answers(ITEM_URL, DOCUMENT, method="GET")
    changed = {**DOCUMENT, "label": "Four meetings", "scoreMaximum": 20}
    platform.answers(ITEM_URL, changed, method="PUT")
    item = replace(WANTED, url=ITEM_URL, label="Four meetings", maximum=20)
    assert services.gradebook.revise(registration, item) == item
    (put,) = platform.calls("PUT")
    assert sent(put) == changed
    assert put[3]["Accept"] == put[3]["Content-Type"] == LINE_ITEM


def test_a_column_that_is_gone_cannot_be_changed(services, registration, platform):
    platform.answers(ITEM_URL, {"status": 404}, 404)
    with pytest.raises(NotFoundError, match="no longer in the gradebook"):
        services.gradebook.revise(registration, replace(WANTED, url=ITEM_URL))
    assert platform.calls("PUT") == []
