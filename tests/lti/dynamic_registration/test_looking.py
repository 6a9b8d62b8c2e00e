"""Looking at who asks: what is shown, what is refused, and that nothing changes yet."""

from datetime import timedelta
from uuid import UUID

import pytest

from core.domain.registration_request import RegistrationRequest
from core.errors import ForbiddenError, InvalidInputError, UnavailableError
from lti.dynamic_registration.discovery import Asked
from lti.dynamic_registration.registrar import MOST_WAITING
from tests.lti.dynamic_registration.asking import bytes_of, moodle
from tests.lti.registering_platforms import MOODLE, MOODLE_CONFIGURATION, canvas


class TestLooking:
    def test_it_shows_the_token_and_changes_nothing(self, tool, http, storage):
        platform, organization = tool.registering.look(moodle())
        assert (platform.issuer, platform.product_family) == (MOODLE["issuer"], "moodle")
        assert organization is None
        (call,) = http.calls
        assert call[:2] == ("GET", MOODLE_CONFIGURATION)
        assert call[3]["Authorization"] == "Bearer secret.token"
        assert storage.tables.table("registration_requests") == {}

    def test_without_a_token_none_is_shown(self, tool, http):
        tool.registering.look(Asked(configuration_url=MOODLE_CONFIGURATION))
        assert "Authorization" not in http.calls[0][3]

    def test_an_invitation_names_its_organization_and_stays_good(self, tool, invitation):
        asked = moodle(invitation=invitation())
        for _ in range(2):
            assert tool.registering.look(asked)[1].name == "Campus"

    @pytest.mark.parametrize(
        ("asked", "words"),
        [
            (Asked(configuration_url=""), "not meant to be opened by itself"),
            (Asked(configuration_url="https://x.example/" + "x" * 9000), "cannot be right"),
            (Asked(configuration_url=MOODLE_CONFIGURATION, token="a b"), "right"),
            (Asked(configuration_url=MOODLE_CONFIGURATION, token="a\r\nX: y"), "right"),
            (Asked(configuration_url=MOODLE_CONFIGURATION, token="é"), "right"),
            (Asked(configuration_url=MOODLE_CONFIGURATION, token="x" * 9000), "right"),
            (Asked(configuration_url="https://127.0.0.1/c"), "not public"),
            (Asked(configuration_url="http://lms.example.edu/c"), "by https"),
            (Asked(configuration_url="c"), "https://"),
        ],
    )
    def test_what_no_platform_asks_is_refused(self, tool, http, asked, words):
        with pytest.raises(InvalidInputError, match=words):
            tool.registering.look(asked)
        assert http.calls == []

    @pytest.mark.parametrize(
        ("body", "status"),
        [(b"{}", 401), (b"<html>", 200), (b"[]", 200), (b'{"a":1,"a":2}', 200), (b"", 500)],
    )
    def test_a_configuration_that_cannot_be_had(self, tool, http, body, status):
        http.answer(MOODLE_CONFIGURATION, body, status)
        with pytest.raises(UnavailableError, match="start again from your LMS"):
            tool.registering.look(moodle())

    @pytest.mark.parametrize(
        "key",
        [
            "issuer",
            "authorization_endpoint",
            "token_endpoint",
            "jwks_uri",
            "registration_endpoint",
        ],
    )
    @pytest.mark.parametrize("value", [None, "", 7, "x" * 3000])
    def test_a_configuration_that_lacks_something(self, tool, http, key, value):
        http.answer(MOODLE_CONFIGURATION, bytes_of({**MOODLE, key: value}))
        with pytest.raises(ForbiddenError, match=key):
            tool.registering.look(moodle())

    def test_a_configuration_without_anything_of_lti_is_enough(self, tool, http):
        bare = {k: v for k, v in MOODLE.items() if not k.startswith("https://")}
        http.answer(MOODLE_CONFIGURATION, bytes_of(bare))
        platform, _ = tool.registering.look(moodle())
        assert (platform.product_family, platform.version, platform.messages) == ("", "", ())

    def test_endpoints_that_must_not_be_called_are_named(self, tool, http):
        wrong = {"jwks_uri": "https://127.0.0.1/k", "token_endpoint": "http://lms.example.edu/t"}
        http.answer(MOODLE_CONFIGURATION, bytes_of({**MOODLE, **wrong}))
        with pytest.raises(InvalidInputError) as caught:
            tool.registering.look(moodle())
        assert set(caught.value.fields) == {"jwks_url", "token_url"}

    def test_an_issuer_with_a_slash_at_its_end_is_named(self, tool, http):
        issuer = MOODLE["issuer"] + "/"
        http.answer(MOODLE_CONFIGURATION, bytes_of({**MOODLE, "issuer": issuer}))
        with pytest.raises(InvalidInputError) as caught:
            tool.registering.look(moodle())
        assert set(caught.value.fields) == {"issuer"}

    def test_a_configuration_of_somebody_else_is_refused(self, tool, http):
        http.answer("https://evil.example/c", bytes_of(canvas()))
        with pytest.raises(ForbiddenError, match=r"canvas\.instructure\.com"):
            tool.registering.look(Asked(configuration_url="https://evil.example/c"))

    @pytest.mark.parametrize("age", [timedelta(days=7), timedelta(days=8)])
    def test_an_invitation_ends_after_seven_days(self, tool, http, clock, invitation, age):
        asked = moodle(invitation=invitation())
        clock.advance(seconds=age.total_seconds())
        with pytest.raises(ForbiddenError, match="older than seven days"):
            tool.registering.look(asked)
        assert http.calls == []

    def test_nobody_fills_the_list_of_those_who_wait(self, tool, storage, clock, invitation):
        with storage.platform() as work:
            for number in range(MOST_WAITING):
                work.registration_requests.save(
                    RegistrationRequest(
                        id=UUID(int=2000 + number),
                        issuer="https://lms.example.edu",
                        client_id=str(number),
                        auth_login_url="",
                        token_url="",
                        jwks_url="",
                        requested_at=clock.now(),
                    )
                )
        with pytest.raises(ForbiddenError, match="registration link of your own"):
            tool.registering.look(moodle())
        assert tool.registering.look(moodle(invitation=invitation()))
