"""What each institution says about itself to tools that want to register.

Specs: https://www.imsglobal.org/spec/lti-dr/v1p0#platform-configuration,
https://openid.net/specs/openid-connect-discovery-1_0.html
"""

from typing import Any
from urllib.parse import urlsplit

from demo import canvas_variables, moodle_variables
from demo.addresses import Addresses
from demo.directory import Institution
from demo.registration_canvas import EXTENSION, PLACEMENTS
from demo.services.scopes import GRADES, GRANTED, GROUPS, MEMBERSHIPS
from demo.tools import CONTENT_AREA, DEEP_LINKING, RESOURCE_LINK

PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"


def registration_endpoint(institution: Institution, addresses: Addresses) -> str:
    """Where tools post their registrations."""
    return addresses.page(institution.slug, "lti", "registrations")


def configuration_url(institution: Institution, addresses: Addresses) -> str:
    """Where an institution's configuration is."""
    return addresses.page(institution.slug, ".well-known", "openid-configuration")


def configuration(institution: Institution, addresses: Addresses) -> dict[str, Any]:
    """The configuration in the product's shape."""
    common = {
        "issuer": addresses.issuer,
        "token_endpoint": addresses.token,
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256"],
        "jwks_uri": addresses.jwks,
        "authorization_endpoint": addresses.authorization,
        "registration_endpoint": registration_endpoint(institution, addresses),
        "response_types_supported": ["id_token"],
        "id_token_signing_alg_values_supported": ["RS256"],
    }
    if institution.dialect == "canvas":
        return {**common, **_canvas(institution, addresses)}
    return {**common, **_moodle()}


def _moodle() -> dict[str, Any]:
    return {
        # Moodle names LTI 1.1 outcomes and tool settings too; groups came after 4.5.
        "scopes_supported": [
            "https://purl.imsglobal.org/spec/lti-bo/scope/basicoutcome",
            *GRADES,
            MEMBERSHIPS,
            "https://purl.imsglobal.org/spec/lti-ts/scope/toolsetting",
            GROUPS,
            "openid",
        ],
        "subject_types_supported": ["public", "pairwise"],
        "claims_supported": ["sub", "iss", "name", "given_name", "family_name", "email"],
        PLATFORM: {
            "product_family_code": "moodle",
            "version": "4.5.6 (Build: 20250811)",
            "messages_supported": [
                {"type": RESOURCE_LINK},
                {"type": DEEP_LINKING, "placements": [CONTENT_AREA]},
            ],
            "variables": list(moodle_variables.KNOWN),
        },
    }


def _canvas(institution: Institution, addresses: Addresses) -> dict[str, Any]:
    host = urlsplit(addresses.campus).netloc
    return {
        "scopes_supported": ["openid", *GRANTED["canvas"]],
        "claims_supported": ["sub", "email", "name", "given_name", "family_name", "locale"],
        "subject_types_supported": ["public"],
        "authorization_server": host,
        PLATFORM: {
            "product_family_code": "canvas",
            "version": "vCloud",
            "messages_supported": [
                {"type": kind, "placements": [f"{EXTENSION}{n}" for n in names] + [CONTENT_AREA]}
                for kind, names in PLACEMENTS.items()
            ],
            "notice_types_supported": ["LtiHelloWorldNotice", "LtiContextCopyNotice"],
            "variables": list(canvas_variables.KNOWN),
            f"{EXTENSION}account_name": institution.name,
            f"{EXTENSION}account_lti_guid": institution.platform_guid,
            f"{EXTENSION}account_domain": host,
        },
    }
