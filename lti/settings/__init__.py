"""The section "LMS registrations" of the settings page."""

from flask import Blueprint

from lti.settings import adding, deployments, detail, listing, waiting, words
from lti.tool import LtiTool
from web.settings.sections import Section

__all__ = ["lms_section"]


def lms_section(tool: LtiTool) -> Section:
    """The section, for this tool."""
    blueprint = Blueprint("lms", __name__)
    for part in (listing, adding, waiting, detail, deployments):
        part.add_routes(blueprint)
    return Section(
        key="lms",
        title=words.TITLE,
        summary=words.SUMMARY,
        blueprint=blueprint,
        done=words.DONE,
        waiting=lambda actor: len(tool.administration.waiting.all(actor)),
        fields=words.FIELDS,
    )
