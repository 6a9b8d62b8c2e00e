"""The section "people" of the settings page: who is who, and whom to believe about them."""

from flask import Blueprint
from flask_babel import lazy_gettext as _

from web.services import services
from web.settings.people import believing, who_is_who
from web.settings.sections import Section

__all__ = ["people_section"]


def people_section() -> Section:
    """The section."""
    blueprint = Blueprint("people", __name__)
    for part in (who_is_who, believing):
        part.add_routes(blueprint)
    return Section(
        key="people",
        title=_("People"),
        summary=_("Who is who when several sources tell of people, and whom to believe."),
        blueprint=blueprint,
        done={
            "decided": _("It is decided whom this record is about."),
            "joined": _("The two are one person now."),
            "parted": _("They are two people again."),
            "believed": _("It is stored whom to believe. What people see follows in a moment."),
        },
        waiting=lambda actor: len(services().who_is_who.undecided(actor)),
    )
