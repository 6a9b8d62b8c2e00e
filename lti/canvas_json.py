"""Our configuration as Canvas reads it from an address, for a developer key made by URL.

Canvas's own format, older than Dynamic Registration and understood by every Canvas:
https://github.com/instructure/canvas-lms/blob/master/doc/api/lti_dev_key_config.md. The redirect
URI is not part of it: Canvas has a field of its own for that.
"""

from typing import Any
from urllib.parse import urlsplit

from flask import jsonify
from werkzeug.wrappers import Response

from lti import offer
from lti.services.vocabulary import (
    LINE_ITEM_SCOPE,
    MEMBERSHIPS_SCOPE,
    NOTICES_SCOPE,
    RESULT_SCOPE,
    SCORE_SCOPE,
)
from lti.target import HOME
from lti.tool_paths import JWKS, LOGIN
from web.access import public
from web.services import web_settings

_SCOPES = (LINE_ITEM_SCOPE, RESULT_SCOPE, SCORE_SCOPE, MEMBERSHIPS_SCOPE, NOTICES_SCOPE)
"""Those of ours that Canvas has; one it does not know would make it refuse all."""
_VARIABLES = ("context_history", "prefers_high_contrast")


@public
def canvas_json() -> Response:
    """The configuration of this hub."""
    return jsonify(canvas_configuration(web_settings().public_url))


def canvas_configuration(public_url: str) -> dict[str, Any]:
    """The configuration of a hub.

    Args:
        public_url: its origin.
    """
    return {
        "title": offer.TITLE,
        "description": offer.DESCRIPTION,
        "oidc_initiation_url": public_url + LOGIN,
        "target_link_uri": public_url + HOME,
        "public_jwk_url": public_url + JWKS,
        "scopes": list(_SCOPES),
        "custom_fields": {name: f"${offer.VARIABLES[name]}" for name in _VARIABLES},
        "extensions": [
            {
                "domain": urlsplit(public_url).netloc,
                "tool_id": offer.TOOL_ID,
                "platform": "canvas.instructure.com",
                "privacy_level": "public",
                "settings": {
                    "text": offer.TITLE,
                    "icon_url": public_url + offer.LOGO,
                    "placements": _placements(public_url),
                },
            }
        ],
    }


def _placements(public_url: str) -> list[dict[str, Any]]:
    common = {"enabled": True, "target_link_uri": public_url + HOME}
    navigation = {
        "placement": offer.COURSE_NAVIGATION,
        "message_type": offer.RESOURCE_LINK,
        "text": offer.LABEL,
        "default": "enabled",
        "visibility": "members",
    }
    choosing = [
        {"placement": place, "message_type": offer.DEEP_LINKING, "text": offer.CHOOSING_LABEL}
        for place in offer.CANVAS_CHOOSING
    ]
    return [{**common, **placement} for placement in (navigation, *choosing)]
