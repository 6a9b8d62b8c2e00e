"""Names of a course's groups: Course Groups Service 1.0.

https://www.imsglobal.org/spec/lti-gs/v1p0. Who is in which group stands in the roster
(`group_enrollments`).
"""

from collections.abc import Mapping
from typing import Any

from pylti1p3.course_groups import CourseGroupsService, TGroupsServiceData

from core.domain.course import Course
from lti.claim_values import text
from lti.services.connector import PlatformConnector
from lti.services.pages import pages
from lti.services.refusals import unreadable
from lti.services.vocabulary import GROUPS_SCOPE


def group_names(connector: PlatformConnector, course: Course) -> dict[str, str]:
    """Group id -> name; empty where the platform offers no groups.

    Raises:
        ForbiddenError: the platform refuses.
        UnavailableError: it did not answer.
    """
    url = course.services.groups_url
    if not url or GROUPS_SCOPE not in course.services.scopes:
        return {}
    claim: TGroupsServiceData = {
        "context_groups_url": url,
        "scope": [GROUPS_SCOPE],
        "service_versions": ["1.0"],
    }
    service = CourseGroupsService(connector, claim)
    found: dict[str, str] = {}
    for groups in pages(service.get_page, url):
        found |= _names(groups)
    return found


def group_ids(enrollments: object) -> frozenset[str]:
    """The ids in a member's `group_enrollments`; what is malformed is passed over."""
    entries = enrollments if isinstance(enrollments, list) else []
    ids = (identifier(entry.get("group_id")) for entry in entries if isinstance(entry, dict))
    return frozenset(ids) - {""}


def identifier(value: Any) -> str:
    """An id that may be written as a text or a number; empty if it is neither."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) else ""


def _names(groups: object) -> Mapping[str, str]:
    if not isinstance(groups, list):
        raise unreadable()
    known = {identifier(g.get("id")): text(g.get("name")) for g in groups if isinstance(g, dict)}
    return {group: name for group, name in known.items() if group and name}
