"""What Canvas puts into its messages; shapes follow its published examples and recorded launches.

One thing is stricter than the product: Canvas keeps what it has to remember of a deep linking
request in the return URL, this campus asks for it back as `data`, as the specification allows.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from demo.addresses import Addresses
from demo.canvas_variables import values
from demo.custom_parameters import names, substituted
from demo.messages import Rules
from demo.roles import LIS, canvas_roles
from demo.tools import Tool
from demo.visits import Visit

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
DL_SETTINGS = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
STORAGE_FRAME = "post_message_forwarding"
"""Name of the frame beside the tool's that answers platform storage messages."""
NOISE: Mapping[str, Any] = {"errors": {"errors": {}}, "validation_context": None}
"""Canvas really sends this in every object claim."""

RULES: Mapping[str, Rules] = {
    "course_assignments_menu": Rules(several=True, line_items=True, confirms=False),
    "assignment_selection": Rules(several=False, line_items=True, confirms=True),
    "link_selection": Rules(several=False, line_items=False, confirms=True),
}
"""The places where teachers choose content."""


def hint(token: str, _visit: Visit) -> str:
    """An opaque token."""
    return token


def login(visit: Visit) -> dict[str, str]:
    """Further parameters of the login initiation."""
    deployment = visit.tool.deployment_id
    return {
        "deployment_id": deployment,
        "lti_deployment_id": deployment,
        "canvas_region": "unknown",
        "canvas_environment": "production",
        "lti_storage_target": STORAGE_FRAME,
    }


def claims(visit: Visit, addresses: Addresses) -> dict[str, Any]:
    """A message's claims besides those every platform sends."""
    institution = visit.institution
    return {
        "sub": visit.person.subject,
        **names(visit),
        **_sourced(visit),
        "locale": visit.locale,
        "errors": {"errors": {}},
        f"{CLAIM}roles": canvas_roles(visit.person, in_course=visit.course is not None),
        **_context(visit),
        **_opened(visit),
        f"{CLAIM}launch_presentation": _presentation(visit, addresses),
        f"{CLAIM}tool_platform": {
            "guid": institution.platform_guid,
            "name": institution.name,
            "version": "cloud",
            "product_family_code": "canvas",
            **NOISE,
        },
        # What a link brings wins over a tool's own parameters.
        f"{CLAIM}custom": substituted(
            {**visit.tool.custom, **visit.message.custom}, visit, values(visit)
        ),
        "https://www.instructure.com/placement": visit.message.placement or None,
    }


def _sourced(visit: Visit) -> dict[str, Any]:
    # Nobody and nothing here came from a student information system.
    if "name" not in names(visit):
        return {}
    told = {
        "person_sourcedid": "$Person.sourcedId",
        "course_offering_sourcedid": "$CourseSection.sourcedId",
    }
    return {f"{CLAIM}lis": {**told, **NOISE}}


def _context(visit: Visit) -> dict[str, Any]:
    course, person = visit.course, visit.person
    if course is None:
        return {}
    observed = [visit.institution.person(key) for key in person.observes]
    scope = [known.subject for known in observed if known]
    return {
        f"{CLAIM}context": {
            "id": course.id,
            "label": course.label,
            "title": course.title,
            "type": [f"{LIS}course#CourseOffering"],
            **NOISE,
        },
        **({f"{CLAIM}role_scope_mentor": scope} if scope else {}),
    }


def _opened(visit: Visit) -> dict[str, Any]:
    link = visit.message.link
    if link is None:
        return {DL_SETTINGS: {**(visit.message.settings or {}), **NOISE}}
    return {
        f"{CLAIM}resource_link": {
            "id": link.id,
            "title": link.title,
            "description": link.text or None,
            **NOISE,
        }
    }


def _presentation(visit: Visit, addresses: Addresses) -> dict[str, Any]:
    if visit.message.link is None:
        cancel = urlencode({"include_host": "true", "placement": visit.message.placement})
        return_url = f"{addresses.campus}/lti/deep-linking/cancel?{cancel}"
    else:
        return_url = addresses.page(*visit.steps)
    return {
        "document_target": "window" if visit.window else "iframe",
        "height": 800,
        "width": 1000,
        "locale": visit.locale,
        "return_url": return_url,
        **NOISE,
    }


def settings(return_url: str, _tool: Tool, placement: str, data: str) -> dict[str, Any]:
    """Deep linking settings of a place in RULES."""
    return {
        "deep_link_return_url": return_url,
        "accept_types": ["ltiResourceLink"],
        "accept_presentation_document_targets": ["iframe", "window"],
        "accept_media_types": "application/vnd.ims.lti.v1.ltilink",
        "accept_multiple": RULES[placement].several,
        "auto_create": False,
        "data": data,
    }
