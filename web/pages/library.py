"""The library: what courses offer, searched; and what they show about oneself."""

from uuid import UUID

from flask import Blueprint, request
from werkzeug.wrappers import Response

from core.domain.identifiers import EvidenceId
from core.services.library.library import LibraryQuery
from web.pages.form_fields import one_of
from web.pages.frame import onward, page
from web.pages.library_words import RESOURCE_KINDS, SHOWINGS
from web.services import services
from web.sessions import current_actor

blueprint = Blueprint("library", __name__)


@blueprint.get("/app/library")
def show() -> Response:
    """Show resources of the programme."""
    wanted = LibraryQuery(
        text=request.args.get("q", ""),
        skill=request.args.get("skill", ""),
        page=request.args.get("page", 1, int),
    )
    return page(
        "pages/library.html",
        found=services().library.search(current_actor(), wanted),
        wanted=wanted,
        kinds=RESOURCE_KINDS,
    )


@blueprint.get("/app/evidence")
def evidence() -> Response:
    """Show what one's courses show."""
    mine = services().own_evidence.mine(current_actor())
    return page("pages/evidence.html", mine=mine, showings=SHOWINGS)


@blueprint.post("/app/evidence/<uuid:evidence_id>")
def decide(evidence_id: UUID) -> Response:
    """Hide a piece, or show it again."""
    hidden = one_of(request.form, "action", ("hide", "show")) == "hide"
    services().own_evidence.hide(current_actor(), EvidenceId(evidence_id), hidden=hidden)
    return onward("pages.library.evidence", "evidence-hidden" if hidden else "evidence-shown")
