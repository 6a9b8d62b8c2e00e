"""The library, and what one's own courses show."""

from uuid import UUID

import pytest

from core.domain.connection import Connection
from core.domain.evidence import Evidence, Showing
from core.domain.resource import Resource, ResourceKind, ResourceRecord, skills_of

CONNECTION = UUID(int=4_700)


@pytest.fixture
def connection(hub, mentee):
    made = Connection(
        id=CONNECTION,
        organization_id=mentee.organization_id,
        connector="canvas",
        title="Canvas",
        settings={"registration": str(mentee.registration_id)},
        created_at=hub.clock.now(),
        updated_at=hub.clock.now(),
    )
    with hub.storage.tenant(mentee.organization_id) as work:
        work.connections.add(made)
    return made


@pytest.fixture
def offer(hub, mentee, connection):
    def offered(*titles, **told):
        records = [
            ResourceRecord(
                **{
                    "key": title,
                    "title": title,
                    "kind": ResourceKind.QUIZ,
                    "url": "https://lms.example.edu/1",
                    **told,
                }
            )
            for title in titles
        ]
        resources = [
            Resource(
                connection_id=connection.id,
                organization_id=mentee.organization_id,
                record=record,
                skills=skills_of(record),
                updated_at=hub.clock.now(),
            )
            for record in records
        ]
        with hub.storage.tenant(mentee.organization_id) as work:
            work.resources.save_many(resources)

    return offered


@pytest.fixture
def show(hub, mentee, connection):
    def shown(key="1", **told):
        made = {
            "connection_id": connection.id,
            "organization_id": mentee.organization_id,
            "key": key,
            "person_id": mentee.person_id,
            "skills": ("sql",),
            "title": "Joins",
            "course": "Data",
            "how": Showing.GRADED,
            "strength": 0.85,
            "at": hub.clock.now(),
            **told,
        }
        one = Evidence(**made)
        with hub.storage.tenant(mentee.organization_id) as work:
            work.evidences.save_many([one])
        return one

    return shown


@pytest.fixture
def browser(hub, mentee):
    return hub.browser(mentee)


class TestLibraryPage:
    def test_an_empty_one_says_who_can_fill_it(self, browser):
        assert "There is nothing here yet." in browser.get("/app/library").text

    def test_resources_open_in_the_lms(self, offer, browser):
        offer("Joins in SQL", course="Data", module="Week 1", minutes=45)
        page = " ".join(browser.get("/app/library").text.split())
        assert 'href="https://lms.example.edu/1" target="_blank" rel="noopener noreferrer"' in page
        assert "Joins in SQL" in page
        assert "Quiz · Data · Week 1 · 45 minutes" in page
        assert '<li class="tag">sql</li>' in page
        assert "1 resource" in page

    def test_it_is_searched_by_words_and_skill(self, offer, browser):
        offer("Joins in SQL", "Excel tables")
        page = browser.get("/app/library?q=tables").text
        assert "Joins in SQL" not in page
        assert "Excel tables" in page
        page = browser.get("/app/library?skill=sql").text
        assert "Excel tables" not in page
        page = browser.get("/app/library?skill=cooking&q=x").text
        assert "Nothing fits." in page
        assert '<option value="cooking" selected>' in page

    def test_it_comes_in_pages(self, offer, browser):
        offer(*(f"Page {number:02} of SQL" for number in range(25)))
        page = browser.get("/app/library?q=sql&page=2").text
        assert "Page 24" in page
        assert "Page 01" not in page
        assert "page=1&amp;q=sql" in page
        for odd in ("-1", "x", str(10**30)):
            assert browser.get(f"/app/library?page={odd}").status_code == 200

    def test_it_is_found_where_people_look(self, browser):
        assert 'href="/app/library"' in browser.get("/app/").text
        assert 'href="/app/library"' in browser.get("/app/mentors").text
        assert 'href="/app/evidence"' in browser.get("/app/profile").text


class TestEvidencePage:
    def test_what_courses_show_is_told_to_oneself(self, hub, mentor, show, browser):
        assert "Nothing yet." in browser.get("/app/evidence").text
        show()
        page = " ".join(browser.get("/app/evidence").text.split())
        assert "Joins" in page
        assert "Graded: 85" in page
        assert "Joins" not in hub.browser(mentor).get("/app/evidence").text

    def test_a_piece_is_hidden_and_shown_again(self, show, browser):
        one = show(how=Showing.COMPLETED, strength=1.0)
        done = browser.post(f"/app/evidence/{one.id}", data={"action": "hide"})
        assert done.location == "/app/evidence?done=evidence-hidden"
        page = browser.get(done.location).text
        assert ">Hidden<" in page
        assert "It is hidden." in page
        browser.post(f"/app/evidence/{one.id}", data={"action": "show"})
        assert ">Hidden<" not in browser.get("/app/evidence").text

    def test_nobody_hides_what_is_somebody_else_s(self, hub, mentor, show, browser):
        one = show()
        other = hub.browser(mentor)
        assert other.post(f"/app/evidence/{one.id}", data={"action": "hide"}).status_code == 404
        assert browser.post(f"/app/evidence/{one.id}", data={"action": "x"}).status_code == 400


class TestApi:
    def test_resources_are_listed(self, offer, browser):
        offer("Joins in SQL", course="Data", minutes=45)
        answer = browser.get("/api/v1/library?skill=SQL&size=5").json
        (one,) = answer["items"]
        del one["id"]
        assert one == {
            "title": "Joins in SQL",
            "kind": "quiz",
            "url": "https://lms.example.edu/1",
            "course": "Data",
            "module": "",
            "minutes": 45,
            "skills": ["sql"],
        }
        assert (answer["found"], answer["page"], answer["pages"]) == (1, 1, 1)
        assert answer["skills"] == ["sql"]
        assert browser.get("/api/v1/library?size=101").status_code == 422

    def test_evidence_is_one_s_own(self, hub, mentor, show, browser):
        one = show()
        (told,) = browser.get("/api/v1/me/evidence").json
        assert told == {
            "id": str(one.id),
            "title": "Joins",
            "course": "Data",
            "skills": ["sql"],
            "how": "graded",
            "strength": 0.85,
            "at": "2026-03-02T09:00:00+00:00",
            "hidden": False,
        }
        hidden = browser.put(f"/api/v1/me/evidence/{one.id}", json={"hidden": True})
        assert (hidden.status_code, hidden.json["hidden"]) == (200, True)
        other = hub.browser(mentor)
        assert other.get("/api/v1/me/evidence").json == []
        answer = other.put(f"/api/v1/me/evidence/{one.id}", json={"hidden": False})
        assert answer.status_code == 404
