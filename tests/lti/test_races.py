"""Things that happen at the same moment, on a real PostgreSQL."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from integrations.base.system import SystemClock, SystemEntropy
from lti.keys import ToolKeyring
from tests.lti.campus import Campus
from tests.lti.conftest import ORGANIZATION, REGISTRATION, filled

AT_ONCE = 4


@pytest.fixture
def clock():
    return SystemClock()


@pytest.fixture
def entropy():
    return SystemEntropy()


@pytest.fixture
def storage(postgres_storage, clock, registration):
    return filled(postgres_storage, clock, registration)


def together(acts):
    """Run all acts as nearly at once as threads allow."""
    gate = threading.Barrier(len(acts))

    def run(act):
        gate.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_one_token_posted_many_times_at_once_signs_in_once(campus):
    asked = campus.login()
    token = campus.sign(campus.claims(asked["nonce"]))
    cookie = campus.login_cookie()

    def copy_of_the_browser():
        browser = campus.new_browser()
        browser.set_cookie(cookie.key, cookie.value, domain="hub.example.edu", secure=True)
        return browser

    browsers = [copy_of_the_browser() for _ in range(AT_ONCE)]
    answers = together([lambda b=b: campus.post(token, asked["state"], b) for b in browsers])
    assert sorted(answer.status_code for answer in answers) == [303] + [400] * (AT_ONCE - 1)


@pytest.mark.parametrize("round_", range(3))
def test_somebody_new_opening_several_activities_at_once_is_one_person(app, clock, storage, round_):
    campus = Campus(app, clock)
    begun = []
    for _ in range(AT_ONCE):
        browser = campus.new_browser()
        asked = campus.login(browser=browser)
        begun.append((browser, asked, campus.sign(campus.claims(asked["nonce"]))))
    answers = together([lambda b=b, a=a, t=t: campus.post(t, a["state"], b) for b, a, t in begun])
    assert [answer.status_code for answer in answers] == [303] * AT_ONCE
    with storage.tenant(ORGANIZATION) as work:
        person = work.people.by_identity(f"lti:{REGISTRATION}", "person-6")
        assert work.people.get_many([person.id])


def test_processes_that_make_the_first_key_at_once_agree_afterwards(storage, clock, entropy):
    rings = [ToolKeyring(storage, clock, entropy) for _ in range(AT_ONCE)]
    published = together([ring.jwks for ring in rings])
    signing = {ring.signing_key().kid for ring in rings}
    assert len(signing) == 1
    final = {key["kid"] for key in rings[0].jwks()["keys"]}
    for answer in published:
        assert {key["kid"] for key in answer["keys"]} <= final
