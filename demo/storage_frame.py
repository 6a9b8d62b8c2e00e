"""The hidden frame beside a tool's that answers LTI platform storage messages, as Canvas has one.

1. The login initiation and the launch carry `lti_storage_target`, the name of the frame.
2. Tools whose cookies are blocked post `lti.put_data` and `lti.get_data` to it, with the origin of
   the authorisation endpoint as target, so that nobody else can answer.
3. static/platform_storage.js answers registered tools, each with what it stored itself.

Spec: https://www.imsglobal.org/spec/lti-cs-oidc/v0p1
"""

from flask import Blueprint, render_template

storage = Blueprint("storage", __name__)


@storage.get("/lti/storage")
def frame() -> str:
    """The frame's page."""
    return render_template("storage.html")
