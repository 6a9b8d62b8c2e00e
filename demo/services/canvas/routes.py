"""Addresses of Canvas's services."""

from flask import Blueprint

from demo.services.canvas import memberships
from demo.services.canvas.asked import CanvasError, refusal

canvas_services = Blueprint("canvas_services", __name__, url_prefix="/api/lti")
canvas_services.register_error_handler(CanvasError, refusal)

canvas_services.get("/courses/<int:course>/names_and_roles")(memberships.roster)
