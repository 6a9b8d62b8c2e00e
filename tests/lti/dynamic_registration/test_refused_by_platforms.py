"""Platforms that answer our registration with no, with nonsense or not at all."""

import pytest

from core.errors import ForbiddenError, UnavailableError
from lti.dynamic_registration.discovery import Asked
from tests.lti.dynamic_registration.asking import MOODLE_ENDPOINT, bytes_of, moodle
from tests.lti.registering_platforms import canvas


class TestRefusedByThePlatform:
    @pytest.mark.parametrize(
        ("body", "status", "told"),
        [
            (b"token_already_used", 401, "token_already_used"),
            (b'{"errors": ["scope"]}', 422, "HTTP 422"),
            (b"<html>" + b"x" * 500, 404, "HTTP 404"),
            (b"", 400, "HTTP 400"),
        ],
    )
    def test_it_says_why(self, tool, http, body, status, told):
        http.answer(MOODLE_ENDPOINT, body, status)
        with pytest.raises(ForbiddenError) as caught:
            tool.registering.register(moodle())
        assert told in str(caught.value)

    @pytest.mark.parametrize(
        ("body", "status"),
        [(b"", 503), (b"{}", 200), (b"nonsense", 201), (bytes_of({"client_id": ""}), 200)],
    )
    def test_an_answer_that_is_none(self, tool, http, storage, body, status):
        http.answer(MOODLE_ENDPOINT, body, status)
        with pytest.raises(UnavailableError, match="Look there whether this tool was added"):
            tool.registering.register(moodle())
        assert storage.tables.table("registration_requests") == {}

    def test_no_answer(self, tool, http):
        http.answer(MOODLE_ENDPOINT, UnavailableError("too slow"))
        with pytest.raises(UnavailableError, match="Look there whether this tool was added"):
            tool.registering.register(moodle())

    def test_nothing_is_posted_before_the_configuration_is_believed(self, tool, http):
        http.answer("https://evil.example/c", bytes_of(canvas()))
        with pytest.raises(ForbiddenError):
            tool.registering.register(Asked(configuration_url="https://evil.example/c"))
        assert [call[0] for call in http.calls] == ["GET"]
