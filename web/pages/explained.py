"""How matching works, in plain words."""

from flask import Blueprint
from werkzeug.wrappers import Response

from web.pages.frame import page

blueprint = Blueprint("explained", __name__)


@blueprint.get("/app/how-matching-works")
def show() -> Response:
    """What is used, what is never used, and what the numbers mean."""
    return page("pages/how_matching_works.html")
