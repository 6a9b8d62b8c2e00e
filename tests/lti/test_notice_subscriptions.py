"""Launches have our notice handlers registered, once for each installation and type."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.registration import RegistrationStatus
from core.errors import UnavailableError
from lti.notice_subscriptions import SUBSCRIBE_NOTICES
from lti.tool import LtiTool
from tests.lti.campus import HUB, ISSUER
from tests.lti.conftest import REGISTRATION

URL = ISSUER + "/api/lti/notice-handlers/1"
COPY, HELLO = "LtiContextCopyNotice", "LtiHelloWorldNotice"
HANDLER = HUB + "/lti/notices"
CLAIM = {
    "platform_notification_service_url": URL,
    "service_versions": ["1.0"],
    "scope": ["https://purl.imsglobal.org/spec/lti/scope/noticehandlers"],
    "notice_types_supported": [COPY, HELLO, "LtiAssetProcessorSubmissionNotice"],
}


class Platform:
    """A platform that keeps handlers, and the worker that registers ours with it."""

    def __init__(self, campus, storage, clock, entropy, http):
        self.campus, self.storage, self.http = campus, storage, http
        self.tool = LtiTool.assemble(storage, clock, entropy, http, HUB)
        token = {"access_token": "t", "expires_in": 3600, "token_type": "Bearer"}
        http.answer(ISSUER + "/token", json.dumps(token).encode())
        self.answers()

    def answers(self, body=b"{}", status=200):
        self.http.answer(URL, body, status, method="PUT")

    def launch(self, **changes):
        answer = self.campus.launch(platformnotificationservice=CLAIM | changes)
        assert answer.status_code == 303, answer.text

    def run(self):
        """Do what was promised; how often."""
        jobs = self.storage.tables.table("jobs")
        rows = [row for row in jobs.values() if row["job"] == SUBSCRIBE_NOTICES]
        jobs.clear()
        for row in rows:
            self.tool.subscriptions.subscribe_notices(**row["arguments"])
        return len(rows)

    @property
    def told(self):
        """What the platform was told, by type."""
        bodies = [json.loads(body) for method, url, body, _ in self.http.calls if method == "PUT"]
        return [(body["notice_type"], body["handler"]) for body in bodies]

    @property
    def known(self):
        with self.storage.platform() as work:
            return {s.notice_type: s.handler for s in work.notices.subscriptions(REGISTRATION)}


@pytest.fixture
def platform(campus, storage, clock, entropy, http):
    return Platform(campus, storage, clock, entropy, http)


def test_the_first_launch_has_both_types_registered_and_others_nothing(platform):
    platform.launch()
    platform.launch()
    assert platform.run() == 2
    assert platform.told == [(COPY, HANDLER), (HELLO, HANDLER)]
    assert platform.known == {COPY: HANDLER, HELLO: HANDLER}
    platform.launch()
    platform.launch()
    assert platform.run() == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"service_versions": ["2.0"]},
        {"service_versions": None},
        {"notice_types_supported": ["LtiAssetProcessorSubmissionNotice"]},
        {"notice_types_supported": 7},
        {"platform_notification_service_url": None},
    ],
    ids=str,
)
def test_platforms_that_offer_nothing_of_use_are_not_asked(platform, changes):
    platform.launch(**changes)
    assert platform.run() == 0


def test_another_address_of_ours_or_theirs_is_registered_anew(platform, storage):
    platform.launch()
    platform.run()
    with storage.platform() as work:
        for known in work.notices.subscriptions(REGISTRATION):
            work.notices.save_subscription(replace(known, handler="https://old.example/lti"))
            work.notices.save_subscription(replace(known, deployment_id="2"))
    platform.launch()
    assert platform.run() == 2
    platform.launch()
    moved = URL + "?v=2"
    platform.http.answer(moved, b"{}", method="PUT")
    platform.launch(platform_notification_service_url=moved)
    assert platform.run() == 2


def test_a_platform_that_refuses_is_asked_again_after_a_day(platform, clock):
    platform.answers(b"", 422)
    platform.launch()
    assert platform.run() == 2
    assert platform.known == {COPY: "", HELLO: ""}
    clock.advance(hours=23)
    platform.launch()
    assert platform.run() == 0
    clock.time += timedelta(hours=2)
    platform.answers()
    platform.launch()
    assert platform.run() == 2
    assert platform.known == {COPY: HANDLER, HELLO: HANDLER}


def test_a_platform_that_does_not_answer_is_left_to_the_queue(platform):
    platform.answers(b"", 503)
    platform.launch()
    with pytest.raises(UnavailableError):
        platform.run()
    assert platform.known == {}


def test_a_platform_that_was_switched_off_meanwhile_is_not_called(platform, change_registration):
    platform.launch()
    change_registration(status=RegistrationStatus.DISABLED)
    assert platform.run() == 2
    assert platform.told == []
