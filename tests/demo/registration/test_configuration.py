"""What the platforms say about themselves, and to whom."""

from demo.registration_canvas import EXTENSION
from tests.demo.registration.administrator import PLATFORM, recorded


class TestConfiguration:
    def test_moodle_s_has_the_recorded_shape(self, moodle):
        told = moodle.client.get("/lindenmoor/.well-known/openid-configuration").json
        known = recorded("openid_configuration")
        assert told.keys() == known.keys()
        assert told[PLATFORM] == known[PLATFORM]
        assert set(known["scopes_supported"]) <= set(told["scopes_supported"])
        urls = {name for name in known if name.endswith(("_endpoint", "_uri")) or name == "issuer"}
        for name in known.keys() - urls - {"scopes_supported", PLATFORM}:
            assert told[name] == known[name]
        assert all(told[name].startswith("http://localhost:8001") for name in urls)

    def test_canvas_s_needs_the_token(self, canvas):
        opened = canvas.invite()
        told = canvas.configuration(opened).json
        platform = told[PLATFORM]
        assert platform["product_family_code"] == "canvas"
        assert platform[f"{EXTENSION}account_name"] == "Fjordwerk Robotics"
        assert platform[f"{EXTENSION}account_lti_guid"].endswith(":canvas-lms")
        placements = {m["type"]: m["placements"] for m in platform["messages_supported"]}
        assert f"{EXTENSION}course_navigation" in placements["LtiResourceLinkRequest"]
        assert f"{EXTENSION}course_assignments_menu" in placements["LtiDeepLinkingRequest"]
        assert "LtiContextCopyNotice" in platform["notice_types_supported"]
        for shown in ("Basic abc", "Bearer x", f"Bearer {opened.token}x"):
            answer = canvas.configuration(opened, Authorization=shown)
            assert answer.status_code == 401
            assert answer.json.keys() == {"errorMessage"}

    def test_a_token_of_another_institution_is_refused(self, moodle, canvas):
        shown = f"Bearer {moodle.invite().token}"
        assert canvas.configuration(canvas.invite(), Authorization=shown).status_code == 401
