import pytest
from flask import Blueprint
from flask_babel import get_locale, get_timezone

from core.domain.profile import Profile
from tests.web.hub import Hub
from web.surface import supported_locale
from web.template_context import template_context


def views():
    made = Blueprint("words", __name__)

    @made.get("/app/words")
    def words():
        return {"locale": str(get_locale()), "zone": str(get_timezone())}

    @made.get("/app/context")
    def context():
        given = template_context()
        return {
            "names": sorted(given),
            "actor": str(given["actor"].person_id),
            "theme": given["surface"].theme,
            "request_id": given["request_id"],
        }

    return made


@pytest.fixture
def hub():
    return Hub(blueprints=[views()])


class TestLocale:
    @pytest.mark.parametrize(
        ("tags", "locale"),
        [
            (["de"], "de"),
            (["de-AT"], "de"),
            (["de_CH"], "de"),
            (["DE"], "de"),
            (["fr", "de-DE", "en"], "de"),
            (["en-GB"], "en"),
            (["fr"], "en"),
            (["deu"], "en"),
            ([""], "en"),
            ([], "en"),
            (["\x00"], "en"),
        ],
    )
    def test_falls_back_by_the_language_part(self, tags, locale):
        assert supported_locale(*tags) == locale

    def test_the_host_decides_when_somebody_is_signed_in(self, hub):
        client = hub.browser(locale="de-AT")
        answer = client.get("/app/words", headers={"Accept-Language": "en"})
        assert answer.json["locale"] == "de"

    def test_else_the_browser_does(self, hub):
        headers = {"Accept-Language": "fr, de;q=0.8, en;q=0.5"}
        answer = hub.app.test_client().get("/app/words", headers=headers)
        assert answer.status_code == 401
        assert "<b>de </b>" in answer.text

    def test_surface_of_a_session(self, hub):
        assert hub.browser(locale="de").get("/app/probe").json["surface"] == ["lti", "dark", "de"]


class TestTimeZone:
    def test_is_the_profiles(self, hub):
        actor = hub.person()
        profile = Profile(person_id=actor.person_id, time_zone="Europe/Vienna")
        hub.services.profiles.save(actor, profile)
        assert hub.browser(actor).get("/app/words").json["zone"] == "Europe/Vienna"

    @pytest.mark.parametrize("told", ["", "Mars/Olympus"])
    def test_is_utc_when_unknown(self, hub, told):
        actor = hub.person()
        with hub.storage.tenant(actor.organization_id) as work:
            work.profiles.save(Profile(person_id=actor.person_id, time_zone=told))
        assert hub.browser(actor).get("/app/words").json["zone"] == "UTC"


def test_templates_know_who_is_there_and_how_to_look(hub):
    actor = hub.person()
    answer = hub.browser(actor).get("/app/context")
    assert answer.json == {
        "names": [
            "actor",
            "bearer",
            "locales",
            "page_mark",
            "request_id",
            "session",
            "surface",
            "teams_hosts",
            "themes",
        ],
        "actor": str(actor.person_id),
        "theme": "dark",
        "request_id": answer.headers["X-Request-ID"],
    }
