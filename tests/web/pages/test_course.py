"""The teacher's course: people, roster, what to decide, and the programme it shows."""

import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from core.domain.course import (
    Course,
    CourseMember,
    CourseRole,
    CourseServices,
    MemberStatus,
    RosterOutcome,
    RosterRun,
    RosterTrigger,
)
from core.domain.program import Program, Role
from tests.web.hub import ORGANIZATION, PROGRAM, REGISTRATION

HELD = "Held: too many people would be gone. Nothing was changed."
LEARNER = frozenset({CourseRole.LEARNER})
TEACHER = frozenset({CourseRole.TEACHER})


@pytest.fixture
def teacher(hub):
    return hub.person("Tess", manages=True)


@pytest.fixture
def browser(hub, teacher):
    return hub.browser(teacher)


@pytest.fixture
def course(hub):
    """The hub's course, whose roster may be read."""
    services = CourseServices(memberships_url="https://lms.example.edu/m")
    with hub.storage.tenant(ORGANIZATION) as work:
        made = replace(work.courses.get(REGISTRATION, "c1"), title="Rust", services=services)
        work.courses.save(made)
    return made


def enrolled(hub, actor, context_id="c1", **values):
    member = CourseMember(
        registration_id=REGISTRATION,
        context_id=context_id,
        organization_id=ORGANIZATION,
        subject=str(actor.person_id),
        person_id=actor.person_id,
        **{"roster_roles": LEARNER, **values},
    )
    with hub.storage.tenant(ORGANIZATION) as work:
        work.rosters.save_members([member])
    return actor


def away(hub, actor):
    with hub.storage.tenant(ORGANIZATION) as work:
        (row,) = work.participations.of_person(actor.person_id)
        work.participations.set_away([row.id], away=True)


def ran(hub, outcome, **values):
    run = RosterRun(
        id=hub.entropy.uuid(),
        registration_id=REGISTRATION,
        context_id="c1",
        organization_id=ORGANIZATION,
        trigger=RosterTrigger.SCHEDULE,
        outcome=outcome,
        started_at=hub.clock.now(),
    )
    run = replace(run, **values)
    with hub.storage.tenant(ORGANIZATION) as work:
        work.rosters.save_run(run)
    return run


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


class TestRoster:
    @pytest.mark.usefixtures("course")
    def test_a_teacher_has_it_read_and_the_page_waits_for_it(self, hub, browser):
        page = browser.get("/app/course").text
        assert "Read the roster now" in page
        assert 'name="last" value="none"' in " ".join(page.split())
        asked = browser.post("/app/course", data={"action": "read", "last": "none"})
        assert asked.location == "/app/course?since=none#roster"
        assert [job["arguments"]["trigger"] for job in hub.storage.jobs] == ["hand"]
        waiting = browser.get(asked.location).text
        assert "The roster is being read." in waiting
        assert "/app/course/roster?look=1&amp;since=none" in waiting
        ran(hub, RosterOutcome.RUNNING)
        fragment = browser.get("/app/course/roster?look=1&since=none").text
        assert "look=2" in fragment
        assert "<html" not in fragment
        assert "hx-get" not in browser.get("/app/course/roster?look=60&since=none").text
        ran(hub, RosterOutcome.COMPLETE, started_at=hub.clock.now() + timedelta(seconds=1), seen=3)
        done = browser.get("/app/course/roster?look=2&since=none").text
        assert "hx-get" not in done
        assert "The roster has been read" in done

    @pytest.mark.usefixtures("course")
    def test_every_outcome_has_its_words(self, hub, browser):
        outcomes = [
            {"outcome": RosterOutcome.COMPLETE, "seen": 12},
            {"outcome": RosterOutcome.COMPLETE, "seen": 12, "added": 1, "changed": 2, "gone": 3},
            {"outcome": RosterOutcome.HELD, "gone": 40, "trigger": RosterTrigger.NOTICE},
            {"outcome": RosterOutcome.RUNNING, "trigger": RosterTrigger.LAUNCH},
            {
                "outcome": RosterOutcome.FAILED,
                "problem": "Use at most %(count)s characters.",
                "params": (("count", "9"),),
                "trigger": RosterTrigger.HAND,
            },
        ]
        for number, values in enumerate(outcomes):
            at = hub.clock.now() - timedelta(minutes=20 * number)
            ran(hub, started_at=at, **values)
        page = browser.get("/app/course").text.split('id="roster"')[1]
        found = [
            re.sub(r"<[^>]+>", " ", row) for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL)
        ]
        assert [" ".join(row.split()) for row in found[1:]] == [
            "just now By schedule People listed: 12. Nothing changed.",
            "20 minutes ago By schedule People listed: 12. New: 1, changed: 2, gone: 3.",
            f"40 minutes ago The platform told of a change {HELD}",
            "1 hour ago A teacher came in Interrupted",
            "1 hour ago By hand Use at most 9 characters.",
        ]

    @pytest.mark.usefixtures("course")
    def test_a_reading_that_ended_without_a_word_is_not_waited_for(self, hub, browser):
        ran(hub, RosterOutcome.RUNNING)
        assert "The roster is being read." in browser.get("/app/course").text
        hub.clock.advance(hours=1)
        page = browser.get("/app/course").text
        assert "Interrupted" in page
        assert "Read the roster now" in page

    @pytest.mark.usefixtures("course")
    def test_a_held_reading_is_confirmed(self, hub, browser):
        held = ran(hub, RosterOutcome.HELD, gone=40)
        page = browser.get("/app/course").text
        assert "40 would be gone at once" in page
        assert "waits for you" in page
        form = {"action": "confirm", "last": str(held.id)}
        assert browser.post("/app/course", data=form).status_code == 303
        assert [job["arguments"]["confirmed"] for job in hub.storage.jobs] == [40]
        ran(hub, RosterOutcome.COMPLETE, started_at=hub.clock.now() + timedelta(seconds=1))
        late = browser.post("/app/course", data=form)
        assert late.status_code == 409
        assert "read again meanwhile" in late.text

    @pytest.mark.parametrize(
        "form", [{}, {"action": "fly"}, {"action": "confirm"}, {"action": "end", "match": "x"}]
    )
    def test_a_form_that_no_page_has_is_not_understood(self, browser, form):
        assert browser.post("/app/course", data=form).status_code == 400

    def test_a_platform_that_offers_no_roster(self, hub, browser):
        page = browser.get("/app/course").text
        assert "does not tell who is in this course" in page
        assert "Read the roster now" not in page
        assert browser.post("/app/course", data={"action": "read"}).status_code == 409
        assert hub.storage.jobs == []


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


FORM = {
    "name": "New name",
    "description": "Why",
    "open_request_limit": "5",
    "default_capacity": "4",
}


class TestProgrammeSettings:
    def program(self, hub):
        with hub.storage.tenant(ORGANIZATION) as work:
            return work.programs.get(PROGRAM)

    def test_name_and_limits_are_changed(self, hub, browser):
        assert 'value="Peers"' in browser.get("/app/program/settings").text
        saved = browser.post("/app/program/settings", data=FORM)
        assert saved.location == "/app/program/settings?done=program-saved"
        assert "The programme is saved." in browser.get(saved.location).text
        program = self.program(hub)
        assert (program.name, program.open_request_limit, program.default_capacity) == (
            "New name",
            5,
            4,
        )

    def test_the_response_clock_is_set(self, hub, browser):
        form = {
            **FORM,
            "response_days": "7",
            "mentor_request_limit": "2",
            "mentors_per_mentee": "3",
        }
        assert "checked" in browser.get("/app/program/settings").text
        browser.post("/app/program/settings", data=form)
        program = self.program(hub)
        assert (program.response_days, program.reminders) == (7, False)
        assert (program.mentor_request_limit, program.mentors_per_mentee) == (2, 3)
        assert "checked" not in browser.get("/app/program/settings").text
        browser.post("/app/program/settings", data={**form, "reminders": "1"})
        assert self.program(hub).reminders

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": " "},
            {"response_days": "15"},
            {"open_request_limit": "many"},
            {"default_capacity": "0"},
            {"default_capacity": "9" * 12},
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(self, hub, browser, wrong):
        before = self.program(hub)
        page = browser.post("/app/program/settings", data={**FORM, **wrong})
        assert page.status_code == 422
        assert 'aria-invalid="true"' in page.text
        assert "Why</textarea>" in page.text
        assert self.program(hub) == before

    def test_only_for_managers_of_a_programme(self, hub, mentee):
        learner = hub.browser(mentee)
        assert learner.get("/app/program/settings").status_code == 403
        assert learner.post("/app/program/settings", data=FORM).status_code == 403
        assert learner.post("/app/program/place", data={"action": "disconnect"}).status_code == 403
        nowhere = hub.browser(hub.person("T", manages=True, program_id=None, context_id="c9"))
        assert nowhere.get("/app/program/settings").location == "/app/"

    def test_an_administrator_outside_a_course_changes_names_only(self, hub):
        page = hub.browser(hub.person("A", administers=True, context_id=None)).get(
            "/app/program/settings"
        )
        assert "Stop showing" not in page.text


class TestWhichProgramme:
    @pytest.fixture
    def nursing(self, hub):
        made = Program(
            id=UUID(int=808),
            organization_id=ORGANIZATION,
            name="Nursing",
            description="Wards",
            created_at=hub.clock.now(),
        )
        with hub.storage.tenant(ORGANIZATION) as work:
            work.programs.save(made)
            for context_id, program_id in (("old", made.id), ("new", None)):
                work.courses.save(
                    Course(
                        registration_id=REGISTRATION,
                        context_id=context_id,
                        organization_id=ORGANIZATION,
                        program_id=program_id,
                        history=("old",) if program_id is None else (),
                    )
                )
        return made

    def shown(self, hub, context_id):
        with hub.storage.tenant(ORGANIZATION) as work:
            return work.courses.get(REGISTRATION, context_id).program_id

    def test_a_teacher_of_both_connects_and_disconnects(self, hub, browser, teacher, nursing):
        assert "Nursing" not in browser.get("/app/program/settings").text
        form = {"action": "connect", "program": str(nursing.id)}
        assert browser.post("/app/program/place", data=form).status_code == 404
        enrolled(hub, teacher, "old", roster_roles=TEACHER)
        assert "Nursing" in browser.get("/app/program/settings").text
        connected = browser.post("/app/program/place", data=form)
        assert connected.location == "/app/program?done=connected"
        assert '<h1 tabindex="-1">Nursing</h1>' in browser.get(connected.location).text
        gone = browser.post("/app/program/place", data={"action": "disconnect"})
        page = browser.get(gone.location).text
        assert "This course shows no programme now." in page
        assert "Start mentoring in this course" in page
        assert self.shown(hub, "c1") is None

    def test_a_copied_course_starts_like_its_origin(self, hub, nursing):
        copier = hub.person("Cat", manages=True, program_id=None, context_id="new")
        browser = hub.browser(copier)
        assert "Start like “Nursing”" in browser.get("/app/").text
        started = browser.post("/app/program", data={"like": str(nursing.id)})
        assert started.location == "/app/program?done=started"
        page = browser.get(started.location).text
        assert "Wards" in page
        assert self.shown(hub, "new") not in (None, nursing.id)

    @pytest.mark.parametrize(
        ("address", "form"),
        [
            ("/app/program/place", {"action": "fly"}),
            ("/app/program/place", {"action": "connect", "program": "x"}),
            ("/app/program", {"like": "x"}),
        ],
    )
    def test_a_form_that_no_page_has_is_not_understood(self, browser, address, form):
        assert browser.post(address, data=form).status_code == 400
