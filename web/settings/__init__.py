"""The settings page: for administrators, each for their own organization.

Every part of it is a section (web/settings/sections.py) made where its subject lives, and handed
over here by config. The navigation shows the sections there are.
"""

from collections.abc import Sequence

from flask import Blueprint
from werkzeug.wrappers import Response

from web.page_mark import refuse_stale_page
from web.sessions import current_actor
from web.settings.frame import settings_page
from web.settings.sections import Section, keep_sections

__all__ = ["settings_blueprint"]


def settings_blueprint(sections: Sequence[Section]) -> Blueprint:
    """The settings page with these sections, in this order."""
    made = Blueprint("settings", __name__, url_prefix="/settings")
    made.record_once(lambda setup: keep_sections(setup.app, sections))
    made.before_request(_must_configure)
    made.before_request(refuse_stale_page)
    made.add_url_rule("/", "overview", overview)
    for section in sections:
        made.register_blueprint(section.blueprint, url_prefix=f"/{section.key}")
    return made


def overview() -> Response:
    """Show what can be set up."""
    return settings_page("settings/overview.html")


def _must_configure() -> None:
    current_actor().must_configure()
