"""Notices of platforms: the good ones are kept once, whatever comes with them."""

import json
from datetime import timedelta

import pytest
import structlog

from core.domain.registration import Deployment, RegistrationStatus
from core.errors import UnavailableError
from core.services.courses.course_copies import COURSE_COPIED
from lti.id_token import MAX_LENGTH
from lti.notices import MOST_NOTICES
from tests.lti.campus import CLAIM, HUB, ISSUER, KEY, MISSING, OTHER_KEY, SigningKey, sign_text
from tests.lti.conftest import JWKS_URL, ORGANIZATION, REGISTRATION

COPY = "LtiContextCopyNotice"
HELLO = "LtiHelloWorldNotice"


@pytest.fixture
def post(app):
    def send(*tokens, body=None):
        if body is None:
            body = json.dumps({"notices": [{"jwt": token} for token in tokens]})
        return app.test_client().post("/lti/notices", data=body, base_url=HUB)

    return send


@pytest.fixture
def notice(clock):
    """A signed notice; names of LTI claims need no prefix, MISSING removes one."""

    def made(notice_id="n-1", kind=COPY, key=KEY, header=None, **changes):
        now = int(clock.now().timestamp())
        claims = {
            "iss": ISSUER,
            "aud": "hub-1",
            "azp": "hub-1",
            "nonce": "n",
            "iat": now,
            "exp": now + 3600,
            CLAIM + "version": "1.3.0",
            CLAIM + "deployment_id": "1",
            CLAIM + "notice": {
                "id": notice_id,
                "timestamp": "2026-03-02T09:00:00Z",
                "type": kind,
            },
            CLAIM + "context": {"id": "new-course", "title": "Spring"},
            CLAIM + "origin_contexts": ["old-course"],
        }
        plain = {"iss", "aud", "azp", "iat", "exp", "nbf", "nonce"}
        for name, value in changes.items():
            claims[name if name in plain else CLAIM + name] = value
        claims = {name: value for name, value in claims.items() if value is not MISSING}
        return sign_text(json.dumps(claims).encode(), key, header)

    return made


@pytest.fixture
def kept(storage):
    def rows():
        return sorted(
            (n.notice_id, n.notice_type, n.context_id, n.origins)
            for n in storage.tables.table("notices").values()
        )

    return rows


def test_a_copy_notice_is_kept_and_its_work_promised(post, notice, kept, storage):
    answer = post(notice())
    assert (answer.status_code, answer.json) == (202, {"taken": 1, "refused": 0})
    assert kept() == [("n-1", COPY, "new-course", ("old-course",))]
    (job,) = storage.jobs
    assert job["job"] == COURSE_COPIED
    assert job["arguments"] == {"registration_id": str(REGISTRATION), "notice_id": "n-1"}


def test_hello_and_unknown_types_are_taken_and_lead_to_nothing(post, notice, kept, storage):
    with structlog.testing.capture_logs() as logs:
        answer = post(notice("h", HELLO, context=MISSING), notice("x", "LtiNewNotice"))
    assert answer.status_code == 202
    assert [row[:2] for row in kept()] == [("h", HELLO), ("x", "LtiNewNotice")]
    assert [entry["notice_type"] for entry in logs] == [HELLO, "LtiNewNotice"]
    assert storage.jobs == []


def test_a_repeated_notice_changes_nothing(post, notice, kept, storage, clock):
    token = notice()
    post(token, token)
    clock.advance(minutes=50)
    assert post(token, notice(origin_contexts=["another"])).status_code == 202
    assert kept() == [("n-1", COPY, "new-course", ("old-course",))]
    assert len(storage.jobs) == 1


def test_a_bad_notice_does_not_cost_the_good_ones_beside_it(post, notice, kept):
    answer = post(notice("bad", key=OTHER_KEY), notice("good"), "rubbish")
    assert (answer.status_code, answer.json) == (202, {"taken": 1, "refused": 2})
    assert [row[0] for row in kept()] == ["good"]


def test_nothing_to_tell_is_fine(post):
    assert post().status_code == 202


FORGED = SigningKey("campus-1")


@pytest.mark.parametrize(
    "changes",
    [
        {"key": FORGED},
        {"header": {"alg": "none", "kid": "campus-1"}},
        {"header": {"alg": "HS256", "kid": "campus-1"}},
        {"header": {"alg": "RS256"}},
        {"iss": "https://elsewhere.example"},
        {"iss": MISSING},
        {"iss": 7},
        {"aud": "other", "azp": "other"},
        {"aud": ["other"], "azp": "hub-1"},
        {"aud": ["hub-1", "other"], "azp": MISSING},
        {"aud": MISSING, "azp": MISSING},
        {"exp": MISSING},
        {"iat": MISSING},
        {"exp": 1_000_000_000},
        {"iat": 1_000_000_000},
        {"nbf": 5_000_000_000},
        {"version": "1.1"},
        {"deployment_id": "2"},
        {"deployment_id": MISSING},
        {"notice": MISSING},
        {"notice": {"id": "n", "type": ""}},
        {"notice": {"id": 7, "type": COPY}},
        {"context": MISSING},
        {"context": {"title": "no id"}},
        {"origin_contexts": MISSING},
        {"origin_contexts": ["old", 7]},
        {"origin_contexts": [""]},
    ],
    ids=str,
)
def test_what_is_not_beyond_doubt_is_refused(post, notice, kept, changes):
    answer = post(notice(**changes))
    assert (answer.status_code, answer.json["refused"]) == (400, 1)
    assert kept() == []


@pytest.mark.parametrize("azp", ["hub-1", MISSING])
def test_audiences_may_come_as_a_list(post, notice, azp):
    assert post(notice(aud=["hub-1"], azp=azp)).status_code == 202


@pytest.mark.parametrize(
    "token", ["", "a", "a.b.c", "é.é.é", "a.W10.c", "x" * (MAX_LENGTH + 1)], ids=lambda t: t[:9]
)
def test_what_is_no_token_is_refused(post, token):
    assert post(token).status_code == 400


def test_a_launchs_token_is_no_notice_and_a_notice_launches_nobody(campus, post, notice, refused):
    asked = campus.login()
    assert post(campus.sign(campus.claims(asked["nonce"]))).status_code == 400
    refused(campus.post(notice(nonce=asked["nonce"], sub="person-6"), asked["state"]))


def test_a_platform_that_is_switched_off_tells_nothing(post, notice, kept, change_registration):
    change_registration(status=RegistrationStatus.DISABLED)
    assert post(notice()).status_code == 400
    assert kept() == []


def test_an_installation_that_waits_for_approval_tells_nothing(post, notice, storage):
    waiting = Deployment(
        registration_id=REGISTRATION,
        deployment_id="1",
        organization_id=ORGANIZATION,
        status=RegistrationStatus.PENDING,
    )
    with storage.platform() as work:
        work.registrations.save_deployment(waiting)
    assert post(notice()).status_code == 400


def test_without_the_platforms_keys_the_notices_are_to_come_again(post, notice, kept, http):
    http.answer(JWKS_URL, UnavailableError("away"))
    assert post(notice(), "rubbish").status_code == 503
    assert kept() == []


def test_a_notice_that_waited_on_the_platform_is_taken_while_it_is_valid(post, notice, clock):
    token = notice()
    clock.advance(minutes=59)
    assert post(token).status_code == 202
    clock.time += timedelta(minutes=3)
    assert post(token).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"notices": {}}',
        '{"notices": ["a"]}',
        '{"notices": [{"jwt": 1}]}',
        '{"notices": [], "notices": []}',
        json.dumps({"notices": [{"jwt": "a"}] * (MOST_NOTICES + 1)}),
    ],
    ids=lambda b: b[:30],
)
def test_what_is_no_list_of_notices_is_refused_as_a_whole(post, body):
    answer = post(body=body)
    assert (answer.status_code, answer.json["code"]) == (400, "invalid_input")


def test_a_body_that_is_too_large_is_not_read(post):
    assert post(body="x" * 300_000).status_code == 413
