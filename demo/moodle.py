"""What Moodle 4.5 puts into its messages; shapes follow recorded ones.

Claims of services stand with the services: a claim is a promise.
"""

import json
from collections.abc import Mapping
from typing import Any

from demo.addresses import Addresses
from demo.custom_parameters import names, substituted
from demo.directory import Institution
from demo.messages import Rules
from demo.moodle_variables import values
from demo.roles import moodle_roles
from demo.tools import CONTENT_AREA, REVIEW, Tool
from demo.visits import Visit

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
DL_SETTINGS = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"

RULES: Mapping[str, Rules] = {CONTENT_AREA: Rules(several=True, line_items=True, confirms=True)}
"""The places where teachers choose content."""


def hint(token: str, visit: Visit) -> str:
    """JSON text, which tools have to return byte for byte."""
    link = visit.message.link
    if link is None:
        told: dict[str, Any] = {"launchid": f"ltilaunch_ContentItemSelectionRequest{token}"}
    else:
        told = {"cmid": int(link.id), "launchid": f"ltilaunch{link.id}_{token}"}
    return json.dumps(told, separators=(",", ":"))


def login(visit: Visit) -> dict[str, str]:
    """Further parameters of the login initiation."""
    return {"lti_deployment_id": visit.tool.deployment_id}


def claims(visit: Visit, addresses: Addresses) -> dict[str, Any]:
    """A message's claims besides those every platform sends."""
    lis = {"person_sourcedid": f"SIS-{visit.person.subject}"}
    if visit.course:
        lis["course_section_sourcedid"] = f"SIS-{visit.course.label}"
    named = names(visit)
    return {
        "sub": visit.person.subject,
        **named,
        f"{CLAIM}lis": lis,
        f"{CLAIM}roles": moodle_roles(visit.person),
        **_context(visit),
        **_opened(visit, addresses),
        f"{CLAIM}ext": {
            **({"user_username": visit.person.key} if "name" in named else {}),
            "lms": "moodle-2",
        },
        f"{CLAIM}tool_platform": _platform(visit.institution),
        # A tool's own parameters win over those of a link.
        f"{CLAIM}custom": {
            **substituted({**visit.message.custom, **visit.tool.custom}, visit, values(visit)),
            **_setting_urls(visit, addresses),
        },
    }


def _platform(institution: Institution) -> dict[str, str]:
    return {
        "product_family_code": "moodle",
        "version": "2024100706",
        "guid": institution.platform_guid,
        "name": institution.slug,
        "description": institution.name,
    }


def _setting_urls(visit: Visit, addresses: Addresses) -> dict[str, str]:
    # Moodle tells every link where its tool settings would be, a service nobody asked for here.
    if visit.message.link is None or visit.course is None:
        return {}
    base, tool = addresses.page("mod", "lti", "services.php"), visit.tool.deployment_id
    section = f"{base}/CourseSection/{visit.course.id}/bindings/tool/{tool}"
    return {
        "system_setting_url": f"{base}/tool/{tool}/custom",
        "context_setting_url": f"{section}/custom",
        "link_setting_url": f"{base}/links/{{link_id}}/custom",
    }


def _context(visit: Visit) -> dict[str, Any]:
    course = visit.course
    if course is None:
        return {}
    return {
        f"{CLAIM}context": {
            "id": course.id,
            "label": course.label,
            "title": course.title,
            "type": ["CourseSection"],
        }
    }


def _opened(visit: Visit, addresses: Addresses) -> dict[str, Any]:
    message = visit.message
    if message.link is None:
        return {
            f"{CLAIM}launch_presentation": {"locale": visit.locale},
            DL_SETTINGS: message.settings,
        }
    link = message.link
    review = {f"{CLAIM}for_user": {"user_id": message.for_user}} if message.kind == REVIEW else {}
    return {
        **review,
        f"{CLAIM}resource_link": {"title": link.title, "description": link.text, "id": link.id},
        f"{CLAIM}launch_presentation": {
            "locale": visit.locale,
            "document_target": "window" if visit.window else "iframe",
            "return_url": addresses.page(*visit.steps),
        },
    }


def settings(return_url: str, tool: Tool, _placement: str, _data: str) -> dict[str, Any]:
    """Deep linking settings of "Select content"; Moodle asks for no `data` back."""
    return {
        "accept_types": ["ltiResourceLink"],
        "accept_presentation_document_targets": ["frame", "iframe", "window"],
        "accept_copy_advice": False,
        "accept_multiple": True,
        "accept_unsigned": False,
        "auto_create": False,
        "can_confirm": False,
        "deep_link_return_url": return_url,
        "title": tool.name,
        "text": "",
    }
