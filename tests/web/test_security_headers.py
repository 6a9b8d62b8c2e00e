import os
from dataclasses import replace

import pytest
from flask import Blueprint

from core.errors import UnavailableError
from tests.web.hub import PLATFORM, REGISTRATION, Hub
from web.framing import CANVAS_HOSTS, RegisteredPlatforms
from web.security_headers import FOREVER, allow, merged, rendered


def policy(answer):
    pairs = (part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    return {name: set(sources.split(" ")) for name, sources in pairs}


class TestContentPolicy:
    def test_nothing_inline_and_nothing_from_elsewhere(self, hub):
        found = policy(hub.browser().get("/app/probe"))
        assert found["default-src"] == {"'none'"}
        assert found["script-src"] == {"'self'"}
        assert found["style-src"] == {"'self'"}
        assert found["form-action"] == {"'self'"}
        assert found["base-uri"] == {"'none'"}
        assert not any("unsafe" in s for sources in found.values() for s in sources)

    def test_the_platform_a_person_came_from_may_frame_their_pages(self, hub):
        found = policy(hub.browser().get("/app/probe"))
        assert found["frame-ancestors"] == {"'self'", PLATFORM}

    def test_nobody_may_frame_the_pages_of_people_from_elsewhere(self, hub):
        client = hub.browser(hub.person(registration_id=None, context_id=None))
        assert policy(client.get("/app/probe"))["frame-ancestors"] == {"'self'"}

    def test_strangers_are_not_told_which_platforms_there_are(self, hub):
        answer = hub.app.test_client().get("/open/probe")
        assert PLATFORM not in str(answer.headers)
        assert policy(answer)["frame-ancestors"] == {"'self'"}

    def test_a_refusal_can_be_read_inside_the_frame(self, hub):
        answer = hub.app.test_client().get("/app/probe")
        assert answer.status_code == 401
        assert "*" in policy(answer)["frame-ancestors"]

    def test_a_view_can_widen_its_own_answer_only(self):
        views = Blueprint("wide", __name__)

        @views.get("/app/wide")
        def wide():
            allow("form-action", "https://lms.example.edu")
            return "ok"

        client = Hub(blueprints=[views]).browser()
        found = policy(client.get("/app/wide"))
        assert found["form-action"] == {"'self'", "https://lms.example.edu"}
        assert policy(client.get("/app/probe"))["form-action"] == {"'self'"}

    def test_a_source_replaces_none(self):
        together = merged({"frame-src": ("'none'",)}, {"frame-src": ("https://a.example",)})
        assert rendered(together) == "frame-src https://a.example"


class TestRegisteredPlatforms:
    def test_canvas_shows_pages_from_each_schools_host(self, hub):
        change(hub, issuer="https://canvas.instructure.com")
        session = hub.opened().session
        assert CANVAS_HOSTS in RegisteredPlatforms(hub.storage)(session)

    def test_the_site_that_a_launch_named_counts_for_its_session_only(self, hub):
        session = hub.opened().session
        named = replace(session, framed_by="https://learn.school.edu")
        platforms = RegisteredPlatforms(hub.storage)
        assert platforms(named) == (PLATFORM, "https://learn.school.edu")
        assert platforms(session) == (PLATFORM,)

    def test_nobody_frames_a_session_outside_an_lms(self, hub):
        actor = hub.person(registration_id=None, context_id=None)
        session = replace(hub.opened(actor).session, framed_by="https://learn.school.edu")
        assert RegisteredPlatforms(hub.storage)(session) == ()

    def test_an_answer_is_kept_and_survives_an_outage(self, hub):
        platforms, session = RegisteredPlatforms(hub.storage), hub.opened().session
        assert PLATFORM in platforms(session)
        change(hub, issuer="https://moved.example.edu", auth_login_url="")
        assert PLATFORM in platforms(session)

    def test_without_a_database_only_we_may_frame(self, hub, monkeypatch):
        session = hub.opened().session

        def away():
            raise UnavailableError("The database does not answer.")

        monkeypatch.setattr(hub.storage, "platform", away)
        assert RegisteredPlatforms(hub.storage)(session) == ()


def change(hub, **fields):
    with hub.storage.platform() as work:
        known = work.registrations.get(REGISTRATION)
        work.registrations.save(replace(known, **fields))


class TestOtherHeaders:
    @pytest.mark.parametrize("path", ["/app/probe", "/nothing", "/healthz", "/api/v1/me"])
    def test_are_on_every_answer(self, hub, path):
        headers = hub.browser().get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert headers["Cache-Control"] == "no-store"

    def test_hsts_over_https_only(self, hub, https_hub):
        assert "Strict-Transport-Security" not in hub.browser().get("/healthz").headers
        header = https_hub.browser().get("/healthz").headers["Strict-Transport-Security"]
        assert header == "max-age=31536000"


class TestStaticFiles:
    @pytest.fixture
    def site(self, hub, tmp_path):
        (tmp_path / "a.css").write_text("body { color: red }")
        hub.app.static_folder = str(tmp_path)
        return hub

    def address(self, hub):
        with hub.app.test_request_context():
            return hub.app.url_for("static", filename="a.css")

    def test_are_kept_for_ever_under_the_hash_of_their_content(self, site):
        address = self.address(site)
        assert "?v=" in address
        with site.app.test_client().get(address) as answer:
            assert answer.headers["Cache-Control"] == FOREVER

    @pytest.mark.parametrize("query", ["", "?v=", "?v=0123456789abcdef"])
    def test_any_other_address_is_asked_again(self, site, query):
        with site.app.test_client().get(f"/static/a.css{query}") as answer:
            assert answer.status_code == 200
            assert answer.headers["Cache-Control"] == "no-cache"

    def test_new_content_has_a_new_address(self, site, tmp_path):
        before = self.address(site)
        (tmp_path / "a.css").write_text("body { color: blue }")
        os.utime(tmp_path / "a.css", ns=(1, 1))
        assert self.address(site) != before

    @pytest.mark.parametrize("name", ["missing.css", "../secret", "/etc/passwd"])
    def test_what_is_not_there_has_no_hash(self, site, name):
        with site.app.test_request_context():
            assert "?v=" not in site.app.url_for("static", filename=name)
