"""Launches as Moodle 4.5.6 sent them, recorded; only signature, nonce and addresses are ours."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.domain.registration import Deployment
from lti.platform_keys import PlatformKeys
from tests.fakes.outbound import FakeOutbound
from tests.lti.campus import CLAIM, HUB, KEY, Campus, sign_text

CAPTURES = Path(__file__).parent / "captures"


def capture(name):
    return json.loads((CAPTURES / f"{name}.json").read_text())


@pytest.fixture
def moodle(app, clock, storage, change_registration):
    """The recorded Moodle, registered under each capture's own issuer and client id."""

    class Moodle(Campus):
        def replay(self, name):
            recorded = capture(name)
            claims, header = recorded["claims"], recorded["jwt_header"]
            change_registration(issuer=claims["iss"], client_id=claims["aud"])
            clock.time = datetime.fromtimestamp(claims["iat"], UTC)
            initiation = {**capture("login_initiation")["params"], "iss": claims["iss"]}
            asked = self.login(**{**initiation, "client_id": claims["aud"]})
            assert asked["lti_message_hint"] == initiation["lti_message_hint"]
            claims = {**claims, "nonce": asked["nonce"], CLAIM + "target_link_uri": HUB + "/app/"}
            with storage.platform() as work:
                registration = work.registrations.find(claims["iss"], claims["aud"])
                deployment = claims[CLAIM + "deployment_id"]
                work.registrations.save_deployment(
                    Deployment(
                        registration_id=registration.id,
                        deployment_id=deployment,
                        organization_id=registration.organization_id,
                    )
                )
            token = sign_text(json.dumps(claims).encode(), KEY, {**header, "kid": KEY.kid})
            return self.post(token, asked["state"])

    return Moodle(app, clock)


@pytest.mark.parametrize(
    ("name", "person", "manages", "administers"),
    [
        ("id_token_student1", ("Ana Martin", "student1@campus.test"), False, False),
        ("id_token_teacher1", None, True, False),
        ("id_token_ta1", None, True, False),
        ("id_token_admin", ("Admin User", "admin@campus.test"), True, True),
        ("id_token_privacy_never_student", ("", ""), False, False),
    ],
)
def test_launches(moodle, session_of, person_of, name, person, manages, administers):
    session = session_of(moodle.replay(name))
    assert (session.actor.manages, session.actor.administers) == (manages, administers)
    assert session.actor.context_id == capture(name)["claims"][CLAIM + "context"]["id"]
    assert session.locale == "en"
    if person is not None:
        found = person_of(session)
        assert (found.name, found.email) == person


def test_its_question_what_to_add_leads_to_the_page_to_choose_on(moodle):
    location = moodle.replay("id_token_deep_linking").location
    assert location.startswith("/app/activities/choose?request=")


def test_its_review_of_a_link_that_is_no_activity_is_explained(moodle):
    answer = moodle.replay("id_token_submission_review").json
    assert (answer["code"], "no mentoring activity" in answer["message"]) == ("not_found", True)


def test_its_key_set(registration, clock):
    http = FakeOutbound()
    http.answer(registration.jwks_url, (CAPTURES / "platform_jwks.json").read_bytes())
    keys = PlatformKeys(http, clock)
    kid = capture("id_token_student1")["jwt_header"]["kid"]
    assert keys.key(replace(registration, product_family="moodle"), kid).key_size == 2048
