"""What people do, from joining to meeting: by keyboard, without scripts, without cookies."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def tab_to(page, name: str) -> None:
    """Press Tab until the element with this accessible name has the focus."""
    wanted = re.compile(rf"^\s*{re.escape(name)}")
    for _ in range(80):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "() => { const e = document.activeElement; "
            "return e.labels?.[0]?.innerText || e.innerText || e.value || ''; }"
        )
        if wanted.search(said):
            visible = page.evaluate(
                "() => getComputedStyle(document.activeElement).outlineStyle !== 'none'"
            )
            assert visible, f"no focus is seen on {name}"
            return
    pytest.fail(f"{name} cannot be reached by Tab")


@pytest.fixture
def newcomer(served, request):
    served.newcomer(request.node.name)
    return request.node.name


def test_by_keyboard_alone(opened, served, newcomer):
    page = opened(newcomer)

    def press(name):
        tab_to(page, name)
        page.keyboard.press("Enter")

    page.goto(f"{served.url}/app/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    press("Join as a mentee")
    page.wait_for_url("**/app/profile?done=joined")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    tab_to(page, "Goals")
    page.keyboard.type("I want to structure a larger Python project.")
    tab_to(page, "Languages you can talk in")
    page.keyboard.type("Elvish")
    press("Save profile")
    alert = page.get_by_role("alert")
    expect(alert).to_be_focused()
    expect(page).to_have_title("Profile · Mentorloom")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    languages = page.get_by_label("Languages you can talk in")
    expect(languages).to_be_focused()
    expect(page.get_by_label("Goals")).to_have_value("I want to structure a larger Python project.")
    page.keyboard.press("Control+a")
    page.keyboard.type("English")
    press("Save profile")
    page.wait_for_url("**/app/mentors?done=profile-saved")
    press("See profile and ask")
    page.wait_for_url(re.compile(r"/app/mentors/[0-9a-f-]{36}$"))
    tab_to(page, "Your note")
    page.keyboard.type("Would you have half an hour?")
    press("Send the request")
    page.wait_for_url("**/app/requests?done=asked")
    expect(page.get_by_text("Would you have half an hour?")).to_be_visible()
    assert page.complaints == []


def test_without_scripts(opened, served, newcomer):
    page = opened(newcomer, java_script_enabled=False)
    page.goto(f"{served.url}/app/")
    page.get_by_role("button", name="Join as a mentee").click()
    page.get_by_label("Goals").fill("I want to learn embedded systems.")
    page.get_by_label("Monday, Evening").check()
    page.get_by_label("Time zone").select_option("Europe/Oslo")
    page.get_by_label("Languages you can talk in").fill("Elvish")
    page.get_by_role("button", name="Save profile").click()
    expect(page.get_by_role("alert")).to_contain_text("We do not know the language “Elvish”.")
    expect(page.get_by_label("Monday, Evening")).to_be_checked()
    expect(page.get_by_label("Time zone")).to_have_value("Europe/Oslo")
    page.get_by_label("Languages you can talk in").fill("English, Norsk")
    page.get_by_role("button", name="Save profile").click()
    expect(page.get_by_role("link", name="Look again")).to_be_visible()
    page.get_by_text("What would change this ranking").first.click()
    page.get_by_role("link", name="See profile and ask").first.click()
    page.get_by_label("Your note").fill("Hello")
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_role("status")).to_contain_text("Your request is sent.")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_role("status")).to_contain_text("The request is withdrawn.")
    page.get_by_role("link", name="Display and language").click()
    page.get_by_label("Deutsch").check()
    page.get_by_label("Dark").check()
    page.get_by_role("button", name="Apply").click()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="Abmelden").click()
    expect(page.get_by_role("status")).to_have_text("You are signed out.")
    assert page.context.cookies() == []


def test_without_cookies_the_bearer_carries_every_step(opened, served, newcomer):
    page = opened()
    page.route("**/*", lambda route: route.continue_(headers=cookieless(route.request.headers)))
    page.goto(f"{served.url}/app/?ticket={served.ticket(newcomer)}")
    page.get_by_role("button", name="Join as a mentee").click()
    page.get_by_label("Goals").fill("I want to learn machine learning.")
    page.get_by_role("button", name="Save profile").click()
    expect(page.get_by_role("heading", name="Find a mentor", level=1)).to_be_visible()
    page.get_by_role("link", name="See profile and ask").first.click()
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_role("status")).to_contain_text("Your request is sent.")
    page.go_back()
    expect(page.get_by_role("heading", name="You cannot ask")).to_have_count(0)
    page.get_by_role("link", name="Display and language").click()
    page.get_by_label("Dark").check()
    page.get_by_label("Deutsch").check()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anzeige und Sprache")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.get_by_role("button", name="Abmelden").click()
    expect(page.get_by_role("status")).to_have_text("You are signed out.")
    expect(page).to_have_url(f"{served.url}/?done=signed-out")
    assert page.complaints == []
    assert page.context.cookies() == []


def cookieless(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name != "cookie"}


def test_a_page_that_waits_for_its_texts_refines_itself(opened, served, newcomer):
    page = opened(newcomer)
    page.goto(f"{served.url}/app/")
    page.get_by_role("button", name="Join as a mentee").click()
    page.get_by_label("Skills you want to learn").fill("tuning of harpsichords")
    page.get_by_role("button", name="Save profile").click()
    reading = page.locator("#reading")
    expect(reading).to_be_visible()
    with served.turn:
        served.hub.read_texts()
    expect(reading).to_have_count(0)
    expect(page.locator("#ranking article")).not_to_have_count(0)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(2500)
    assert asked == []
    assert page.complaints == []


def test_mentor_and_mentee_find_each_other(opened, served):
    mentor, mentee = opened("mentor"), opened("asking")
    mentor.goto(f"{served.url}/app/")
    mentor.get_by_role("link", name="Read and answer").click()
    mentor.get_by_role("button", name="Accept Yusuf Demir").click()
    expect(mentor.get_by_role("status")).to_contain_text("You accepted.")
    expect(mentor.get_by_role("link", name="yusuf.demir@lindenmoor.example")).to_be_visible()
    mentee.goto(f"{served.url}/app/")
    mentee.get_by_role("link", name="See your match").click()
    expect(mentee.get_by_role("heading", name="David Osei")).to_be_visible()
    mentee.get_by_text("End this match").click()
    mentee.get_by_role("button", name="End the match").click()
    expect(mentee.get_by_role("status")).to_contain_text("The match has ended.")


def test_a_teacher_starts_a_programme(opened, served):
    page = opened("starter")
    page.goto(f"{served.url}/app/")
    expect(page.get_by_label("Name")).to_have_value("Research Methods")
    page.get_by_role("button", name="Start the programme").click()
    expect(page.get_by_role("status")).to_contain_text("The programme has started.")
    learner = opened("early")
    learner.goto(f"{served.url}/app/")
    expect(learner.get_by_role("button", name="Join as a mentee")).to_be_visible()


def test_the_back_button_returns_to_the_page_before(opened, served):
    page = opened("mentee")
    page.goto(f"{served.url}/app/")
    page.get_by_role("link", name="Profile", exact=True).click()
    expect(page.get_by_role("heading", name="Your profile")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Your way to a mentor")).to_be_visible()


def test_every_target_is_large_enough(opened, served):
    page = opened("mentee", width=320)
    for path in ("/app/", "/app/mentors", "/app/profile", "/app/display"):
        page.goto(served.url + path)
        small = page.evaluate(
            """() => [...document.querySelectorAll("a, button, input, select, summary")]
              .filter((e) => e.type !== "hidden" && !e.closest(".unseen") && !e.closest("p"))
              .map((e) => [e, (e.closest("label") ?? e).getBoundingClientRect()])
              .filter(([e, box]) => box.width < 24 || box.height < 24)
              .map(([e]) => e.outerHTML.slice(0, 80))"""
        )
        assert small == [], path


def test_a_list_is_ordered_sent_and_undone_without_scripts(opened, served):
    page = opened("mentee", java_script_enabled=False)
    for _ in range(2):
        page.goto(f"{served.url}/app/mentors")
        page.get_by_role("button", name=re.compile("Put on my list")).first.click()
        expect(page.get_by_role("status")).to_contain_text("They are on your list.")
    names = page.locator("ol h3")
    first, second = names.all_inner_texts()
    page.get_by_role("button", name=f"Up {second}").click()
    expect(names).to_have_text([second, first])
    page.get_by_role("button", name="Send my list").click()
    expect(page.get_by_text(f"Asked: {second}, who has time")).to_be_visible()
    page.get_by_role("button", name=re.compile("Withdraw the request")).click()
    expect(page.get_by_role("status")).to_contain_text("The request is withdrawn.")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("It is undone.")
    page.goto(f"{served.url}/app/mentors/list")
    expect(page.get_by_text(f"Asked: {second}, who has time")).to_be_visible()
