"""A tool registers itself, or anew: from a checked token and payload to the list of tools."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from demo import registration_canvas, registration_moodle
from demo.campus import Campus
from demo.invitations import Invitation, RefusedRegistrationError
from demo.tools import Tool


def registered(here: Campus, invitation: Invitation, payload: object) -> Tool:
    """The tool as it is registered now.

    Raises:
        RefusedRegistrationError: the token was used, or the payload is wrong.
    """
    if not isinstance(payload, dict):
        raise RefusedRegistrationError(400, "The body must be a JSON object")
    institution, old = invitation.institution, invitation.updates
    deployment_id = old.deployment_id if old else here.ids.deployment(institution)
    read = registration_canvas.read if institution.dialect == "canvas" else registration_moodle.read
    tool = read(payload, institution, invitation.client_id, deployment_id)
    if old:
        now = here.tools.find(old.client_id) or old
        tool = replace(tool, active=now.active, offered=now.offered)
        here.tools.change(tool)
    elif not here.tools.add(tool):
        canvas = institution.dialect == "canvas"
        used = "The registration token has already been used" if canvas else "token_already_used"
        raise RefusedRegistrationError(401, used)
    return tool


def answer(here: Campus, invitation: Invitation, tool: Tool) -> Mapping[str, Any]:
    """What the product says of a registration."""
    institution = invitation.institution
    if institution.dialect == "moodle":
        return registration_moodle.answer(tool)
    page = here.addresses.page(institution.slug, invitation.person.key, "tools", tool.client_id)
    return registration_canvas.answer(tool, page)
