"""Tokens that are too old, too young, or say what none may say. Each is refused."""

import json
from datetime import timedelta

import pytest

from tests.lti.campus import (
    INSTRUCTOR,
    MISSING,
    sign_text,
)


class TestTime:
    @pytest.mark.parametrize("seconds", [-540, -60, -1, 0, 1, 60])
    def test_clocks_that_differ_a_little(self, campus, clock, seconds):
        """Up to a minute ahead; behind, as long as the token has not expired."""
        issued = int(clock.now().timestamp()) + seconds
        assert campus.launch(iat=issued, exp=issued + 600).status_code == 303

    @pytest.mark.parametrize("seconds", [61, 3600, 10**9])
    def test_from_the_future(self, campus, clock, refused, seconds):
        issued = int(clock.now().timestamp()) + seconds
        refused(campus.launch(iat=issued, exp=issued + 60), "from the future")

    @pytest.mark.parametrize("seconds", [601, 86_400 * 365])
    def test_too_old(self, campus, clock, refused, seconds):
        now = int(clock.now().timestamp())
        refused(campus.launch(iat=now - seconds, exp=now + 60), "too old")

    def test_exactly_ten_minutes_old(self, campus, clock):
        now = int(clock.now().timestamp())
        assert campus.launch(iat=now - 600, exp=now + 60).status_code == 303

    def test_expired_within_the_leeway(self, campus, clock):
        now = int(clock.now().timestamp())
        assert campus.launch(exp=now - 59).status_code == 303

    @pytest.mark.parametrize("seconds", [60, 61, 10**9])
    def test_expired(self, campus, clock, refused, seconds):
        now = int(clock.now().timestamp())
        refused(campus.launch(exp=now - seconds), "expired")

    def test_good_for_ten_years(self, campus, clock, refused):
        later = int((clock.now() + timedelta(days=3650)).timestamp())
        refused(campus.launch(exp=later), "for too long")

    @pytest.mark.parametrize("name", ["exp", "iat"])
    @pytest.mark.parametrize("value", [MISSING, None, "1795381995", True, [1], {}, 10**400])
    def test_not_a_time(self, campus, refused, name, value):
        refused(campus.launch(**{name: value}), name)

    def test_a_number_too_large_for_json_readers(self, campus, refused):
        asked = campus.login()
        text = json.dumps(campus.claims(asked["nonce"], exp=0)).replace('"exp": 0', '"exp": 1e999')
        refused(campus.post(sign_text(text.encode()), asked["state"]), "well-formed")

    def test_fractions_of_seconds(self, campus, clock):
        now = clock.now().timestamp()
        assert campus.launch(iat=now + 0.25, exp=now + 59.5).status_code == 303

    def test_not_valid_yet(self, campus, clock, refused):
        now = int(clock.now().timestamp())
        assert campus.launch(nbf=now + 60).status_code == 303
        sessions = campus.app.extensions["mentorloom"].sessions._storage.tables.table("sessions")
        sessions.clear()
        refused(campus.launch(nbf=now + 61), "not valid yet")


class TestClaims:
    @pytest.mark.parametrize("name", ["deployment_id", "target_link_uri", "message_type"])
    @pytest.mark.parametrize("value", [MISSING, None, "", 5, ["1"]])
    def test_a_required_text(self, campus, refused, name, value):
        refused(campus.launch(**{name: value}), name)

    @pytest.mark.parametrize("sub", [MISSING, None, "", 5, "x" * 256, "a\x00b", "a\nb"])
    def test_the_subject(self, campus, refused, sub):
        refused(campus.launch(sub=sub), "sub")

    @pytest.mark.parametrize(
        "link", [MISSING, None, [], "link-1", {}, {"id": None}, {"id": ""}, {"id": 5}]
    )
    def test_the_resource_link(self, campus, refused, link):
        refused(campus.launch(resource_link=link), "resource_link")

    @pytest.mark.parametrize("roles", [MISSING, None, INSTRUCTOR, {INSTRUCTOR: 1}, [5], [None]])
    def test_the_roles(self, campus, refused, roles):
        refused(campus.launch(roles=roles), "roles")

    @pytest.mark.parametrize("context", ["course", [], {}, {"id": ""}, {"id": "x" * 256}])
    def test_the_context(self, campus, refused, context):
        refused(campus.launch(context=context), "context")

    @pytest.mark.parametrize("name", ["launch_presentation", "custom"])
    def test_what_must_be_an_object(self, campus, refused, name):
        refused(campus.launch(**{name: "text"}), name)

    @pytest.mark.parametrize("version", [None, "1.3", "1.3.1", "LTI-1p3", 1.3, ["1.3.0"]])
    def test_the_version(self, campus, refused, version):
        refused(campus.launch(version=version), "version")

    @pytest.mark.parametrize(
        "kind", ["LtiStartProctoring", "ltiresourcelinkrequest", "LtiResourceLinkRequest "]
    )
    def test_messages_we_do_not_offer(self, campus, refused, kind):
        refused(campus.launch(message_type=kind), "message type")
