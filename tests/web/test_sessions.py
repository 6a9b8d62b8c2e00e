from urllib.parse import parse_qs, urlsplit

import pytest
from werkzeug.http import parse_cookie

from tests.web.hub import HTTP, HTTPS, Hub
from web.sessions import begin


def launch(hub, actor=None, location="/app/probe"):
    """What a verified launch does: the ticket, the cookie and the whole answer."""
    opened = hub.opened(actor)
    with hub.app.test_request_context("/lti/launch", method="POST"):
        answer = begin(opened, location)
    return opened, answer


class TestBegin:
    def test_goes_on_with_a_ticket_and_keeps_the_query(self, hub):
        opened, answer = launch(hub, location="/app/probe?tab=path")
        assert answer.status_code == 303
        query = parse_qs(urlsplit(answer.location).query)
        assert query == {"tab": ["path"], "ticket": [opened.ticket]}
        assert answer.headers["Cache-Control"] == "no-store"

    def test_a_ticket_of_somebody_else_in_the_address_is_dropped(self, hub):
        other = hub.opened(hub.person("Eve"))
        opened, answer = launch(hub, location=f"/app/probe?ticket={other.ticket}&more=")
        query = parse_qs(urlsplit(answer.location).query, keep_blank_values=True)
        assert query == {"more": [""], "ticket": [opened.ticket]}

    def test_https_cookie_survives_a_cross_site_frame(self, https_hub):
        opened, answer = launch(https_hub)
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith(f"__Host-mentorloom={opened.token};")
        parts = set(cookie.split("; ")[1:])
        assert {"Secure", "HttpOnly", "SameSite=None", "Partitioned", "Path=/"} <= parts
        assert not any(part.startswith("Domain") for part in parts)

    def test_http_cookie_is_one_that_browsers_accept(self, hub):
        opened, answer = launch(hub)
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith(f"mentorloom={opened.token};")
        parts = set(cookie.split("; ")[1:])
        assert {"HttpOnly", "SameSite=Lax"} <= parts
        assert not parts & {"Secure", "Partitioned"}

    @pytest.mark.parametrize("settings", [HTTP, HTTPS], ids=["http", "https"])
    def test_the_cookie_goes_when_the_browser_is_closed(self, settings):
        _, answer = launch(Hub(settings))
        cookie = answer.headers["Set-Cookie"].lower()
        assert "max-age" not in cookie
        assert "expires" not in cookie

    def test_the_token_is_in_the_cookie_only(self, hub):
        opened, answer = launch(hub)
        assert opened.token not in answer.location
        assert opened.token not in answer.get_data(as_text=True)


class TestFirstPageWithCookie:
    def test_is_rendered_at_once_without_a_bearer(self, hub):
        actor = hub.person()
        opened, answer = launch(hub, actor)
        client = hub.app.test_client()
        client.set_cookie("mentorloom", opened.token)
        page = client.get(answer.location)
        assert page.status_code == 200
        assert page.json["person"] == str(actor.person_id)
        assert page.json["bearer"] == ""

    def test_can_be_reloaded(self, hub):
        opened, answer = launch(hub)
        client = hub.app.test_client()
        client.set_cookie("mentorloom", opened.token)
        assert client.get(answer.location).status_code == 200
        assert client.get(answer.location).json["bearer"] == ""

    def test_uses_the_ticket_up(self, hub):
        opened, answer = launch(hub)
        client = hub.app.test_client()
        client.set_cookie("mentorloom", opened.token)
        client.get(answer.location)
        assert hub.app.test_client().get(answer.location).status_code == 401

    def test_https(self):
        hub = Hub(HTTPS)
        _, answer = launch(hub)
        ((name, value),) = parse_cookie(answer.headers["Set-Cookie"].split(";")[0]).items()
        client = hub.app.test_client()
        client.set_cookie(name, value)
        assert client.get("/app/probe").status_code == 200


class TestFirstPageWithoutCookie:
    def test_carries_a_fresh_bearer_that_works(self, hub):
        actor = hub.person()
        opened, answer = launch(hub, actor)
        client = hub.app.test_client()
        bearer = client.get(answer.location).json["bearer"]
        assert bearer
        assert bearer not in (opened.token, opened.ticket)
        headers = {"Authorization": f"Bearer {bearer}"}
        later = client.get("/app/probe", headers=headers)
        assert later.json["person"] == str(actor.person_id)
        assert later.json["bearer"] == bearer, "a page loaded by htmx carries it on"

    def test_ends_the_token_that_the_browser_dropped(self, hub):
        opened, answer = launch(hub)
        hub.app.test_client().get(answer.location)
        client = hub.app.test_client()
        client.set_cookie("mentorloom", opened.token)
        assert client.get("/app/probe").status_code == 401

    def test_works_once(self, hub):
        _, answer = launch(hub)
        client = hub.app.test_client()
        assert client.get(answer.location).status_code == 200
        again = client.get(answer.location)
        assert again.status_code == 401
        assert "used already" in again.text

    def test_two_minutes_later_it_is_too_late(self, hub):
        _, answer = launch(hub)
        hub.clock.advance(minutes=2, seconds=1)
        assert hub.app.test_client().get(answer.location).status_code == 401

    @pytest.mark.parametrize("method", ["head", "post"])
    def test_only_a_page_request_takes_the_ticket(self, hub, method):
        _, answer = launch(hub)
        client = hub.app.test_client()
        assert getattr(client, method)(answer.location).status_code == 401
        assert client.get(answer.location).status_code == 200

    def test_a_missing_slash_does_not_cost_the_ticket(self, hub):
        _, answer = launch(hub, location="/app/slash")
        page = hub.app.test_client().get(answer.location, follow_redirects=True)
        assert page.status_code == 200
        assert page.request.path == "/app/slash/"

    def test_a_cookie_of_another_sign_in_does_not_win(self, hub):
        first, second = hub.person("Mia"), hub.person("Ada")
        client = hub.browser(first)
        _, answer = launch(hub, second)
        page = client.get(answer.location)
        assert page.json["person"] == str(second.person_id)
        assert page.json["bearer"]


class TestLaterRequests:
    def test_an_ended_session_is_nobody(self, hub):
        client = hub.browser()
        assert client.get("/app/probe").status_code == 200
        hub.clock.advance(hours=12)
        assert client.get("/app/probe").status_code == 401

    def test_a_wrong_bearer_does_not_fall_back_to_the_cookie(self, hub):
        client = hub.browser()
        answer = client.get("/app/probe", headers={"Authorization": "Bearer nonsense"})
        assert answer.status_code == 401

    @pytest.mark.parametrize("value", ["Bearer", "Bearer ", "Basic bWlhOng=", "nonsense", ""])
    def test_odd_authorization_headers_are_nobody(self, hub, value):
        answer = hub.app.test_client().get("/app/probe", headers={"Authorization": value})
        assert answer.status_code == 401

    def test_the_https_name_is_the_only_one_over_https(self, https_hub):
        opened = https_hub.opened()
        client = https_hub.app.test_client()
        client.set_cookie("mentorloom", opened.token)
        assert client.get("/app/probe").status_code == 401

    def test_flask_sets_no_session_cookie_of_its_own(self, hub):
        assert "Set-Cookie" not in hub.browser().get("/app/probe").headers

    def test_a_used_ticket_at_an_unknown_address_is_not_found(self, hub):
        assert hub.app.test_client().get("/app/nothing?ticket=used").status_code == 404
