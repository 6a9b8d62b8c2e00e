"""Views and an error page that show what the infrastructure made of a request."""

from flask import Blueprint, jsonify

from web.access import public
from web.csrf import csrf_exempt
from web.sessions import current_actor, known_sign_in
from web.surface import current_surface

# The error page is a template of its own; here it only shows what it is given.
ERROR_PAGE = (
    "<h1>{{ problem.title }}</h1><p>{{ problem.sentence }}</p><p>{{ problem.advice }}</p>"
    "<small>{{ request_id }}</small><b>{{ surface.locale }} {{ bearer }}</b>"
)


def probes() -> Blueprint:
    """Views that show what the infrastructure made of a request."""
    made = Blueprint("probe", __name__)

    @made.get("/app/probe")
    def shows():
        sign_in, surface = known_sign_in(), current_surface()
        return jsonify(
            person=str(current_actor().person_id),
            bearer=sign_in.bearer,
            surface=[surface.kind, surface.theme, surface.locale],
        )

    @made.get("/app/slash/")
    def ends_with_a_slash():
        return "here"

    @made.post("/app/probe")
    def changes():
        return jsonify(changed=True)

    @made.route("/open/probe", methods=["GET", "POST"])
    @public
    def open_to_all():
        return jsonify(signed_in=known_sign_in().session is not None)

    @made.post("/open/exempt")
    @public
    @csrf_exempt("a test")
    def exempt():
        return jsonify(changed=True)

    return made
