from uuid import UUID

import pytest

from core.domain.program import Program
from core.sentence import sentence
from core.services.people.notifications import Notifications

ELSEWHERE = UUID(int=880)


@pytest.fixture
def tell(hub, mentor):
    """Tells Ada something."""
    notifications = Notifications(hub.clock, hub.entropy)

    def told(words="%(name)s asks you.", *, program_id=mentor.program_id, **changes):
        hub.clock.advance(minutes=1)
        with hub.storage.tenant(mentor.organization_id) as work:
            notifications.tell(
                work,
                mentor.person_id,
                sentence(words, name="Mia"),
                program_id=program_id,
                **changes,
            )
            return work.news.of_person(mentor.person_id, 1)[0].id

    return told


@pytest.fixture
def browser(hub, mentor):
    return hub.browser(mentor)


def test_news_is_counted_in_the_frame_and_opening_it_marks_it_as_read(tell, browser):
    assert "No news yet." in browser.get("/app/news").text
    news = tell(page="/app/matches")
    assert '<span class="count">1</span>' in browser.get("/app/profile").text
    page = browser.get("/app/news").text
    assert "Mia asks you." in page
    assert ">New<" in page
    assert ">New<" in browser.get("/app/news").text  # looking at the list reads nothing
    opened = browser.post(f"/app/news/{news}")
    assert (opened.status_code, opened.location) == (303, "/app/matches")
    page = browser.get("/app/news").text
    assert ">New<" not in page
    assert 'class="count"' not in page
    assert browser.post(f"/app/news/{news}").location == "/app/matches"


def test_all_of_it_is_marked_at_once(tell, browser):
    tell()
    tell()
    done = browser.post("/app/news")
    assert done.location == "/app/news"
    page = browser.get("/app/news").text
    assert page.count("Mia asks you.</span>") == 2
    assert ">New<" not in page
    assert "Mark all as read" not in page


def test_news_of_another_programme_says_where_to_look(hub, mentor, tell, browser):
    other = Program(
        id=ELSEWHERE,
        organization_id=mentor.organization_id,
        name="Leaders",
        created_at=hub.clock.now(),
    )
    with hub.storage.tenant(mentor.organization_id) as work:
        work.programs.save(other)
    news = tell(program_id=ELSEWHERE)
    assert "In the programme “Leaders”" in browser.get("/app/news").text
    assert browser.post(f"/app/news/{news}").location == "/app/news"
    page = browser.get("/app/news").text
    assert "In the programme “Leaders”" in page
    assert f"/app/news/{news}" not in page  # nothing is left to do


def test_it_comes_in_pages(tell, browser):
    for number in range(41):
        tell(f"Number {number}.")
    first = browser.get("/app/news").text
    assert "Number 40." in first
    assert "Number 21." in first
    assert "Number 20." not in first
    assert "Newer" not in first
    assert 'href="/app/news?skip=20"' in first
    last = browser.get("/app/news?skip=40").text
    assert "Number 0." in last
    assert "Older" not in last
    assert 'href="/app/news?skip=20"' in last
    assert 'href="/app/news?skip=0"' in browser.get("/app/news?skip=5").text
    for odd in ("-1", "x", str(10**30)):
        assert browser.get(f"/app/news?skip={odd}").status_code == 200


@pytest.mark.parametrize("locale", ["en", "de"])
def test_it_is_told_in_the_reader_s_language(hub, mentor, tell, locale):
    tell("There is no such request for you.")
    page = hub.browser(mentor, locale=locale).get("/app/news").text
    assert ("There is no such request" in page) == (locale == "en")


def test_nobody_opens_what_others_were_told(hub, mentee, tell, browser):
    news = tell()
    assert hub.browser(mentee).post(f"/app/news/{news}").status_code == 404
    assert browser.post(f"/app/news/{UUID(int=4)}").status_code == 404
    assert ">New<" in browser.get("/app/news").text


class TestApi:
    def test_news_is_listed_and_marked(self, tell, browser):
        old, new = tell(), tell("You have a mentee.")
        answer = browser.get("/api/v1/news?limit=1").json
        assert (answer["unread"], answer["more"]) == (2, True)
        (one,) = answer["items"]
        assert one == {
            "id": str(new),
            "sentence": "You have a mentee.",
            "page": "/app/requests",
            "program_id": "00000000-0000-0000-0000-0000000002be",
            "created_at": "2026-03-02T09:02:00+00:00",
            "read_at": None,
        }
        read = browser.post(f"/api/v1/news/{old}/read")
        assert (read.status_code, read.json["sentence"]) == (200, "Mia asks you.")
        assert browser.get("/api/v1/news").json["unread"] == 1
        assert browser.post("/api/v1/news/read").status_code == 204
        answer = browser.get("/api/v1/news?skip=1").json
        assert answer["unread"] == 0
        assert answer["items"][0]["read_at"] == "2026-03-02T09:02:00+00:00"

    def test_it_refuses_what_makes_no_sense(self, hub, mentee, tell, browser):
        news = tell()
        assert hub.browser(mentee).post(f"/api/v1/news/{news}/read").status_code == 404
        answer = browser.get("/api/v1/news?limit=0")
        assert answer.status_code == 422
        assert "from 1 to 100" in answer.json["errors"]["limit"][0]
