"""Errors that the platform posts back instead of an id_token: what a person reads."""

import pytest

from lti.platform_errors import SENTENCES
from tests.lti.campus import MISSING


@pytest.fixture
def answer_with(campus):
    def post(**form):
        return campus.post(MISSING, campus.login()["state"], **form).json["message"]

    return post


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        ("login_required", "Sign in to your LMS again"),
        ("interaction_required", "in a window of its own"),
        ("account_selection_required", "in a window of its own"),
        ("consent_required", "in a window of its own"),
        ("access_denied", "Ask the teacher"),
        ("launch_no_longer_valid", "Open the activity again from your course"),
        ("invalid_request", "compare the client id and the redirect URI"),
        ("unauthorized_client", "compare the client id and the redirect URI"),
        ("server_error", "Wait a moment"),
        ("temporarily_unavailable", "Wait a moment"),
        ("of_its_own_making", "administrator of your LMS"),
    ],
)
def test_says_what_to_do(answer_with, error, advice):
    said = answer_with(error=error, error_description="<b>Call 0900</b>")
    assert advice in said
    assert "0900" not in said
    assert error == "login_required" or f"({error})" in said


@pytest.mark.parametrize("error", ["", "Call 0900 now", "x" * 100, "<script>"])
def test_made_up_errors_are_not_repeated(answer_with, error):
    assert "(unknown error)" in answer_with(error=error)


def test_the_login_is_over(campus):
    asked = campus.login()
    campus.post(MISSING, asked["state"], error="login_required")
    token = campus.sign(campus.claims(asked["nonce"]))
    assert "used already" in campus.post(token, asked["state"]).json["message"]


@pytest.mark.parametrize("error", SENTENCES)
def test_it_is_a_page_in_the_frame_with_a_number_to_quote(framed, error):
    answer = framed.post(MISSING, framed.login()["state"], error=error)
    assert (answer.status_code, answer.mimetype) == (403, "text/html")
    assert answer.headers["X-Request-ID"] in answer.text
    assert "frame-ancestors 'self' *" in answer.headers["Content-Security-Policy"]
