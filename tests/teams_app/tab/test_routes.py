"""Coming in from Teams: the tab's first page, and the session that its script gets."""

from uuid import UUID

import pytest

from core.domain.program import Role
from core.errors import ConflictError
from tests.teams_app import entra
from tests.teams_app.entra import MISSING
from tests.teams_app.tab.tab_hub import TabHub
from tests.web.hub import PROGRAM, SAME

HUB = "https://hub.example.org"


@pytest.fixture
def hub():
    return TabHub()


@pytest.fixture
def browser(hub):
    return hub.app.test_client()


def policy(answer):
    directives = answer.headers["Content-Security-Policy"].split("; ")
    return {name: sources for name, *sources in map(str.split, directives)}


def headers(token):
    return {"Authorization": f"Bearer {token}", **SAME}


class TestFirstPage:
    @pytest.mark.parametrize("path", ["/teams/tab", "/teams/configure"])
    def test_teams_may_frame_it_and_nobody_else(self, browser, path):
        answer = browser.get(path, base_url=HUB)
        framing = policy(answer)["frame-ancestors"]
        assert "https://teams.microsoft.com" in framing
        assert "https://*.cloud.microsoft" in framing
        assert "*" not in framing
        assert "X-Frame-Options" not in answer.headers
        assert "Set-Cookie" not in answer.headers

    @pytest.mark.parametrize(
        ("query", "page"),
        [
            ("", "/app/"),
            ("entity=mentors&theme=dark", "/app/mentors"),
            ("entity=unknown", "/app/"),
            ("entity=home&page=/app/requests%3Fdone%3Dx", "/app/requests?done=x"),
            ("page=//evil.example/app/", "/app/"),
            ("page=https://evil.example/app/", "/app/"),
            ("page=/app/../settings/", "/app/"),
            ("page=/app/%252e%252e/settings/", "/app/"),
            ("page=/app/%5C%5Cevil", "/app/"),
            ("page=/app//x", "/app/"),
            ("page=/app/sign-out", "/app/"),
            ("page=/app/nowhere", "/app/"),
            ("page=/settings/", "/app/"),
            ("page=/lti/launch", "/app/"),
            ("page=http://[", "/app/"),
            ("page=/app/%0Ax", "/app/"),
            ("page=/teams/configure/programme", "/teams/configure/programme"),
        ],
    )
    def test_it_leads_to_pages_of_ours_only(self, browser, query, page):
        text = browser.get(f"/teams/tab?{query}", base_url=HUB).text
        assert f'data-page="{page}"' in text

    def test_the_dialog_leads_to_the_choice(self, browser):
        text = browser.get("/teams/configure", base_url=HUB).text
        assert 'data-page="/teams/configure/programme"' in text

    def test_without_scripts_it_says_what_to_do(self, browser):
        text = browser.get("/teams/tab", base_url=HUB).text
        assert "needs JavaScript" in text.partition("<noscript>")[2]

    def test_an_origin_of_the_deployment_may_frame_it_too(self):
        hub = TabHub()
        object.__setattr__(hub.settings, "teams_hosts", frozenset({"https://stand-in.example"}))
        try:
            answer = hub.app.test_client().get("/teams/tab", base_url=HUB)
        finally:
            object.__setattr__(hub.settings, "teams_hosts", frozenset())
        assert "https://stand-in.example" in policy(answer)["frame-ancestors"]


class TestSession:
    def test_the_first_page_by_cookie(self, hub, browser):
        wanted = {"theme": "dark", "locale": "de-de", "page": "/app/display"}
        answer = hub.come_in(browser, wanted=wanted)
        cookie = answer.headers["Set-Cookie"]
        for part in ("__Host-mentorloom=", "Secure", "HttpOnly", "SameSite=None", "Partitioned"):
            assert part in cookie
        page = browser.get(answer.json["location"], base_url=HUB)
        assert 'lang="de" data-theme="dark"' in page.text
        assert "hx-headers" not in page.text
        assert "teams.min.js" in page.text
        assert "https://teams.microsoft.com" in policy(page)["frame-ancestors"]

    def test_the_first_page_by_bearer(self, hub):
        answer = hub.come_in()
        page = hub.app.test_client().get(answer.json["location"], base_url=HUB)
        assert "Authorization" in page.text
        again = hub.app.test_client().get(answer.json["location"], base_url=HUB)
        assert again.status_code == 401

    def test_the_token_is_a_bearer_too(self, hub):
        token = hub.come_in().json["token"]
        page = hub.app.test_client().get("/app/display", headers=headers(token), base_url=HUB)
        assert page.status_code == 200

    @pytest.mark.parametrize(
        ("claims", "status"),
        [({"exp": 1}, 401), ({"azp": MISSING}, 401), ({"tid": str(UUID(int=9))}, 401)],
    )
    def test_a_bad_token_lets_nobody_in(self, hub, claims, status):
        answer = hub.come_in(**claims)
        assert answer.status_code == status
        assert "Set-Cookie" not in answer.headers
        assert "not valid" in answer.json["detail"]

    def test_another_tenant_is_told_so(self, hub):
        other = str(UUID(int=9))
        answer = hub.come_in(tid=other, iss=f"{entra.AUTHORITY}/{other}/v2.0")
        assert (answer.status_code, answer.json["code"]) == (403, "forbidden")

    def test_a_cookie_is_no_token(self, hub, browser):
        hub.come_in(browser)
        answer = browser.post("/teams/auth/session", json={}, headers=SAME, base_url=HUB)
        assert answer.status_code == 401

    def test_the_session_of_ours_is_no_token_of_microsoft(self, hub):
        token = hub.come_in().json["token"]
        answer = hub.come_in(headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401

    def test_another_site_cannot_use_it(self, hub, browser):
        hub.come_in(browser)
        answer = hub.come_in(browser, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403

    def test_what_comes_with_the_token_proves_nothing(self, hub):
        lies = {"oid": str(UUID(int=5)), "user": {"id": "x"}, "program": 7, "theme": "pink"}
        first, second = hub.come_in(), hub.come_in(wanted={**lies, "program": "x"})
        tokens = [one.json["token"] for one in (first, second)]
        people = {hub.services.sessions.find(token).actor.person_id for token in tokens}
        assert len(people) == 1
        assert hub.come_in(wanted=lies).status_code == 422
        assert hub.come_in(wanted={"page": "x" * 2000}).status_code == 422

    def test_two_tabs_at_once_of_somebody_new(self, hub, monkeypatch):
        arrive, arrivals = hub.services.teams_arrivals.arrive, hub.services.teams_arrivals
        calls = []

        def late(facts):
            calls.append(facts)
            if len(calls) == 1:
                raise ConflictError("Somebody was quicker.")
            return arrive(facts)

        monkeypatch.setattr(arrivals, "arrive", late)
        assert hub.come_in().status_code == 200
        assert len(calls) == 2

    def test_the_programme_of_the_tab(self, hub):
        hub.set_program(open_to_all=True)
        second = hub.come_in(wanted={"program": str(PROGRAM)}).json["token"]
        assert hub.services.sessions.find(second).actor.program_id == PROGRAM


class TestInside:
    @pytest.fixture
    def token(self, hub):
        return hub.come_in().json["token"]

    def test_home_is_a_choice_for_newcomers(self, hub, token):
        page = hub.app.test_client().get("/app/", headers=headers(token), base_url=HUB)
        assert "No mentoring here yet" in page.text

    def test_the_theme_follows(self, hub, token):
        client = hub.app.test_client()
        themes = (("contrast", "contrast"), ("unheard-of", "contrast"), ("glass", "dark"))
        for theme, ours in themes:
            answer = client.post(
                "/teams/theme", data={"theme": theme}, headers=headers(token), base_url=HUB
            )
            assert answer.status_code == 204
            assert hub.services.sessions.find(token).theme == ours

    def test_the_choice_for_a_new_tab(self, hub, token):
        client = hub.app.test_client()
        path = "/teams/configure/programme"
        none = client.get(path, headers=headers(token), base_url=HUB)
        assert "no programme that you could show" in none.text
        hub.set_program(open_to_all=True)
        some = client.get(path, headers=headers(token), base_url=HUB)
        assert f'value="{PROGRAM}"' in some.text
        assert 'data-name="Peers"' in some.text

    def test_there_is_a_link_to_copy_and_nothing_to_sign_out(self, hub, token):
        client = hub.app.test_client()
        text = client.get("/app/programs", headers=headers(token), base_url=HUB).text
        assert "data-share hidden" in text
        assert "/app/sign-out" not in text

    def test_a_refused_page_knows_the_way_back_in(self, hub):
        answer = hub.app.test_client().get("/app/display", base_url=HUB)
        assert answer.status_code == 401
        assert "teams-return.js" in answer.text

    def test_who_takes_part_is_there_at_once(self, hub, token):
        actor = hub.services.sessions.find(token).actor
        inside = actor.__class__(
            organization_id=actor.organization_id, person_id=actor.person_id, program_id=PROGRAM
        )
        hub.services.participations.join(inside, Role.MENTEE)
        again = hub.come_in().json["token"]
        page = hub.app.test_client().get("/app/", headers=headers(again), base_url=HUB)
        assert page.status_code == 200
        assert f'data-program="{PROGRAM}"' in page.text

    def test_nobody_is_sent_to_a_course(self, hub, token):
        client = hub.app.test_client()
        hub.set_program(open_to_all=True)
        token = hub.come_in().json["token"]
        for path in ("/app/nowhere", "/app/program", "/app/display", "/app/news"):
            text = client.get(path, headers=headers(token), base_url=HUB).text
            assert "course" not in text.partition("<main")[2], path
            assert "teacher" not in text.partition("<main")[2], path

    def test_a_form_of_another_programme_changes_nothing(self, hub, token):
        answer = hub.app.test_client().post(
            "/app/display",
            data={"page": "of another", "theme": "dark", "locale": "en"},
            headers=headers(token),
            base_url=HUB,
        )
        assert answer.status_code == 409
        assert "went into another programme" in answer.text
