"""Adding an LMS: by a registration link, by Canvas's address, or by hand.

The form for doing it by hand works in two steps, so that addresses can be suggested without
scripts: product, issuer and client id first; then everything, with suggestions filled in.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.errors import ConflictError, InvalidInputError
from core.sentence import Sentence
from lti.current import current_tool
from lti.platform_details import PlatformDetails, with_suggestions
from lti.products import PRODUCTS
from lti.settings import words
from lti.settings.addresses import canvas_json_url, our_addresses
from web.pages.frame import onward
from web.problems import Problem, problem_of
from web.sessions import current_actor
from web.settings.frame import settings_page

_FIELDS = ("issuer", "client_id", "auth_login_url", "token_url", "token_audience", "jwks_url")


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages."""
    blueprint.add_url_rule("/add", view_func=ways)
    blueprint.add_url_rule("/add/link", view_func=make_link, methods=["POST"])
    blueprint.add_url_rule("/add/by-hand", view_func=by_hand)
    blueprint.add_url_rule("/add/by-hand", view_func=save_by_hand, methods=["POST"])


def ways() -> Response:
    """Show the ways to add an LMS."""
    return settings_page("settings/lms/add.html", canvas_json=canvas_json_url(), link=None)


def make_link() -> Response:
    """Make a registration link and show it, once."""
    link = current_tool().administration.invitations.create(current_actor())
    return settings_page("settings/lms/add.html", canvas_json=canvas_json_url(), link=link)


def by_hand() -> Response:
    """Show the form, with suggestions if a product was chosen."""
    product = request.args.get("product", "")
    known = PRODUCTS.get(product)
    typed: dict[str, Any] = {name: request.args.get(name, "").strip() for name in _FIELDS}
    if known and known.issuer and not typed["issuer"]:
        typed["issuer"] = known.issuer
    details = with_suggestions(PlatformDetails(product_family=product, **typed))
    shown = {name: getattr(details, name) for name in _FIELDS}
    return _form({**shown, "product": product, "deployment_id": ""})


def save_by_hand() -> Response:
    """Register what was typed, or show it again with what needs a change."""
    typed: dict[str, Any] = {name: request.form.get(name, "").strip() for name in _FIELDS}
    product = request.form.get("product", "")
    deployments = request.form.get("deployment_id", "")
    lines = (line.strip() for line in deployments.splitlines())
    shown = {**typed, "product": product, "deployment_id": deployments}
    try:
        details = PlatformDetails(
            **typed,
            product_family=product if product in PRODUCTS else "",
            deployment_ids=tuple(filter(None, lines)),
        )
        made = current_tool().administration.registrations.register(current_actor(), details)
    except InvalidInputError as error:
        return _form(shown, error.fields)
    except ConflictError as error:
        return _form(shown, problem=problem_of(error))
    return onward("settings.lms.show", "registered", registration_id=made.id)


def _form(
    typed: Mapping[str, str],
    problems: Mapping[str, Sequence[Sentence]] | None = None,
    problem: Problem | None = None,
) -> Response:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return settings_page(
        "settings/lms/by_hand.html",
        problem.status if problem else status,
        typed=typed,
        problems=problems or {},
        problem=problem,
        products=PRODUCTS,
        addresses=our_addresses(),
        words=words,
    )
