"""The installations of a registration: adding, approving, switching off and on."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.domain.identifiers import RegistrationId
from core.errors import ConflictError, InvalidInputError
from lti.current import current_tool
from lti.settings.detail import registration_page
from web.pages.form_fields import one_of
from web.pages.frame import onward
from web.problems import problem_of
from web.sessions import current_actor


def add_routes(blueprint: Blueprint) -> None:
    """Add the routes."""
    blueprint.add_url_rule(
        "/<uuid:registration_id>/deployments", view_func=change_deployments, methods=["POST"]
    )


def change_deployments(registration_id: UUID) -> Response:
    """Add one, let one in or switch one off."""
    action = one_of(request.form, "action", ("add", "on", "off"))
    deployment_id = request.form.get("deployment_id", "")
    try:
        _change(RegistrationId(registration_id), action, deployment_id)
    except InvalidInputError as error:
        typed = {"deployment_id": deployment_id}
        return registration_page(registration_id, typed=typed, problems=error.fields)
    except ConflictError as error:
        page = registration_page(registration_id, problem=problem_of(error))
        page.status_code = HTTPStatus.CONFLICT
        return page
    done = {"add": "deployment-added", "on": "deployment-on", "off": "deployment-off"}[action]
    return onward("settings.lms.show", done, registration_id=registration_id)


def _change(registration_id: RegistrationId, action: str, deployment_id: str) -> None:
    actor, deployments = current_actor(), current_tool().administration.deployments
    if action == "add":
        deployments.add(actor, registration_id, deployment_id)
    elif action == "on":
        owner = request.form.get("organization", "")
        deployments.let_in(actor, registration_id, deployment_id, owner)
    else:
        deployments.switch_off(actor, registration_id, deployment_id)
