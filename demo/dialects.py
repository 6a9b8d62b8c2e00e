"""What Moodle and Canvas each put into a launch besides the claims every platform sends.

Shapes follow recorded launches of Moodle 4.5 and Canvas's published examples. Services are added by
`demo.services.claims`. Mentors are learners like mentees; `membership#Mentor` means an observer.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from demo.addresses import Addresses
from demo.visits import Visit

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
LIS = "http://purl.imsglobal.org/vocab/lis/v2/"

MOODLE_ROLES: Mapping[str, tuple[str, ...]] = {
    "learner": (f"{LIS}membership#Learner",),
    "teacher": (f"{LIS}membership#Instructor",),
    # Moodle's non-editing teacher, who is a Learner in its rosters.
    "assistant": (f"{LIS}membership#Instructor",),
    "admin": (
        f"{LIS}institution/person#Administrator",
        f"{LIS}membership#Instructor",
        f"{LIS}system/person#Administrator",
    ),
}
CANVAS_ROLES: Mapping[str, tuple[str, ...]] = {
    "learner": (
        f"{LIS}institution/person#Student",
        f"{LIS}membership#Learner",
        f"{LIS}system/person#User",
    ),
    "teacher": (
        f"{LIS}institution/person#Instructor",
        f"{LIS}membership#Instructor",
        f"{LIS}system/person#User",
    ),
    "assistant": (
        f"{LIS}institution/person#Instructor",
        f"{LIS}membership#Instructor",
        f"{LIS}membership/Instructor#TeachingAssistant",
        f"{LIS}system/person#User",
    ),
    "admin": (f"{LIS}institution/person#Administrator", f"{LIS}system/person#User"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one product speaks LTI 1.3.

    Attributes:
        lifetime: seconds from `iat` to `exp`.
        sends_azp: whether `azp` accompanies `aud`.
        token_content_type: of the token endpoint's JSON answers.
        hint: turns a random token into an lti_message_hint for a visit.
        login: further parameters of the login initiation.
        claims: what a launch carries besides the basics.
    """

    lifetime: int
    sends_azp: bool
    token_content_type: str
    hint: Callable[[str, Visit], str]
    login: Callable[[Visit], dict[str, str]]
    claims: Callable[[Visit, Addresses], dict[str, Any]]


def _names(visit: Visit) -> dict[str, str]:
    person = visit.person
    return {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "name": person.name,
        "email": person.email,
    }


def _roles(visit: Visit, known: Mapping[str, tuple[str, ...]]) -> list[str]:
    return list(known.get(visit.person.group, known["learner"]))


def _moodle_hint(token: str, visit: Visit) -> str:
    return json.dumps(
        {"cmid": int(visit.course.link_id), "launchid": f"ltilaunch{visit.course.link_id}_{token}"},
        separators=(",", ":"),
    )


def _moodle_login(visit: Visit) -> dict[str, str]:
    return {"lti_deployment_id": visit.institution.deployment_id}


def _moodle_claims(visit: Visit, addresses: Addresses) -> dict[str, Any]:
    course, institution = visit.course, visit.institution
    sourcedid = f"SIS-{course.label}"
    return {
        "sub": visit.person.subject,
        **_names(visit),
        f"{CLAIM}lis": {
            "person_sourcedid": f"SIS-{visit.person.subject}",
            "course_section_sourcedid": sourcedid,
        },
        f"{CLAIM}roles": _roles(visit, MOODLE_ROLES),
        f"{CLAIM}context": {
            "id": course.id,
            "label": course.label,
            "title": course.title,
            "type": ["CourseSection"],
        },
        f"{CLAIM}resource_link": {"title": "Mentoring", "description": "", "id": course.link_id},
        f"{CLAIM}ext": {"user_username": visit.person.key, "lms": "moodle-2"},
        f"{CLAIM}launch_presentation": {
            "locale": visit.locale,
            "document_target": "window" if visit.window else "iframe",
            "return_url": _course_url(visit, addresses),
        },
        f"{CLAIM}tool_platform": {
            "product_family_code": "moodle",
            "version": "2024100706",
            "guid": institution.platform_guid,
            "name": institution.slug,
            "description": institution.name,
        },
        f"{CLAIM}custom": {"theme": visit.theme},
    }


def _canvas_hint(token: str, _visit: Visit) -> str:
    return token


def _canvas_login(visit: Visit) -> dict[str, str]:
    deployment = visit.institution.deployment_id
    return {
        "deployment_id": deployment,
        "lti_deployment_id": deployment,
        "canvas_region": "unknown",
        "canvas_environment": "production",
    }


def _canvas_claims(visit: Visit, addresses: Addresses) -> dict[str, Any]:
    course, institution = visit.course, visit.institution
    # Canvas really sends this in every object claim.
    noise: dict[str, Any] = {"errors": {"errors": {}}, "validation_context": None}
    return {
        "sub": visit.person.subject,
        **_names(visit),
        "locale": visit.locale,
        "errors": {"errors": {}},
        f"{CLAIM}roles": _roles(visit, CANVAS_ROLES),
        f"{CLAIM}context": {
            "id": course.id,
            "label": course.label,
            "title": course.title,
            "type": [f"{LIS}course#CourseOffering"],
            **noise,
        },
        f"{CLAIM}resource_link": {
            "id": course.link_id,
            "title": course.title,
            "description": None,
            **noise,
        },
        f"{CLAIM}launch_presentation": {
            "document_target": "window" if visit.window else "iframe",
            "height": 800,
            "width": 1000,
            "locale": visit.locale,
            "return_url": _course_url(visit, addresses),
            **noise,
        },
        f"{CLAIM}tool_platform": {
            "guid": institution.platform_guid,
            "name": institution.name,
            "version": "cloud",
            "product_family_code": "canvas",
            **noise,
        },
        f"{CLAIM}custom": {"theme": visit.theme},
        "https://www.instructure.com/placement": "course_navigation",
    }


def _course_url(visit: Visit, addresses: Addresses) -> str:
    return f"{addresses.campus}/{visit.institution.slug}/{visit.person.key}/{visit.course.label}"


DIALECTS: Mapping[str, Dialect] = {
    "moodle": Dialect(
        lifetime=60,
        sends_azp=False,
        token_content_type="text/html; charset=utf-8",  # noqa: S106 (a media type, as Moodle's)
        hint=_moodle_hint,
        login=_moodle_login,
        claims=_moodle_claims,
    ),
    "canvas": Dialect(
        lifetime=3600,
        sends_azp=True,
        token_content_type="application/json; charset=utf-8",  # noqa: S106 (a media type)
        hint=_canvas_hint,
        login=_canvas_login,
        claims=_canvas_claims,
    ),
}
