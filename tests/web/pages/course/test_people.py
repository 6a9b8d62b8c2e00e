"""Who is in the course, for its teacher, and who cannot join."""

import re
from dataclasses import replace

import pytest

from core.domain.course import CourseRole, MemberStatus
from core.domain.program import Role
from tests.web.hub import ORGANIZATION
from tests.web.pages.course.enrolled import away, enrolled


def rows(page):
    body = page.split('aria-labelledby="people"')[2].split("</table>")[0]
    cells = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)[1:]
    said = [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]
    return [text.replace("\N{EN DASH}", "-") for text in said]


@pytest.mark.usefixtures("course")
class TestPeople:
    def test_who_is_what(self, hub, browser, mentor, mentee):
        waiting, leaver = hub.person("Zoe", Role.MENTEE), hub.person("Lea", Role.MENTEE)
        asking = hub.person("Ann", Role.MENTEE)
        paused = hub.person("Pia", Role.MENTEE)
        for actor in (mentor, mentee, waiting, asking, paused, hub.person("Nil")):
            enrolled(hub, actor, groups=frozenset({"Red"}) if actor == mentor else frozenset())
        enrolled(hub, hub.person("Ina"), status=MemberStatus.INACTIVE)
        enrolled(hub, leaver, status=MemberStatus.GONE)
        away(hub, leaver)
        requests = hub.services.requests
        requests.accept(mentor, requests.ask(mentee, mentor.person_id).id)
        requests.ask(asking, mentor.person_id)
        hub.services.participations.update(paused, Role.MENTEE, paused=True)
        page = browser.get("/app/course").text
        assert rows(page) == [
            "Ada Learner Mentor: 1 of 2 places taken Red",
            "Ann Learner Mentee: has asked, no answer yet -",
            "Mia Learner Mentee: has a mentor -",
            "Nil Learner not joined -",
            "Pia Learner Mentee: has no mentor Paused -",
            "Zoe Learner Mentee: is waiting -",
        ]
        assert rows(browser.get("/app/course?show=gone").text) == [
            "Lea no longer Mentee: has no mentor -"
        ]
        assert rows(browser.get("/app/course?show=waiting&q=zO").text) == [
            "Zoe Learner Mentee: is waiting -"
        ]
        assert len(rows(browser.get("/app/course?group=Red").text)) == 1
        assert "Nobody is on this list." in browser.get("/app/course?q=nobody").text

    def test_what_makes_no_sense_shows_everybody(self, hub, browser):
        enrolled(hub, hub.person("Mia"))
        for query in ("show=kings", "page=many", "page=-3", "page=9"):
            assert len(rows(browser.get(f"/app/course?{query}").text)) == 1

    def test_a_large_course_comes_in_pages(self, hub, browser):
        for number in range(60):
            enrolled(hub, hub.person(f"P{number:02}"))
        first = browser.get("/app/course?show=not_joined&q=p").text
        assert len(rows(first)) == 50
        (onward,) = re.findall(r'href="([^"]+page=2[^"]*)"', first)
        last = browser.get(onward.replace("&amp;", "&")).text
        assert (len(rows(last)), "page 2 of 2" in last) == (10, True)
        assert 'value="p"' in last

    def test_a_course_without_names_says_why(self, hub, browser):
        enrolled(hub, hub.person(""))
        page = browser.get("/app/course").text
        assert "keeps names to itself" in page
        assert rows(page) == ["Name withheld Learner not joined"]

    def test_others_may_not_look(self, hub, mentee):
        page = hub.browser(mentee)
        assert page.get("/app/course").status_code == 403
        assert page.post("/app/course", data={"action": "read"}).status_code == 403
        assert page.get("/app/course/roster").status_code == 403
        assert "/app/course" not in page.get("/app/").text

    def test_a_course_without_programme_leads_home(self, hub):
        tess = hub.person("Tess", manages=True, program_id=None, context_id="c9")
        assert hub.browser(tess).get("/app/course").location == "/app/"


def test_the_match_of_somebody_who_left_is_for_the_teacher_to_end(hub, browser, mentor, mentee):
    enrolled(hub, mentee, status=MemberStatus.GONE)
    requests = hub.services.requests
    match = requests.ask(mentee, mentor.person_id)
    requests.accept(mentor, match.id)
    assert "Matches to decide on" not in browser.get("/app/course").text
    away(hub, mentee)
    assert "Matches to decide on" in browser.get("/app/course").text
    assert "No longer in the course" in browser.get("/app/program").text
    ended = browser.post("/app/course", data={"action": "end", "match": str(match.id)})
    assert ended.location == "/app/course?done=ended"
    assert "Matches to decide on" not in browser.get("/app/course").text
    again = browser.post("/app/course", data={"action": "end", "match": str(match.id)})
    assert again.status_code == 404


class TestWhoCannotJoin:
    @pytest.mark.parametrize(
        ("role", "words"),
        [(CourseRole.TEST_USER, "student view"), (CourseRole.OBSERVER, "You are an observer")],
    )
    def test_a_sentence_says_why_and_the_offers_are_only_shown(self, hub, role, words):
        actor = hub.person("Eve")
        if role is CourseRole.TEST_USER:
            with hub.storage.tenant(ORGANIZATION) as work:
                work.people.save(replace(work.people.get(actor.person_id), test_user=True))
        enrolled(hub, actor, launch_roles=frozenset({role}))
        browser = hub.browser(actor)
        for address, count in (("/app/", 2), ("/app/participation", 0)):
            page = browser.get(address).text
            assert words in page
            offers = re.findall(r"<button[^>]*>(?:Join as|Offer to)", page)
            assert [" disabled>" in button for button in offers] == [True] * count
        form = {"role": "mentee", "action": "join"}
        assert browser.post("/app/participation", data=form).status_code == 403
        assert browser.post("/api/v1/participation", json={"role": "mentor"}).status_code == 403
