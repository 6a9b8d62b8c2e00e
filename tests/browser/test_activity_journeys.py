"""Activities from choosing them to reviewing them, with and without scripts and cookies."""

import re
from urllib.parse import parse_qs

import jwt
import pytest
from playwright.sync_api import expect

from tests.browser.choosing import RETURN, question
from tests.browser.test_accessibility import violations
from tests.browser.test_journeys import cookieless

pytestmark = pytest.mark.browser
ITEMS = "https://purl.imsglobal.org/spec/lti-dl/claim/content_items"


def test_a_reflection_is_written_approved_and_reviewed(opened, served):
    reflection = f"{served.url}/app/activities/{served.activities['milestone'].id}"
    mentee, mentor, teacher = (opened(who) for who in ("matched", "mentor", "teacher"))
    mentee.goto(f"{served.url}/app/")
    mentee.get_by_role("link", name="Activities", exact=True).click()
    mentee.get_by_role("link", name="Your first migration plan").click()
    expect(mentee.get_by_text("A draft is seen by nobody but you.")).to_be_visible()
    mentee.get_by_role("button", name="Hand in").click()
    expect(mentee.get_by_role("alert")).to_be_focused()
    mentee.get_by_label("Your text").fill("The plan is\nready.")
    mentee.get_by_role("button", name="Keep as a draft").click()
    expect(mentee.get_by_role("status")).to_contain_text("Nobody else sees it.")
    mentee.get_by_role("button", name="Hand in").click()
    expect(mentee.get_by_role("heading", name="Your mentor reads it now")).to_be_visible()

    mentor.goto(f"{served.url}/app/")
    mentor.get_by_role("link", name="See what was handed in").click()
    work = mentor.get_by_role("article", name="Chidinma Okafor: Your first migration plan")
    expect(work.get_by_text("ready.")).to_be_visible()
    work.get_by_label("Your comment").fill("A clear plan.")
    work.get_by_role("button", name="Approve").click()
    expect(mentor.get_by_role("status")).to_contain_text("You approved it.")

    mentee.goto(reflection)
    expect(mentee.get_by_text("A clear plan.")).to_be_visible()
    expect(mentee.get_by_role("progressbar", name="Done")).to_be_visible()

    teacher.goto(reflection)
    teacher.get_by_role("link", name="Chidinma Okafor").click()
    expect(teacher.get_by_text("ready.")).to_be_visible()
    expect(teacher.get_by_text("On its way to the gradebook")).to_be_visible()
    expect(teacher.get_by_text("A clear plan.")).to_have_count(0)
    assert [page.complaints for page in (mentee, mentor, teacher)] == [[], [], []]


def test_a_meeting_is_told_and_confirmed(opened, served):
    mentee, mentor = opened("matched"), opened("mentor")
    mentee.goto(f"{served.url}/app/matches")
    mentee.get_by_text("Tell of a meeting").click()
    mentee.get_by_role("button", name="We met").click()
    expect(mentee.get_by_role("alert")).to_be_focused()
    mentee.get_by_label("Day").fill("2026-03-01")
    mentee.get_by_role("spinbutton", name="Minutes").fill("50")
    mentee.get_by_role("button", name="We met").click()
    expect(mentee.get_by_text("To be confirmed by David Osei")).to_be_visible()
    mentor.goto(f"{served.url}/app/")
    mentor.get_by_role("link", name="meeting waits for your confirmation").click()
    mentor.get_by_role("button", name="Confirm Mar 1, 2026").click()
    expect(mentor.get_by_role("status")).to_contain_text("The meeting is confirmed.")
    assert mentee.complaints == mentor.complaints == []


@pytest.fixture
def platform():
    """Lets a page post its answer to the platform, and reads it there."""
    answers = []

    def take(route):
        (token,) = parse_qs(route.request.post_data)["JWT"]
        answers.append(jwt.decode(token, options={"verify_signature": False})[ITEMS])
        route.fulfill(body="<h1>Back in the course</h1>", content_type="text/html")

    def behind(page):
        page.route(RETURN, take)
        return answers

    return behind


@pytest.mark.parametrize("cookies", [True, False])
def test_a_teacher_chooses_activities_and_sees_what_learners_will(
    opened, served, platform, axe, cookies
):
    page = opened("teacher")
    path = question(served)
    if not cookies:
        page.context.clear_cookies()
        page.route("**/*", lambda route: route.continue_(headers=cookieless(route.request.headers)))
        path += f"&ticket={served.ticket('teacher')}"
    answers = platform(page)
    page.goto(served.url + path)
    page.get_by_role("button", name=re.compile(r"Add\s*: Meetings")).click()
    expect(page.get_by_label("Title")).to_be_focused()
    seen = page.locator("#preview-0")
    expect(seen.get_by_text("0 of 3 meetings")).to_be_visible()
    page.get_by_label("Title").fill("Meet & talk")
    expect(seen.get_by_text("Meet & talk")).to_be_visible()
    page.get_by_label("Number of meetings").fill("4")
    expect(seen.get_by_text("0 of 4 meetings")).to_be_visible()
    page.get_by_role("button", name=re.compile(r"Add\s*: Reflection")).click()
    expect(page.get_by_role("group", name="Activity 2: Reflection")).to_be_visible()
    expect(page.get_by_label("Title").first).to_have_value("Meet & talk")
    page.get_by_label("Points").last.fill("ten")
    page.get_by_role("button", name="Put them into the course").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert violations(page, axe) == []
    page.get_by_label("Points").last.fill("10")
    page.get_by_role("button", name="Put them into the course").click()
    expect(page.get_by_role("heading", name="Back in the course")).to_be_visible()
    ((meetings, reflection),) = answers
    assert (meetings["title"], meetings["custom"]["target"]) == ("Meet & talk", "4")
    assert reflection["lineItem"]["scoreMaximum"] == 10
    assert page.complaints == []


def test_choosing_works_without_scripts(opened, served, platform):
    page = opened("teacher", java_script_enabled=False)
    answers = platform(page)
    page.goto(served.url + question(served, accept_multiple=False))
    page.get_by_role("button", name=re.compile(r"Add\s*: Milestone")).click()
    page.get_by_label("Title").fill("Ship it")
    page.get_by_role("button", name="Update the preview", exact=False).last.click()
    seen = page.locator("#preview-0")
    expect(seen.get_by_text("Ship it")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile(r"Add\s*: Reflection"))).to_have_count(0)
    page.get_by_role("button", name="Put it into the course").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Back in the course")).to_be_visible()
    assert [item["title"] for item in answers[0]] == ["Ship it"]


def test_a_teacher_goes_back_without_choosing(opened, served, platform):
    page = opened("teacher")
    answers = platform(page)
    page.goto(served.url + question(served))
    page.get_by_role("button", name="Back without choosing").click()
    expect(page.get_by_role("heading", name="Back in the course")).to_be_visible()
    assert answers == [[]]


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_the_page_to_choose_on_is_accessible_when_it_is_full(opened, served, axe, theme):
    page = opened("teacher", theme=theme, locale="de", width=320)
    page.goto(served.url + question(served))
    for number in range(6):
        page.get_by_role("button", name=re.compile("^Hinzufügen")).nth(number).click()
        expect(page.get_by_role("group")).to_have_count(number + 1)
    assert violations(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.complaints == []
