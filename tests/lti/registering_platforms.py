"""Platforms that register tools: Moodle as recorded, Canvas as its documentation shows it."""

import json
from pathlib import Path

CAPTURES = Path(__file__).parent / "captures"
MOODLE = json.loads((CAPTURES / "openid_configuration.json").read_text())
MOODLE_ORIGIN = "http://127.0.0.1:8081"
MOODLE_CONFIGURATION = f"{MOODLE_ORIGIN}/mod/lti/openid-configuration.php"
MOODLE_EXCHANGES = json.loads((CAPTURES / "registration_exchange.json").read_text())["exchanges"]

TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"
EXTENSION = "https://canvas.instructure.com/lti/"
PURL = "https://purl.imsglobal.org/spec/"
CANVAS_CONFIGURATION = (
    "https://canvas.instructure.com/api/lti/security/openid-configuration?registration_token=t"
)
SCHOOL = "https://school.instructure.com"

RESOURCE_LINK_PLACES = (
    "account_navigation",
    "assignment_selection",
    "course_navigation",
    "link_selection",
    "module_index_menu_modal",
    "wiki_page_menu",
)
DEEP_LINKING_PLACES = (
    "assignment_selection",
    "editor_button",
    "link_selection",
    "module_index_menu_modal",
    "submission_type_selection",
)


def canvas(prefix=EXTENSION, registers=SCHOOL, **changes):
    """Hosted Canvas's configuration.

    Args:
        prefix: put before the names of placements; older versions write them in short.
        registers: origin of the registration endpoint.
    """
    signs_in = "https://sso.canvaslms.com"
    return {
        "issuer": "https://canvas.instructure.com",
        "authorization_endpoint": f"{signs_in}/api/lti/authorize_redirect",
        "registration_endpoint": f"{registers}/api/lti/registrations",
        "jwks_uri": f"{signs_in}/api/lti/security/jwks",
        "token_endpoint": f"{signs_in}/login/oauth2/token",
        "scopes_supported": [
            "openid",
            PURL + "lti-ags/scope/lineitem",
            PURL + "lti-ags/scope/lineitem.readonly",
            PURL + "lti-ags/scope/result.readonly",
            PURL + "lti-ags/scope/score",
            PURL + "lti-nrps/scope/contextmembership.readonly",
            PURL + "lti/scope/noticehandlers",
            "https://canvas.instructure.com/lti/public_jwk/scope/update",
        ],
        "claims_supported": [
            "sub",
            "picture",
            "email",
            "name",
            "given_name",
            "family_name",
            "locale",
        ],
        "authorization_server": "sso.canvaslms.com",
        PLATFORM: {
            "product_family_code": "canvas",
            "version": "vCloud",
            "messages_supported": [
                {
                    "type": "LtiResourceLinkRequest",
                    "placements": [*(prefix + p for p in RESOURCE_LINK_PLACES), "ContentArea"],
                },
                {
                    "type": "LtiDeepLinkingRequest",
                    "placements": [*(prefix + p for p in DEEP_LINKING_PLACES), "ContentArea"],
                },
            ],
            "variables": [
                "ResourceLink.id",
                "Context.id.history",
                "Canvas.user.prefersHighContrast",
            ],
            EXTENSION + "account_name": "Test University",
            EXTENSION + "account_domain": "school.instructure.com",
        },
        **changes,
    }


def canvas_answer(**changes):
    """What Canvas answers to a registration."""
    return {
        "client_id": "10000000000001",
        "deployment_id": "106:8865aa05b4b79b64a91a86042e43af5ea8ae79eb",
        "registration_client_uri": f"{SCHOOL}/api/lti/registrations/1",
        TOOL: {EXTENSION + "registration_config_url": f"{SCHOOL}/api/lti/registrations/1/view"},
        **changes,
    }
