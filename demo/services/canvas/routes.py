"""Addresses of Canvas's services."""

from flask import Blueprint

from demo.services.canvas import groups, line_items, memberships, notices, results, scores
from demo.services.canvas.asked import CanvasError, refusal

canvas_services = Blueprint("canvas_services", __name__, url_prefix="/api/lti")
canvas_services.register_error_handler(CanvasError, refusal)

_COURSE = "/courses/<int:course>"
_ITEMS = f"{_COURSE}/line_items"
_NOTICES = "/notice-handlers/<int:deployment>"
_ITEM = f"{_ITEMS}/<int:item>"

for path, endpoint, method, view in (
    (f"{_COURSE}/names_and_roles", "roster", "GET", memberships.roster),
    (f"{_COURSE}/groups", "groups", "GET", groups.listed),
    (f"{_COURSE}/group_sets", "group_sets", "GET", groups.sets),
    (_ITEMS, "line_items", "GET", line_items.listed),
    (_ITEMS, "create_line_item", "POST", line_items.created),
    (_ITEM, "line_item", "GET", line_items.shown),
    (_ITEM, "update_line_item", "PUT", line_items.updated),
    (_ITEM, "delete_line_item", "DELETE", line_items.deleted),
    (f"{_ITEM}/scores", "score", "POST", scores.posted),
    (f"{_ITEM}/results", "results", "GET", results.listed),
    (_NOTICES, "notice_handlers", "GET", notices.listed),
    (_NOTICES, "subscribe", "PUT", notices.subscribed),
    (f"{_ITEM}/results/<int:result>", "result", "GET", results.shown),
):
    canvas_services.add_url_rule(path, endpoint, view, methods=[method])
