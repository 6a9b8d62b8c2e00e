"""The routes inside the whole application: its checks let platforms in and show refusals."""

import os

import pytest
from environs import Env

from config.hub import hub
from config.settings import read_settings
from config.wiring import Adapters
from tests.fakes.encoder import FakeEncoder
from tests.lti.campus import HUB, Campus

FROM_THE_PLATFORM = {
    "Sec-Fetch-Site": "cross-site",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-Dest": "iframe",
    "Origin": "https://lms.example.edu",
}


@pytest.fixture
def app(storage, clock, entropy, http, monkeypatch):
    for name in [name for name in os.environ if name.startswith("MENTORLOOM_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("MENTORLOOM_PUBLIC_URL", HUB)
    return hub(
        Adapters(
            settings=read_settings(Env()),
            storage=storage,
            clock=clock,
            entropy=entropy,
            http=http,
            encoder=FakeEncoder(),
            checks={},
        )
    )


@pytest.fixture
def campus(app, clock):
    class FromThePlatform(Campus):
        def new_browser(self):
            browser = self.app.test_client()
            browser.environ_base.update(
                {f"HTTP_{k.upper().replace('-', '_')}": v for k, v in FROM_THE_PLATFORM.items()}
            )
            return browser

    return FromThePlatform(app, clock)


def test_a_cross_site_launch_ends_on_a_page_of_the_person(campus):
    answer = campus.launch(target_link_uri=HUB + "/app/")
    assert answer.status_code == 303
    page = campus.browser.get(answer.location, base_url=HUB, follow_redirects=True)
    assert page.status_code == 200
    ancestors = page.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://lms.example.edu" in ancestors


def test_a_refusal_is_a_page_that_can_be_read_inside_the_frame(campus):
    answer = campus.launch(version="1.1")
    assert answer.status_code == 403
    assert answer.mimetype == "text/html"
    assert "the version claim is not 1.3.0" in answer.text
    assert "frame-ancestors 'self' *" in answer.headers["Content-Security-Policy"]


def test_a_refusal_can_be_read_although_an_earlier_launch_signed_in(campus):
    campus.launch()
    answer = campus.launch(version="1.1")
    assert "frame-ancestors 'self' *" in answer.headers["Content-Security-Policy"]


def test_opening_the_launch_address_by_hand_is_explained(campus):
    answer = campus.browser.get("/lti/launch", base_url=HUB)
    assert answer.status_code == 405
    assert answer.mimetype == "text/html"


def test_a_login_with_nothing_in_it_is_explained(campus):
    answer = campus.browser.get("/lti/login", base_url=HUB)
    assert answer.mimetype == "text/html"
    assert "Open the activity from your course" in answer.text


def test_a_body_too_large_is_explained(campus):
    answer = campus.post("x" * 300_000, campus.login()["state"])
    assert (answer.status_code, answer.mimetype) == (413, "text/html")


def test_our_keys_need_no_sign_in(app):
    answer = app.test_client().get("/lti/jwks.json", base_url=HUB)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=300"
