"""What we tell platforms about ourselves, in their dialects."""

import pytest

from lti.dynamic_registration.platform_configuration import read_configuration
from lti.dynamic_registration.tool_registration import tool_registration
from tests.lti.registering_platforms import (
    EXTENSION,
    MOODLE,
    MOODLE_EXCHANGES,
    PLATFORM,
    PURL,
    TOOL,
    canvas,
)

HUB = "https://hub.example.edu:8444"
HOME = HUB + "/app/"


def registration(configuration):
    return tool_registration(read_configuration(configuration), HUB)


def platform(**changes):
    """A platform of no known product that supports what it lists."""
    told = {"messages_supported": [], **changes}
    return {**MOODLE, PLATFORM: told}


def messages(configuration):
    return registration(configuration)[TOOL]["messages"]


class TestMoodle:
    def test_everything_a_recorded_moodle_took_is_there(self):
        ours, (recorded, *_) = registration(MOODLE), MOODLE_EXCHANGES
        optional = {"client_name#fr", "contacts", "tos_uri", "policy_uri"}
        assert set(recorded["request"]) - optional == set(ours)
        assert set(recorded["request"][TOOL]) == set(ours[TOOL])
        assert set(ours["grant_types"]) == set(recorded["request"]["grant_types"])
        fixed = ("application_type", "response_types", "token_endpoint_auth_method")
        assert all(ours[name] == recorded["request"][name] for name in fixed)

    def test_addresses_are_ours_and_the_domain_has_the_port(self):
        ours = registration(MOODLE)
        assert ours["initiate_login_uri"] == HUB + "/lti/login"
        assert ours["redirect_uris"] == [HUB + "/lti/launch"]
        assert ours["jwks_uri"] == HUB + "/lti/jwks.json"
        assert ours[TOOL]["target_link_uri"] == HOME
        assert ours[TOOL]["domain"] == "hub.example.edu:8444"

    def test_only_scopes_it_offers(self):
        assert registration(MOODLE)["scope"].split() == [
            PURL + "lti-ags/scope/lineitem",
            PURL + "lti-ags/scope/lineitem.readonly",
            PURL + "lti-ags/scope/result.readonly",
            PURL + "lti-ags/scope/score",
            PURL + "lti-nrps/scope/contextmembership.readonly",
        ]

    def test_names_and_addresses_are_asked_for(self):
        claims = registration(MOODLE)[TOOL]["claims"]
        assert claims == ["iss", "sub", "name", "given_name", "family_name", "email"]

    def test_one_deep_linking_message_and_no_place_for_links(self):
        assert messages(MOODLE) == [
            {
                "type": "LtiDeepLinkingRequest",
                "label": "Mentoring activities",
                "placements": ["ContentArea"],
                "target_link_uri": HOME,
            },
            {
                "type": "LtiResourceLinkRequest",
                "label": "Mentoring",
                "target_link_uri": HOME,
            },
        ]

    def test_only_variables_it_knows_and_none_of_canvas(self):
        custom = registration(MOODLE)[TOOL]["custom_parameters"]
        assert custom == {"context_history": "$Context.id.history"}

    @pytest.mark.parametrize(
        "listed",
        [
            ["LtiDeepLinkingRequest", "LtiResourceLinkRequest"],
            [{"type": "LtiResourceLinkRequest"}, {"type": "LtiDeepLinkingRequest"}],
            [],
            None,
            "LtiResourceLinkRequest",
        ],
    )
    def test_messages_without_places(self, listed):
        configuration = platform(product_family_code="moodle", messages_supported=listed)
        found = messages(configuration)
        assert [m["type"] for m in found] == ["LtiDeepLinkingRequest", "LtiResourceLinkRequest"]
        assert not any("placements" in message for message in found)

    def test_another_word_for_the_same_place(self):
        menu = {"type": "LtiDeepLinkingRequest", "placements": ["AddContentMenu", "AddToRichText"]}
        (choosing,) = messages(platform(messages_supported=[menu]))
        assert choosing["placements"] == ["AddContentMenu"]


class TestCanvas:
    @pytest.mark.parametrize("prefix", [EXTENSION, ""])
    def test_places_are_spelled_as_canvas_spells_them(self, prefix):
        choosing, navigation = messages(canvas(prefix))
        wanted = ["assignment_selection", "link_selection", "module_index_menu_modal"]
        assert choosing["placements"] == [prefix + place for place in wanted]
        assert navigation["placements"] == [prefix + "course_navigation"]

    def test_the_navigation_shows_us_to_members_at_once(self):
        navigation = messages(canvas())[1]
        assert navigation[EXTENSION + "course_navigation/default_enabled"] is True
        assert navigation[EXTENSION + "visibility"] == "members"
        assert navigation["label"] == "Mentoring"

    def test_no_place_goes_to_two_messages(self):
        # Canvas keeps the first message of a place; one without places would take links' place.
        found = messages(canvas())
        places = [place for message in found for place in message["placements"]]
        assert len(places) == len(set(places))
        assert all(message["placements"] for message in found)

    def test_a_resource_link_without_a_place_is_left_out(self):
        configuration = canvas()
        configuration[PLATFORM]["messages_supported"] = [
            {"type": "LtiResourceLinkRequest", "placements": ["ContentArea"]},
            {"type": "LtiDeepLinkingRequest", "placements": ["ContentArea", "RichTextEditor"]},
        ]
        (choosing,) = messages(configuration)
        assert choosing["placements"] == ["ContentArea"]

    def test_its_own_keys(self):
        tool = registration(canvas())[TOOL]
        assert tool[EXTENSION + "privacy_level"] == "public"
        assert tool[EXTENSION + "tool_id"] == "mentorloom"

    def test_no_scope_it_would_refuse(self):
        configuration = canvas()
        assert set(registration(configuration)["scope"].split()) < set(
            configuration["scopes_supported"]
        )
        assert PURL + "lti/scope/noticehandlers" in registration(configuration)["scope"]

    def test_its_variables(self):
        assert registration(canvas())[TOOL]["custom_parameters"] == {
            "context_history": "$Context.id.history",
            "prefers_high_contrast": "$Canvas.user.prefersHighContrast",
        }

    def test_only_keys_its_documentation_names(self):
        # doc/api/registration.md of instructure/canvas-lms
        ours = registration(canvas())
        assert set(ours) <= {
            "application_type",
            "client_name",
            "client_uri",
            "grant_types",
            "initiate_login_uri",
            "jwks_uri",
            "logo_uri",
            "redirect_uris",
            "response_types",
            "scope",
            "token_endpoint_auth_method",
            TOOL,
        }
        assert set(ours[TOOL]) <= {
            "claims",
            "custom_parameters",
            "description",
            "domain",
            "messages",
            "secondary_domains",
            "target_link_uri",
            EXTENSION + "privacy_level",
            EXTENSION + "tool_id",
        }
        for message in ours[TOOL]["messages"]:
            assert set(message) <= {
                "type",
                "target_link_uri",
                "label",
                "icon_uri",
                "custom_parameters",
                "placements",
                EXTENSION + "course_navigation/default_enabled",
                EXTENSION + "visibility",
            }


class TestOthers:
    def test_submission_review_where_it_is_supported(self):
        found = messages(platform(messages_supported=["LtiSubmissionReviewRequest"]))
        assert found == [{"type": "LtiSubmissionReviewRequest", "target_link_uri": HOME}]

    def test_a_platform_that_lists_no_claims_and_variables_is_asked_for_all_but_those_of_canvas(
        self,
    ):
        configuration = {**platform(), "claims_supported": None}
        tool = registration(configuration)[TOOL]
        assert len(tool["claims"]) == 6
        assert set(tool["custom_parameters"]) == {"context_history", "link_history"}

    def test_nonsense_among_what_is_listed_is_passed_over(self):
        listed = [7, {"placements": []}, {"type": 7}, {"type": "LtiDeepLinkingRequest"}, None]
        listed.append({"type": "LtiResourceLinkRequest", "placements": [7, "course_navigation"]})
        choosing, navigation = messages(platform(messages_supported=listed))
        assert "placements" not in choosing
        assert navigation["placements"] == ["course_navigation"]
