"""How pages of the settings are rendered."""

from http import HTTPStatus
from typing import Any

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from web.pages.frame import SAID, frame
from web.services import services
from web.sessions import current_actor
from web.settings.sections import current_section, sections


def settings_page(template: str, status: int = HTTPStatus.OK, **context: Any) -> Response:
    """A page of the settings inside its frame.

    Args:
        template: its name.
        status: of the answer.
        context: what the template shows.
    """
    actor, here = current_actor(), current_section()
    with services().storage.platform() as work:
        organization = work.organizations.get(actor.organization_id)
    body = render_template(
        template,
        frame=frame(),
        said=here.done.get(request.args.get(SAID, "")) if here else None,
        organization=organization,
        sections=sections(),
        waiting={section.key: section.waiting(actor) for section in sections()},
        here=here,
        **context,
    )
    return make_response(body, status)
