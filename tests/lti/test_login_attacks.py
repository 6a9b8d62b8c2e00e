"""Attacks on the way from login to launch. Each is refused, and leaves nobody signed in."""

import pytest

from core.domain.registration import RegistrationStatus
from tests.lti.campus import (
    HUB,
    MISSING,
)


class TestReplay:
    def test_the_same_post_twice(self, campus, storage):
        asked = campus.login()
        token = campus.sign(campus.claims(asked["nonce"]))
        assert campus.post(token, asked["state"]).status_code == 303
        again = campus.post(token, asked["state"])
        assert "used already" in again.json["message"]
        assert len(storage.tables.table("sessions")) == 1

    def test_a_token_with_a_new_state(self, campus):
        asked = campus.login()
        token = campus.sign(campus.claims(asked["nonce"]))
        assert campus.post(token, asked["state"]).status_code == 303
        later = campus.login()
        assert "nonce" in campus.post(token, later["state"]).json["reason"]

    def test_the_nonce_of_one_login_with_the_state_of_another(self, campus, refused):
        first, second = campus.login(), campus.login()
        token = campus.sign(campus.claims(second["nonce"]))
        refused(campus.post(token, first["state"]), "nonce")

    @pytest.mark.parametrize("nonce", [MISSING, "", None, 5, ["a"], "made-up"])
    def test_no_nonce_of_ours(self, campus, refused, nonce):
        refused(campus.launch(nonce=nonce), "nonce")

    def test_a_refused_launch_uses_its_login_up(self, campus, refused):
        asked = campus.login()
        refused(campus.post("rubbish", asked["state"]))
        token = campus.sign(campus.claims(asked["nonce"]))
        refused(campus.post(token, asked["state"]), "used already")


class TestState:
    @pytest.mark.parametrize("state", [MISSING, "", "made-up", "\x00", "a" * 10_000, "ü\ud7ff"])
    def test_no_state_of_ours(self, campus, refused, state):
        asked = campus.login()
        token = campus.sign(campus.claims(asked["nonce"]))
        refused(campus.post(token, state), "used already")

    def test_ten_minutes_are_enough(self, campus, clock, refused):
        asked = campus.login()
        clock.advance(minutes=10)
        token = campus.sign(campus.claims(asked["nonce"]))
        refused(campus.post(token, asked["state"]), "ten minutes")

    def test_just_below_ten_minutes_is_fine(self, campus, clock):
        asked = campus.login()
        clock.advance(minutes=9, seconds=59)
        token = campus.sign(campus.claims(asked["nonce"]))
        assert campus.post(token, asked["state"]).status_code == 303

    def test_the_store_holds_no_secret(self, campus, storage):
        asked = campus.login()
        kept = repr(list(storage.tables.table("launch_states").values()))
        assert asked["state"] not in kept
        assert asked["nonce"] not in kept


class TestBrowser:
    def test_another_browser_without_the_cookie(self, campus, refused):
        """Login CSRF: the attacker begins, the victim's browser finishes."""
        asked = campus.login()
        token = campus.sign(campus.claims(asked["nonce"]))
        refused(campus.post(token, asked["state"], browser=campus.new_browser()), "cookie")

    def test_a_browser_with_the_cookie_of_another_login(self, campus, refused):
        victim = campus.new_browser()
        campus.login(browser=victim)
        asked = campus.login()
        token = campus.sign(campus.claims(asked["nonce"]))
        refused(campus.post(token, asked["state"], browser=victim), "cookie")

    def test_a_cookie_with_the_right_name_and_a_wrong_secret(self, campus, refused):
        asked = campus.login()
        victim = campus.new_browser()
        cookie = campus.login_cookie()
        victim.set_cookie(cookie.key, "guess", domain="hub.example.edu")
        token = campus.sign(campus.claims(asked["nonce"]))
        refused(campus.post(token, asked["state"], browser=victim), "cookie")


class TestTarget:
    @pytest.mark.parametrize(
        "target",
        [
            "https://evil.example/app/",
            "https://evil.example/?" + HUB + "/app/",
            "http://hub.example.edu/app/",
            "https://hub.example.edu:8443/app/",
            "https://hub.example.edu.evil.example/app/",
            "https://hub.example.edu@evil.example/app/",
            "https://user@hub.example.edu/app/",
            "https://hub.example.edu:99999/app/",
            "https://[hub.example.edu/app/",
            "//hub.example.edu/app/",
            "/app/",
            "javascript:alert(1)",
            "https:\\\\hub.example.edu/app/",
            "https://hub.example.edu/app/\\..\\settings",
            "https://hub.example.edu/app/\r\nSet-Cookie: a=b",
        ],
    )
    def test_another_site(self, campus, refused, target):
        refused(campus.launch(target_link_uri=target), "not an address of this tool")

    @pytest.mark.parametrize(
        "path",
        [
            "/settings/",
            "/api/v1/me",
            "/application",
            "/lti/login",
            "/app/../settings/",
            "/app/%2e%2e/settings/",
            "/app/%252e%252e/settings/",
            "/app/./x",
            "/app/%5c..%5csettings",
            "/app//evil.example",
            "/app/a//b",
            "//evil.example/app/",
        ],
    )
    def test_a_page_launches_may_not_open(self, campus, refused, path):
        refused(campus.launch(target_link_uri=HUB + path), "may open")

    def test_the_login_request_has_no_say(self, campus):
        """The unsigned parameter says one page, the signed claim another."""
        asked = campus.login(target_link_uri="https://evil.example/")
        token = campus.sign(campus.claims(asked["nonce"], target_link_uri=HUB + "/app/profile"))
        answer = campus.post(token, asked["state"])
        assert answer.location.startswith("/app/profile?")


class TestRegistration:
    @pytest.mark.parametrize("deployment", ["x" * 300, "a\nb", ""])
    def test_what_cannot_be_a_deployment(self, campus, refused, deployment):
        refused(campus.launch(deployment_id=deployment), "deployment")

    @pytest.mark.parametrize("status", ["disabled", "pending"])
    def test_switched_off_between_login_and_launch(
        self, campus, change_registration, refused, status
    ):
        asked = campus.login()
        change_registration(status=RegistrationStatus(status))
        token = campus.sign(campus.claims(asked["nonce"]))
        refused(campus.post(token, asked["state"]), "switched off")

    def test_removed_between_login_and_launch(self, campus, storage, refused):
        asked = campus.login()
        storage.tables.table("registrations").clear()
        token = campus.sign(campus.claims(asked["nonce"]))
        refused(campus.post(token, asked["state"]), "Open the activity again")
