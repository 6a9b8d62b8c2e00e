"""Names and Role Provisioning Services 2.0 as Moodle serves them.

1. The roster is whole unless `?limit=` asks for pages; the next page's address keeps limit, from
   and rlid and forgets every other parameter.
2. Roles are bare words, the status is always Active, suspended people are left out; a non-editing
   teacher, an Instructor in launches, is a Learner here.
3. `?rlid=` adds `message` and, where names are the teacher's choice, the names. A graded link's
   handles of LTI 1.1 outcomes are there as recorded, though nothing answers to them here.
Spec: https://www.imsglobal.org/spec/lti-nrps/v2p0
"""

import hashlib
import json
from typing import Any

from flask import Response

from demo.services.memberships import TEACHER, Member
from demo.services.moodle.asked import Asked, MoodleError, answer
from demo.services.places import Place
from demo.services.scopes import MEMBERSHIPS

MEDIA = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"
MESSAGE_TYPE = "https://purl.imsglobal.org/spec/lti/claim/message_type"
RESOURCE_LINK = "LtiResourceLinkRequest"
MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"


def roster(asked: Asked) -> Response:
    """The members of a course.

    Raises:
        MoodleError: 401 for a wrong token, 404 for an unknown course or link.
    """
    place = asked.place(asked.parts["tool"], MEMBERSHIPS)
    link = asked.args.get("rlid", "")
    if link and not asked.records.links.has(place, link):
        raise MoodleError(404)
    members = _with_role(asked.records.memberships.active(place), asked.args.get("role", ""))
    limit, start = asked.number("limit"), asked.number("from")
    following: list[str] = []
    if limit:
        if len(members) > start + limit:
            query = f"limit={limit}&from={start + limit}" + (f"&rlid={link}" if link else "")
            following.append(f'<{asked.url}?{query}>; rel="next"')
        members = members[start : start + limit]
    body = {
        "id": asked.url,
        "context": {
            "id": place.course.id,
            "label": place.course.label,
            "title": place.course.title,
        },
        "members": _told(asked, place, members, link),
    }
    return answer(body, MEDIA, links=following)


def _with_role(members: list[Member], role: str) -> list[Member]:
    # Bare words are those of the membership vocabulary; Moodle ignores roles it does not know.
    wanted = role if role.startswith(("http://", "https://")) else MEMBERSHIP + role
    if wanted == f"{MEMBERSHIP}Instructor":
        return [member for member in members if member.role == TEACHER]
    if wanted == f"{MEMBERSHIP}Learner":
        return [member for member in members if member.role != TEACHER]
    return members


def _told(asked: Asked, place: Place, members: list[Member], link: str) -> list[dict[str, Any]]:
    tells = asked.records.memberships.tells(place, of_link=link != "")
    if not link:
        return [_member(member, tells) for member in members]
    graded = any(item.coupled for item in asked.records.line_items.tied(place, link))
    return [
        {
            **_member(member, tells),
            "message": [
                {MESSAGE_TYPE: RESOURCE_LINK, **_outcome(asked, member, link, graded=graded)}
            ],
        }
        for member in members
    ]


def _member(member: Member, tells: frozenset[str]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "status": "Active",
        "roles": ["Instructor" if member.role == TEACHER else "Learner"],
        "user_id": member.subject,
        "lis_person_sourcedid": f"SIS-{member.subject}",
    }
    named = {
        "name": member.name,
        "given_name": member.given_name,
        "family_name": member.family_name,
        "ext_user_username": member.username,
    }
    if member.withholds:
        return told
    told |= named if "name" in tells else {}
    return told | ({"email": member.email} if "email" in tells else {})


def _outcome(asked: Asked, member: Member, link: str, *, graded: bool) -> dict[str, Any]:
    if not graded:
        return {}
    digest = hashlib.sha256(f"{link}/{member.subject}".encode()).hexdigest()
    grade = {
        "data": {
            "instanceid": link,
            "userid": member.subject,
            "typeid": asked.parts["tool"],
            "launchid": int(digest[:8], 16),
        },
        "hash": digest,
    }
    return {
        "https://purl.imsglobal.org/spec/lti-bo/claim/basicoutcome": {
            "lis_result_sourcedid": json.dumps(grade, separators=(",", ":")),
            "lis_outcome_service_url": f"{asked.addresses.campus}/mod/lti/service.php",
        },
    }
