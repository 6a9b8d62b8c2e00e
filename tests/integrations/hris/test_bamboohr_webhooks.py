"""BambooHR tells of changes: webhooks with their signature."""

import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta

import pytest

from core.errors import UnavailableError
from core.ports.connector_hooks import Delivery, Hooked
from core.ports.connectors import (
    NotAuthorisedError,
)
from integrations.hris.bamboohr.connector import BambooHR

SMALL = BambooHR(page=10, few=3)
HOOK = "https://hub.example/hooks/abc"


class TestWebhooks:
    def told(self, company):
        url, body, headers = company.sent[-1]
        assert url == HOOK
        names = {name.lower(): value for name, value in headers.items()}
        return Delivery(headers=names, query={}, body=body, at=company.clock.now())

    def test_are_verified(self, company):
        assert isinstance(SMALL, Hooked)
        hook = SMALL.subscribe(company.context(), HOOK)
        company.staff.change("110", job_title="Director")
        assert SMALL.receive(hook.secret, self.told(company)).streams == {"people"}
        assert SMALL.renew(company.context(), hook, HOOK) == hook
        assert SMALL.handshake(self.told(company)) is None

    def test_are_known_again_whatever_a_proxy_adds(self, company):
        hook = SMALL.subscribe(company.context(), HOOK)
        company.staff.change("110", job_title="Director")
        told = self.told(company)
        again = replace(told, headers={**told.headers, "x-request-id": "2"})
        first, second = (SMALL.receive(hook.secret, one) for one in (told, again))
        assert first.delivery_id == second.delivery_id != ""
        company.clock.advance(seconds=60)
        company.staff.change("110", job_title="Head")
        assert SMALL.receive(hook.secret, self.told(company)).delivery_id != first.delivery_id

    def test_end(self, company):
        hook = SMALL.subscribe(company.context(), HOOK)
        SMALL.unsubscribe(company.context(), hook)
        SMALL.unsubscribe(company.context(), hook)
        company.staff.change("110", job_title="Director")
        assert company.sent == []

    def test_that_cannot_be_ended_say_so(self, company):
        hook = SMALL.subscribe(company.context(), HOOK)
        company.wire.fault("/webhooks/", status=403)
        with pytest.raises(UnavailableError):
            SMALL.unsubscribe(company.context(), hook)

    @pytest.mark.parametrize("part", ["key", "body", "signature", "moment", "missing"])
    def test_of_others_are_refused(self, company, part):
        hook = SMALL.subscribe(company.context(), HOOK)
        company.staff.change("110", job_title="Director")
        told = self.told(company)
        key, headers, body = hook.secret, dict(told.headers), told.body
        if part == "key":
            key = ""
        elif part == "body":
            body += b" "
        elif part == "signature":
            headers["x-bamboohr-signature"] = "ü"
        elif part == "moment":
            headers["x-bamboohr-timestamp"] = "1"
        else:
            headers = {}
        with pytest.raises(NotAuthorisedError):
            SMALL.receive(key, Delivery(headers=headers, query={}, body=body, at=told.at))

    @pytest.mark.parametrize("hours", [-1, 5])
    def test_of_another_time_are_refused(self, company, hours):
        hook = SMALL.subscribe(company.context(), HOOK)
        company.staff.change("110", job_title="Director")
        told = self.told(company)
        late = Delivery(
            headers=told.headers, query={}, body=told.body, at=told.at + timedelta(hours=hours)
        )
        with pytest.raises(NotAuthorisedError, match="too old"):
            SMALL.receive(hook.secret, late)

    @pytest.mark.parametrize(
        ("moment", "fresh"),
        [
            ("2026-03-02 08:59:00", True),
            ("2026-03-02T08:59:00+00:00", True),
            ("soon", False),
            ("9" * 30, False),
        ],
    )
    def test_may_write_their_time_in_other_ways(self, company, moment, fresh):
        proof = hmac.new(b"key", b"{}" + moment.encode(), hashlib.sha256).hexdigest()
        headers = {"x-bamboohr-signature": proof, "x-bamboohr-timestamp": moment}
        told = Delivery(headers=headers, query={}, body=b"{}", at=company.clock.now())
        if fresh:
            assert SMALL.receive("key", told).streams
        else:
            with pytest.raises(NotAuthorisedError):
                SMALL.receive("key", told)
