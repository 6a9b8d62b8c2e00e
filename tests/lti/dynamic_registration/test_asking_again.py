"""Platforms that are registered already and ask again."""

from dataclasses import replace

import pytest

from core.domain.organization import Organization
from core.domain.registration import RegistrationStatus
from lti.dynamic_registration.registrar import Outcome
from tests.lti.conftest import ORGANIZATION
from tests.lti.dynamic_registration.asking import CANVAS_ENDPOINT, OTHER, bytes_of, hosted_canvas
from tests.lti.registering_platforms import CANVAS_CONFIGURATION, canvas, canvas_answer


class TestAgain:
    @pytest.fixture
    def registered(self, tool, invitation, kept):
        tool.registering.register(hosted_canvas(invitation=invitation()))
        return lambda: kept("https://canvas.instructure.com", "10000000000001")

    def test_endpoints_follow_the_platform(self, tool, http, registered):
        moved = canvas(jwks_uri="https://sso.canvaslms.com/new/jwks")
        http.answer(CANVAS_CONFIGURATION, bytes_of(moved))
        before = registered().registration
        _, outcome = tool.registering.register(hosted_canvas())
        assert outcome is Outcome.UPDATED
        after = registered().registration
        assert after.jwks_url == "https://sso.canvaslms.com/new/jwks"
        assert (after.id, after.organization_id) == (before.id, before.organization_id)
        assert registered().request is None

    def test_another_deployment_is_let_in(self, tool, http, registered):
        http.answer(CANVAS_ENDPOINT, bytes_of(canvas_answer(deployment_id="107:abc")))
        tool.registering.register(hosted_canvas())
        kept = {d.deployment_id: d.organization_id for d in registered().deployments}
        assert len(kept) == 2
        assert kept["107:abc"] == ORGANIZATION

    def test_a_link_of_another_organization_brings_a_deployment_of_its_own(
        self, tool, http, registered, invitation, storage, clock
    ):
        with storage.platform() as work:
            work.organizations.save(
                Organization(id=OTHER, slug="other", name="Other", created_at=clock.now())
            )
        http.answer(CANVAS_ENDPOINT, bytes_of(canvas_answer(deployment_id="107:abc")))
        tool.registering.register(hosted_canvas(invitation=invitation(OTHER)))
        kept = {d.deployment_id: d.organization_id for d in registered().deployments}
        assert kept["107:abc"] == OTHER
        assert registered().registration.organization_id == ORGANIZATION

    def test_who_is_switched_off_stays_so(self, tool, storage, registered):
        off = RegistrationStatus.DISABLED
        found = registered()
        with storage.platform() as work:
            work.registrations.save(replace(found.registration, status=off))
            work.registrations.save_deployment(replace(found.deployments[0], status=off))
        tool.registering.register(hosted_canvas())
        assert registered().registration.status is off
        assert [d.status for d in registered().deployments] == [off]

    def test_what_is_not_told_again_stays(self, tool, http, registered):
        bare = {k: v for k, v in canvas().items() if not k.endswith("lti-platform-configuration")}
        http.answer(CANVAS_CONFIGURATION, bytes_of(bare))
        http.answer(CANVAS_ENDPOINT, bytes_of({"client_id": "10000000000001"}))
        before = registered()
        tool.registering.register(hosted_canvas())
        assert registered() == before
