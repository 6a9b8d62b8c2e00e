"""The section "privacy" of the settings page.

What is kept how long, who can see what, and everything about one person: handed out, or erased.
"""

import json
from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, request
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from core.domain.identifiers import PersonId
from core.domain.person import Person
from core.sentence import sentence
from web.pages.form_fields import written
from web.pages.frame import onward
from web.services import services, web_settings
from web.sessions import current_actor, known_sign_in
from web.settings.connections.forms import Problems
from web.settings.frame import settings_page
from web.settings.privacy.words import kept, seen_by
from web.settings.sections import Section

__all__ = ["privacy_section"]


def privacy_section() -> Section:
    """The section."""
    blueprint = Blueprint("privacy", __name__)
    one = "/people/<uuid:person_id>"
    blueprint.add_url_rule("/", view_func=listing)
    blueprint.add_url_rule(one, view_func=person)
    blueprint.add_url_rule(f"{one}/export", view_func=export, methods=["POST"])
    blueprint.add_url_rule(f"{one}/erase", view_func=erase, methods=["POST"])
    return Section(
        key="privacy",
        title=_("Privacy"),
        summary=_("What is kept how long, who sees what, and the data of one person."),
        blueprint=blueprint,
        done={
            "erased": _("Everything about this person is erased."),
            "blanked": _(
                "This person is erased. A nameless record stays for the sake of others they met."
            ),
        },
    )


def listing() -> Response:
    """Show what is kept how long and who sees what, and look for people."""
    text = request.args.get("q", "")
    found = services().who_is_who.look_for(current_actor(), text) if text.strip() else None
    return settings_page(
        "settings/privacy/listing.html",
        text=text,
        found=found,
        kept=kept(web_settings()),
        seen_by=seen_by(),
    )


def person(person_id: UUID) -> Response:
    """Show what can be done with the data of one person."""
    return _person(person_id, {})


def export(person_id: UUID) -> Response:
    """Hand out everything that is kept about somebody.

    Where the browser keeps no cookie, a download cannot be signed in: there the text is shown.
    """
    told = services().one_person.export(current_actor(), PersonId(person_id))
    text = json.dumps(told, indent=2, ensure_ascii=False)
    if known_sign_in().bearer:
        return settings_page("settings/privacy/export.html", text=text, person_id=person_id)
    headers = {
        "Content-Disposition": f'attachment; filename="person-{person_id}.json"',
        "Cache-Control": "no-store",
    }
    return Response(text.encode(), mimetype="application/json", headers=headers)


def erase(person_id: UUID) -> Response:
    """Erase everything about somebody, once their name was typed."""
    actor, of = current_actor(), PersonId(person_id)
    known = services().one_person.get(actor, of)
    if written(request.form, "typed").strip() != _called(known):
        told = sentence("Type %(word)s to show that you mean it.", word=_called(known))
        return _person(person_id, {"typed": [told]})
    gone = services().one_person.erase(actor, of)
    return onward("settings.privacy.listing", "erased" if gone else "blanked")


def _person(person_id: UUID, problems: Problems) -> Response:
    actor = current_actor()
    known = services().one_person.get(actor, PersonId(person_id))
    return settings_page(
        "settings/privacy/person.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        person=known,
        name=_called(known),
        typed=written(request.form, "typed"),
        own=known.id == actor.person_id,
        problems=problems,
    )


def _called(person: Person) -> str:
    """What has to be typed to erase somebody: their name, or what there is instead."""
    return person.name or person.email or str(person.id)
