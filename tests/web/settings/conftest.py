import pytest
from flask import Blueprint, jsonify
from flask_babel import lazy_gettext

from tests.web.pages.pages_hub import PagesHub
from web.pages import pages
from web.sessions import current_actor
from web.settings import settings_blueprint
from web.settings.frame import settings_page
from web.settings.sections import Section
from web.signin import signin


def probe_section() -> Section:
    """A section that shows what sections are given."""
    blueprint = Blueprint("probe", __name__)

    @blueprint.get("/")
    def listing():
        return settings_page("settings/overview.html")

    @blueprint.post("/")
    def change():
        return jsonify(person=str(current_actor().person_id))

    return Section(
        key="probe",
        title=lazy_gettext("Settings"),
        summary=lazy_gettext("Overview"),
        blueprint=blueprint,
        done={"signed-out": lazy_gettext("You are signed out.")},
        waiting=lambda actor: 7 if actor.operates else 0,
    )


@pytest.fixture
def hub():
    return PagesHub(blueprints=[pages, signin, settings_blueprint([probe_section()])])


@pytest.fixture
def administrator(hub):
    """Ada, who may configure the organization."""
    return hub.administrator()
