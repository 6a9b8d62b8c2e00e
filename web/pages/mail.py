"""News by e-mail: one's own choice, and the link in each mail that ends them.

The link (RFC 8058):

1. GET shows a button and changes nothing: mail scanners and previews open links too.
2. POST ends the mails. Mail programs post by themselves when somebody presses "unsubscribe" there;
   the secret in the address is what proves it, so the request may come from anywhere.
"""

from uuid import UUID

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from core.domain.identifiers import OrganizationId
from web.access import public
from web.csrf import csrf_exempt
from web.pages.form_fields import one_of
from web.pages.frame import onward
from web.services import services
from web.sessions import current_actor

blueprint = Blueprint("mail", __name__)


@blueprint.post("/app/news/mail")
def choose() -> Response:
    """Want news by e-mail too, or in the hub only."""
    wanted = one_of(request.form, "mail", ("on", "off")) == "on"
    services().mail_choices.choose(current_actor(), wanted=wanted)
    return onward("pages.participation.show", "mail-chosen", _anchor="mail")


@blueprint.get("/mail/off/<uuid:organization_id>/<token>")
@public
def show(organization_id: UUID, token: str) -> str:
    """Say what the link does."""
    services().mail_choices.knows(OrganizationId(organization_id), token)
    return render_template("pages/mail_off.html", ended=False)


@blueprint.post("/mail/off/<uuid:organization_id>/<token>")
@public
@csrf_exempt("the secret in the address, which only the mail's reader has")
def end(organization_id: UUID, token: str) -> str:
    """End the mails."""
    services().mail_choices.end(OrganizationId(organization_id), token)
    return render_template("pages/mail_off.html", ended=True)
