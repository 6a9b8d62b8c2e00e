"""Names and Role Provisioning Services 2.0 as Canvas serves them.

1. Pages hold 50 people at most. `limit` counts on the first page only: links carry `per_page`.
2. Roles are full URIs; `?role=` must be one too, anything else matches nobody.
3. `?rlid=` (the context's own id for course navigation) adds `message` to every member.
Spec: https://www.imsglobal.org/spec/lti-nrps/v2p0
"""

import hashlib
import zlib
from typing import Any

from flask import Response, request

from demo.here import campus
from demo.services import urls
from demo.services.canvas.asked import CanvasError, answer, permitted
from demo.services.canvas.paging import number, page
from demo.services.memberships import ASSISTANT, LEARNER, OBSERVER, TEACHER, TEST, Member
from demo.services.scopes import MEMBERSHIPS

MEDIA = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
LARGEST_PAGE = 50
MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership"
TEST_USER = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"
ROLES = {
    LEARNER: [f"{MEMBERSHIP}#Learner"],
    ASSISTANT: [f"{MEMBERSHIP}#Instructor", f"{MEMBERSHIP}/Instructor#TeachingAssistant"],
    TEACHER: [f"{MEMBERSHIP}#Instructor"],
    OBSERVER: [f"{MEMBERSHIP}#Mentor"],
    TEST: [f"{MEMBERSHIP}#Learner", TEST_USER],
}


def roster(course: int) -> Response:
    """One page of a course's members.

    Raises:
        CanvasError: 401 for a wrong token, 404 for an unknown course, 400 for an unknown link.
    """
    place = permitted(course, MEMBERSHIPS)
    args = request.args.to_dict()
    link = args.get("rlid", "")
    if link and not campus().records.links.has(place, link):
        raise CanvasError(400, "Invalid 'rlid' parameter")
    members = campus().records.memberships.active(place)
    if role := args.get("role"):
        members = [member for member in members if role in ROLES[member.role]]
    size = number(args, "limit") or number(args, "per_page") or LARGEST_PAGE
    args.pop("limit", None)
    url = f"{urls.canvas_course(campus().addresses, place)}/names_and_roles"
    shown, neighbours = page(members, url, args, min(size, LARGEST_PAGE))
    tells = campus().records.memberships.tells(place, of_link=True)
    body = {
        "id": request.url,
        "context": {
            "id": place.course.id,
            "label": place.course.label,
            "title": place.course.title,
        },
        "members": [_member(member, tells, link) for member in shown],
    }
    return answer(body, MEDIA, link=neighbours)


def _member(member: Member, tells: frozenset[str], link: str) -> dict[str, Any]:
    told: dict[str, Any] = {"status": "Active"}
    shown = frozenset() if member.withholds else tells
    if "name" in shown:
        told |= {
            "name": member.name,
            "given_name": member.given_name,
            "family_name": member.family_name,
        }
    if "email" in shown:
        told["email"] = member.email
    if shown == {"name", "email"}:
        # Only tools that are told everything get pictures.
        told["picture"] = f"{campus().addresses.campus}/static/campus.svg"
    told |= {
        "user_id": member.subject,
        "lti11_legacy_user_id": hashlib.sha1(member.subject.encode()).hexdigest(),  # noqa: S324 (an identifier of that shape, not security)
        "roles": ROLES[member.role],
    }
    return told | ({"message": [_message(member)]} if link else {})


def _message(member: Member) -> dict[str, Any]:
    return {
        "https://purl.imsglobal.org/spec/lti/claim/message_type": "LtiResourceLinkRequest",
        "locale": member.locale,
        "https://www.instructure.com/canvas_user_id": zlib.crc32(member.subject.encode()),
        "https://www.instructure.com/canvas_user_login_id": member.username,
        "https://purl.imsglobal.org/spec/lti/claim/custom": {"locale": member.locale},
    }
