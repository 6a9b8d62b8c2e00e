"""The page in which an LMS's administrator registers us: looking by GET, registering by POST.

It is shown in a frame of the platform and needs no cookie. A GET changes nothing, because
registration tokens work once: a preview or a reload must not use them up. The button posts the
platform's values back from our own page (web/csrf.py), so no other site can press it.
"""

import re

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from lti.current import current_tool
from lti.dynamic_registration.discovery import Asked
from lti.dynamic_registration.platform_configuration import PlatformConfiguration
from lti.dynamic_registration.words import place_words, scope_words
from lti.products import product_name
from lti.tool_paths import REGISTER
from web.access import public
from web.framing import CANVAS_HOSTS
from web.security_headers import allow

_HOST = re.compile(r"[a-z0-9.-]+")


def add_registration_routes(blueprint: Blueprint) -> None:
    """Add the routes, with and without an invitation in the address."""
    for rule in (REGISTER, f"{REGISTER}/<invitation>"):
        blueprint.add_url_rule(rule, view_func=look, methods=["GET"])
        blueprint.add_url_rule(rule, view_func=register, methods=["POST"])


@public
def look(invitation: str = "") -> str:
    """Say who asks and what for."""
    asked = Asked(
        configuration_url=request.args.get("openid_configuration", ""),
        token=request.args.get("registration_token", ""),
        invitation=invitation,
    )
    platform, organization = current_tool().registering.look(asked)
    _allow_frames(platform)
    return render_template(
        "lti/register.html",
        asked=asked,
        platform=platform,
        organization=organization,
        product=product_name(platform.product_family),
        scopes=scope_words(platform),
        places=place_words(platform),
    )


@public
def register(invitation: str = "") -> Response | str:
    """Register, and say what remains to be done."""
    asked = Asked(
        configuration_url=request.form.get("openid_configuration", ""),
        token=request.form.get("registration_token", ""),
        invitation=invitation,
    )
    platform, outcome = current_tool().registering.register(asked)
    _allow_frames(platform)
    return render_template("lti/registered.html", platform=platform, outcome=outcome)


def _allow_frames(platform: PlatformConfiguration) -> None:
    """Let the platform's own pages show ours; its values were checked."""
    allow("frame-ancestors", platform.issuer)
    if platform.account_domain and _HOST.fullmatch(platform.account_domain):
        allow("frame-ancestors", CANVAS_HOSTS, f"https://{platform.account_domain}")
