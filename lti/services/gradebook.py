"""A course's gradebook: Assignment and Grade Services 2.0.

1. A column is found by our resourceId and tag, asked for in the query and checked in the answer.
   The `lineitem` of a launch is not used: Moodle leaves it out as soon as a link has two.
2. If there is none it is made, tied to its resource link where the platform lets us (Moodle says
   403 to a foreign link, Canvas 412).
3. A score is posted once; whether to try again is for the queue to decide.
4. A column is changed by sending all of it back. Nothing is ever deleted.

https://www.imsglobal.org/spec/lti-ags/v2p0
"""

from collections.abc import Mapping
from typing import Any, cast

from pylti1p3.assignments_grades import AssignmentsGradesService, TAssignmentsGradersData

from core.domain.course import Course
from core.domain.registration import Registration
from core.errors import ForbiddenError, NotFoundError
from core.ports.learning_platform import LineItem, PostedScore, PostingAnswer
from core.ports.outbound import OutboundResponse
from lti.services.connector import Connect, Method, PlatformConnector, ServiceCall
from lti.services.line_items import WholeLineItem, is_wanted, line_item, wanted_document
from lti.services.pages import pages, with_query
from lti.services.refusals import must_be_success, unreadable
from lti.services.scores import grade, posting_answer, scores_url
from lti.services.vocabulary import (
    JSON,
    LINE_ITEM,
    LINE_ITEM_READ_SCOPE,
    LINE_ITEM_SCOPE,
    SCORE,
    SCORE_SCOPE,
)

_LINK_REFUSED = frozenset({400, 403, 404, 412, 422})
_NOT_FOUND = 404


class CourseGradebooks:
    """Adapter of core.ports.learning_platform.Gradebook."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect

    def line_item(self, registration: Registration, course: Course, wanted: LineItem) -> LineItem:
        """See the port."""
        connector = self._connect(registration)
        service = _service(connector, course)
        found = _find(service, course.services.line_items_url, wanted)
        if found is not None:
            return found
        if not service.can_create_lineitem():
            raise ForbiddenError(
                "Your LMS does not let this tool add a column to the gradebook of this course. Its "
                "administrator can allow that where the tool is registered."
            )
        return _create(connector, course.services.line_items_url, wanted)

    def revise(self, registration: Registration, item: LineItem) -> LineItem:
        """See the port."""
        connector = self._connect(registration)
        known = connector.call(_item_call("GET", item.url))
        if known.status == _NOT_FOUND:
            raise NotFoundError("This column is no longer in the gradebook of your LMS.")
        changed = WholeLineItem(_document(known)).set_label(item.label)
        changed.set_score_maximum(item.maximum)
        answer = connector.call(_item_call("PUT", item.url, changed.get_value()))
        return line_item(_document(answer), item.url)

    def post(
        self, registration: Registration, line_item_url: str, score: PostedScore
    ) -> PostingAnswer:
        """See the port."""
        call = ServiceCall(
            method="POST",
            url=scores_url(line_item_url),
            scopes=frozenset({SCORE_SCOPE}),
            accept=JSON,
            content_type=SCORE,
            body=grade(registration, score).get_value().encode(),
        )
        return posting_answer(call.url, self._connect(registration).call(call))


def _service(connector: PlatformConnector, course: Course) -> AssignmentsGradesService:
    """PyLTI1p3's view of the course's claim, with the one scope that is needed."""
    offered = course.services.scopes
    url, both = course.services.line_items_url, (LINE_ITEM_SCOPE, LINE_ITEM_READ_SCOPE)
    scope = next((scope for scope in both if scope in offered), None)
    if not url or scope is None:
        raise ForbiddenError(
            "Your LMS does not offer this tool the gradebook of this course. Its administrator can "
            "allow that where the tool is registered (Assignment and Grade Services); then open "
            "the activity again from your course."
        )
    claim = cast("TAssignmentsGradersData", {"scope": [scope], "lineitems": url})
    return AssignmentsGradesService(connector, claim)


def _find(service: AssignmentsGradesService, url: str, wanted: LineItem) -> LineItem | None:
    asked = with_query(url, resource_id=wanted.resource_id, tag=wanted.tag)
    for page in pages(service.get_lineitems_page, asked):
        for document in page:
            if is_wanted(document, wanted):
                return line_item(document, url)
    return None


def _create(connector: PlatformConnector, url: str, wanted: LineItem) -> LineItem:
    linked = bool(wanted.link_id)
    answer = connector.call(_creation(url, wanted_document(wanted, linked=linked)))
    if linked and answer.status in _LINK_REFUSED:
        answer = connector.call(_creation(url, wanted_document(wanted, linked=False)))
    return line_item(_document(answer), url)


def _creation(url: str, document: Mapping[str, Any]) -> ServiceCall:
    return _item_call("POST", url, WholeLineItem(document).get_value())


def _item_call(method: Method, url: str, body: str = "") -> ServiceCall:
    return ServiceCall(
        method=method,
        url=url,
        scopes=frozenset({LINE_ITEM_SCOPE}),
        accept=LINE_ITEM,
        content_type=LINE_ITEM,
        body=body.encode(),
    )


def _document(answer: OutboundResponse) -> Mapping[str, Any]:
    must_be_success(answer)
    document = answer.json()
    if not isinstance(document, dict):
        raise unreadable()
    return document
