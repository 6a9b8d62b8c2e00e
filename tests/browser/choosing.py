"""Questions of a platform what to put into a course, asked of a teacher of the served hub."""

from types import SimpleNamespace
from typing import TYPE_CHECKING

from lti.claims import read_message
from lti.current import current_tool
from tests.lti.campus import CLAIM, INSTRUCTOR

if TYPE_CHECKING:
    from tests.browser.served import Served

RETURN = "https://lms.example.edu/return?sesskey=s3cret"
SETTINGS = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"


def question(served: "Served", who: str = "teacher", **settings: object) -> str:
    """Ask; returns the path of the page to choose on."""
    actor = served.actors[who]
    asked = {
        "deep_link_return_url": RETURN,
        "accept_types": ["ltiResourceLink"],
        "accept_presentation_document_targets": ["iframe"],
        **settings,
    }
    claims = {
        "sub": "teacher",
        CLAIM + "message_type": "LtiDeepLinkingRequest",
        CLAIM + "version": "1.3.0",
        CLAIM + "deployment_id": "1",
        CLAIM + "roles": [INSTRUCTOR],
        CLAIM + "context": {"id": actor.context_id},
        SETTINGS: asked,
    }
    registration = SimpleNamespace(id=actor.registration_id)
    facts = SimpleNamespace(registration=registration)
    verified = SimpleNamespace(message=read_message(claims), facts=facts)
    with served.turn, served.hub.app.app_context():
        return current_tool().deep_links.remember(verified, actor)
