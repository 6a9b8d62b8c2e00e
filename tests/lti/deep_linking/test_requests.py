"""Requests for activities: who is asked, where the answer may go, and that it goes once."""

import pytest

from core.errors import NotFoundError
from core.services.administration.sessions import secret_hash
from lti.deep_linking import return_origin
from tests.lti.campus import HUB, LEARNER
from tests.lti.deep_linking.choosing import ASKED, MEETINGS, REFLECTION, Choice, ask


def test_a_choice_is_sent_once_by_the_person_it_was_put_to_within_an_hour(campus, clock):
    choice = ask(campus)
    gone = "was sent already"
    other = ask(campus, sub="person-7")
    assert gone in Choice.press(other, "send", request=choice.token).text
    assert choice.press("look", request="guess").status_code == 404
    again = ask(campus)
    again.send(MEETINGS)
    assert gone in again.press("send", **{"0-kind": "meetings"}).text
    assert gone in again.press("cancel").text
    late = ask(campus)
    clock.advance(minutes=60)
    assert gone in late.press("cancel").text


def test_of_two_answers_at_once_one_is_sent(campus, storage, monkeypatch):
    choice = ask(campus)
    links = campus.app.extensions["mentorloom-lti"].deep_links
    (session,) = storage.tables.table("sessions").values()
    with storage.platform() as work:  # the other one was quicker, after both had looked
        assert work.deep_links.take(secret_hash(choice.token))
    monkeypatch.setattr(type(links), "find", lambda *_: None)
    with pytest.raises(NotFoundError, match="was sent already"):
        links.send_nothing(session.actor, choice.token)


def test_only_teachers_are_asked(campus):
    refused = ask(campus, roles=[LEARNER])
    assert refused.status_code == 403
    assert "Only the teachers of this course" in refused.text
    nobody = campus.new_browser().get("/app/activities/choose?request=x", base_url=HUB)
    assert nobody.status_code == 401


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://",
        "https://lms.example.edu;script-src 'unsafe-inline'/",
        "https://lms.example.edu:port/",
        "https://[",
        "https://lms.exämple.edu/",
        "https://lms.example.edu/\u2028",
        "https://lms.example.edu/" + "x" * 8192,
    ],
)
def test_a_return_url_must_be_a_web_address(campus, url):
    refused = ask(campus, {**ASKED, "deep_link_return_url": url})
    assert refused.status_code == 403
    assert "deep_link_return_url" in refused.text


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://LMS.example.edu/a?b=c", "https://lms.example.edu"),
        ("http://127.0.0.1:8081/x", "http://127.0.0.1:8081"),
        ("http://[::1]:80/x", "http://[::1]:80"),
        ("https://user:pass@lms.example.edu/", "https://lms.example.edu"),
    ],
)
def test_the_origin_of_a_return_url(url, origin):
    assert return_origin(url) == origin


def test_no_log_has_the_return_url(campus, capsys):
    ask(campus).send(REFLECTION)
    said = capsys.readouterr()
    assert "s3cret" not in said.out + said.err
