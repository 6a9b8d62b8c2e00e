"""Everything for real: `mentorloom up --demo`, a launch from the campus, from profile to match."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import browser
from tests.browser.test_accessibility import violations

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "test-artifacts"
COURSE = "lindenmoor/{}/SE301"

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def person(chromium, campus):
    """Somebody in a browser of their own, who clicks Mentoring in their course."""
    contexts = []

    def launched(key, locale="en", theme="light"):
        context = chromium.new_context(viewport={"width": 1100, "height": 900})
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
        page.goto(f"{campus}/?locale={locale}&theme={theme}")
        page.goto(f"{campus}/{COURSE.format(key)}")
        page.get_by_role("link", name="Mentoring").first.click()
        frame = page.frame_locator("iframe")
        frame.get_by_role("link", name="Mentorloom").or_(frame.locator("nav")).first.wait_for()
        return page, frame

    yield launched
    for context in contexts:
        context.close()


def shot(page, name):
    SHOTS.mkdir(exist_ok=True)
    # Hiding the caret would leave style attributes behind, which the pages' own policy forbids.
    page.screenshot(path=SHOTS / f"journey-{name}.png", full_page=True, caret="initial")


def test_from_the_course_to_a_match(person):
    """A newcomer describes herself, asks the first mentor, and the mentor accepts."""
    mentee_page, mentee = person("hana-sato")
    mentee.get_by_role("link", name="Profile", exact=True).click()
    mentee.get_by_label("Goals").fill("I want to understand how professionals review code.")
    mentee.get_by_label("Skills you want to learn").fill("code review, software architecture")
    mentee.get_by_role("button", name="Save profile").click()
    mentee.get_by_role("link", name="Find a mentor", exact=True).first.click()
    expect(mentee.get_by_role("heading", name="Find a mentor")).to_be_visible()
    expect(mentee.get_by_text("still being read")).to_have_count(0, timeout=30_000)
    expect(mentee.get_by_text(re.compile(r"between \d+% and \d+%")).first).to_be_visible()
    shot(mentee_page, "suggestions")

    mentee.get_by_role("link", name="See profile and ask").first.click()
    mentee.get_by_role("button", name="Send the request").wait_for()
    mentor_name = mentee.get_by_role("heading", level=1).inner_text()
    mentee.get_by_role("textbox").first.fill("Could we look at one of my pull requests together?")
    mentee.get_by_role("button", name="Send the request").click()
    expect(mentee.get_by_role("button", name=re.compile("Withdraw"))).to_be_visible()
    shot(mentee_page, "asked")

    mentor_page, mentor = person(mentor_name.lower().replace("ó", "o").replace(" ", "-"))
    mentor.get_by_role("link", name=re.compile("^Requests")).first.click()
    expect(mentor.get_by_text("Could we look at one of my pull requests together?")).to_be_visible()
    shot(mentor_page, "request")
    mentor.get_by_role("button", name=re.compile("Accept")).first.click()
    mentor.get_by_role("link", name="Matches", exact=True).click()
    expect(mentor.get_by_text("Hana Sato").first).to_be_visible()
    shot(mentor_page, "mentor-match")

    mentee.get_by_role("link", name="Matches", exact=True).click()
    expect(mentee.get_by_text(mentor_name).first).to_be_visible()
    shot(mentee_page, "mentee-match")
    assert mentee_page.complaints == mentor_page.complaints == []


def test_the_page_is_in_the_campus_s_language_and_theme(person):
    page, frame = person("mara-lindqvist", locale="de", theme="dark")
    expect(frame.locator("html")).to_have_attribute("lang", "de")
    expect(frame.locator("html")).to_have_attribute("data-theme", "dark")
    expect(frame.get_by_role("link", name="Mentor:in finden").first).to_be_visible()
    shot(page, "german-dark")


def test_a_teacher_sees_the_programme(person):
    page, frame = person("ingrid-aasen")
    frame.get_by_role("link", name="Programme", exact=True).first.click()
    expect(
        frame.get_by_role("heading", name=re.compile("waiting", re.IGNORECASE)).first
    ).to_be_visible()
    expect(frame.get_by_text("Mara Lindqvist").first).to_be_visible()
    shot(page, "teacher")


def test_a_teacher_sees_who_of_the_course_takes_part(person):
    """The launch had the roster read in the background; the button has it read again."""
    page, frame = person("ingrid-aasen")
    frame.get_by_role("link", name="Course", exact=True).first.click()
    frame.get_by_role("button", name="Read the roster now").click()
    expect(frame.get_by_text("The roster has been read")).to_be_visible(timeout=30_000)
    expect(frame.get_by_text("Nothing changed.").first).to_be_visible()
    frame.get_by_role("link", name="Show the people").click()
    expect(frame.get_by_role("link", name="Show the people")).to_have_count(0)
    people = frame.get_by_role("table", name="People")
    expect(people.get_by_role("row").filter(has_text="Ingrid Aasen")).to_contain_text("Teacher")
    frame.get_by_label("Name or e-mail address").fill("mara")
    frame.get_by_role("button", name="Show", exact=True).click()
    expect(people.get_by_role("row")).to_have_count(2)
    expect(people.get_by_role("row").last).to_contain_text("Mentee")
    shot(page, "course")
    assert page.complaints == []


def test_a_teacher_adds_an_activity_a_learner_does_it_and_the_gradebook_leads_to_it(person, campus):
    teacher, _ = person("ingrid-aasen")
    course = f"{campus}/{COURSE.format('ingrid-aasen')}"
    teacher.goto(f"{course}/add")
    teacher.get_by_role("link", name="Select content").first.click()
    choosing = teacher.frame_locator("iframe")
    choosing.get_by_role("button", name=re.compile("^Add.*Step of a learning path")).click()
    choosing.get_by_label("Title").fill("Read about reviews")
    choosing.get_by_label("Points").fill("5")
    expect(choosing.get_by_text("5 points")).to_be_visible()
    shot(teacher, "choose")
    choosing.get_by_role("button", name="Put it into the course").click()
    expect(choosing.get_by_text("1 mentoring activity was chosen.")).to_be_visible()
    choosing.get_by_role("button", name="Save and return to course").click()
    expect(teacher.get_by_role("link", name="Read about reviews")).to_be_visible()

    learner, _ = person("mara-lindqvist")
    learner.goto(f"{campus}/{COURSE.format('mara-lindqvist')}")
    learner.get_by_role("link", name="Read about reviews").click()
    activity = learner.frame_locator("iframe")
    activity.get_by_role("button", name="I have done this").click()
    expect(activity.get_by_text("You have done this.")).to_be_visible()
    shot(learner, "activity")

    teacher.goto(f"{course}/gradebook")
    column = teacher.get_by_role("region", name="Read about reviews")
    mine = column.get_by_role("row", name="Mara Lindqvist")
    for _ in range(20):  # a worker posts the score
        if mine.get_by_text("5 / 5").count():
            break
        teacher.wait_for_timeout(500)
        teacher.reload()
    mine.get_by_role("link", name="Review").click()
    review = teacher.frame_locator("iframe")
    expect(review.get_by_role("heading", name="Mara Lindqvist")).to_be_visible()
    expect(review.get_by_text("In the gradebook: 5 of 5")).to_be_visible()
    assert teacher.complaints == learner.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_axe_finds_nothing_on_the_campus(chromium, campus, axe, theme):
    context = chromium.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    wrong = {}
    course = COURSE.format("mara-lindqvist")
    for path in ("", "connection", course.rpartition("/")[0], course, f"{course}/mentoring"):
        page.goto(f"{campus}/{path}?theme={theme}&locale=de")
        if found := violations(page, axe):
            wrong[path] = found
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    context.close()
    assert wrong == {}


@pytest.fixture
def without_cookies(chromium, deployment, tmp_path):
    """A browser that keeps no cookie of the hub inside the campus's pages."""
    refused = {f"{deployment.hub},{deployment.campus}": {"setting": 2}}
    preferences = {"content_settings": {"exceptions": {"cookies": refused}}}
    with browser(chromium, tmp_path, preferences) as context:
        yield context


def test_without_cookies_canvas_keeps_the_secret(without_cookies, campus):
    page = without_cookies.new_page()
    page.goto(f"{campus}/fjordwerk/amina-yildiz/LEAD-1")
    page.get_by_role("link", name="Mentoring").first.click()
    frame = page.frame_locator("iframe:not([name])")
    expect(frame.get_by_text("Signed in as Amina")).to_be_visible()
    frame.get_by_role("link", name="How matching works").click()
    expect(frame.get_by_role("heading", level=1, name="How matching works")).to_be_visible()
    grown = "document.querySelector('iframe:not([name])').offsetHeight > 700"
    page.wait_for_function(grown)


def test_without_cookies_moodle_s_activity_opens_in_a_window(without_cookies, campus):
    page = without_cookies.new_page()
    page.goto(f"{campus}/{COURSE.format('mara-lindqvist')}")
    page.get_by_role("link", name="Mentoring").first.click()
    frame = page.frame_locator("iframe")
    with page.expect_popup() as popup:
        frame.get_by_role("button", name="Open Mentoring in a new window").click()
    expect(popup.value.get_by_text("Signed in as Mara Lindqvist")).to_be_visible()
    expect(frame.get_by_text("Mentoring is open in the new window")).to_be_visible()
