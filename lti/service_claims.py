"""What a launch says about the services of its course.

AGS 2.0 (https://www.imsglobal.org/spec/lti-ags/v2p0/#assignment-and-grade-service-claim), NRPS 2.0
(https://www.imsglobal.org/spec/lti-nrps/v2p0/#lti-1-3-integration), Course Groups
(https://www.imsglobal.org/spec/lti-gs/v1p0), Platform Notifications
(https://www.imsglobal.org/spec/lti-pns/v1p0). A claim that is malformed counts as not made: the
launch itself is good without it.
"""

from collections.abc import Mapping
from typing import Any

from core.domain.course import CourseServices

_PURL = "https://purl.imsglobal.org/spec/"
AGS = _PURL + "lti-ags/claim/endpoint"
NRPS = _PURL + "lti-nrps/claim/namesroleservice"
GROUPS = _PURL + "lti-gs/claim/groupsservice"
NOTICES = _PURL + "lti/claim/platformnotificationservice"
URL_LENGTH = 2_048


def read_services(claims: Mapping[str, Any]) -> CourseServices:
    """The addresses and scopes in a verified id_token. They are checked when they are called."""
    gradebook, roster, groups, notices = (
        _claim(claims, key) for key in (AGS, NRPS, GROUPS, NOTICES)
    )
    scopes = (_texts(claim.get("scope")) for claim in (gradebook, groups, notices))
    return CourseServices(
        memberships_url=service_url(roster.get("context_memberships_url")),
        line_items_url=service_url(gradebook.get("lineitems")),
        groups_url=service_url(groups.get("context_groups_url")),
        group_sets_url=service_url(groups.get("context_group_sets_url")),
        notices_url=service_url(notices.get("platform_notification_service_url")),
        scopes=frozenset().union(*scopes),
    )


def read_notice_types(claims: Mapping[str, Any]) -> frozenset[str]:
    """The types of notices a platform sends; none if it speaks a version unknown to us."""
    told = _claim(claims, NOTICES)
    spoken = _texts(told.get("service_versions"))
    return _texts(told.get("notice_types_supported")) if "1.0" in spoken else frozenset()


def _claim(claims: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = claims.get(key)
    return found if isinstance(found, dict) else {}


def service_url(value: object) -> str:
    """An address as claimed; empty if it cannot be one. It is checked when it is called."""
    usable = isinstance(value, str) and len(value) <= URL_LENGTH and value.isprintable()
    return str(value) if usable else ""


def _texts(value: object) -> frozenset[str]:
    entries = value if isinstance(value, list) else []
    return frozenset(e for e in entries if isinstance(e, str) and len(e) <= URL_LENGTH)
