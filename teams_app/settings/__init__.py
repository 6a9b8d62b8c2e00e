"""The section "Microsoft Teams" of the settings page."""

from flask import Blueprint

from teams_app.administration import TeamsAdministration
from teams_app.settings import adding, deliveries, detail, ending, listing, words
from teams_app.settings.current import keep_administration
from web.settings.sections import Section

__all__ = ["teams_section"]


def teams_section(administration: TeamsAdministration) -> Section:
    """The section, for this deployment."""
    blueprint = Blueprint("teams", __name__)
    blueprint.record_once(lambda setup: keep_administration(setup.app, administration))
    for part in (listing, adding, deliveries, detail, ending):
        part.add_routes(blueprint)
    return Section(
        key="teams",
        title=words.TITLE,
        summary=words.SUMMARY,
        blueprint=blueprint,
        done=words.DONE,
        fields=words.FIELDS,
    )
