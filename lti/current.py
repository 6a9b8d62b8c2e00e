"""The LTI tool of the app that handles this request."""

from flask import current_app
from flask.sansio.app import App

from lti.tool import LtiTool

_TOOL = "mentorloom-lti"


def keep_tool(app: App, tool: LtiTool) -> None:
    """Make the tool reachable from requests of this app."""
    app.extensions[_TOOL] = tool


def current_tool() -> LtiTool:
    """The tool of the app that handles this request."""
    found: LtiTool = current_app.extensions[_TOOL]
    return found
