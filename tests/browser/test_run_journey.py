"""A manager matches thirty people without a manual: run, change three pairs, publish."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from core.domain.profile import Profile
from core.domain.program import Role
from tests.browser.runs import compute
from tests.browser.served import place
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser

SKILLS = ("Rust", "law", "chess", "piano", "Latin")
PEOPLE = 15


@pytest.fixture
def cohort(served, request):
    """Fifteen mentees and fifteen mentors in a programme of their own."""
    hub = served.hub
    course = f"course-of-{request.node.name}"
    served.newcomer("manager", program_id=None, manages=True, context_id=course)
    place(served, "manager", served.actors["manager"].registration_id)
    with served.turn:
        program = hub.services.programs.start(served.actors["manager"], "Thirty people")
    served.actors["manager"] = replace(served.actors["manager"], program_id=program.id)
    for number in range(PEOPLE):
        skill = SKILLS[number % len(SKILLS)]
        join(served, course, program.id, f"Mentee {number:02}", Role.MENTEE, skills_wanted=(skill,))
        join(
            served, course, program.id, f"Mentor {number:02}", Role.MENTOR, skills_offered=(skill,)
        )
    with served.turn:
        hub.read_texts_only()


def join(served, course, program_id, name, role, **profile):
    served.newcomer(name, program_id=program_id, context_id=course)
    actor, services = served.actors[name], served.hub.services
    with served.turn:
        services.participations.join(actor, role, 1 if role is Role.MENTOR else None)
        services.profiles.save(actor, Profile(person_id=actor.person_id, **profile))


@pytest.mark.usefixtures("cohort")
@pytest.mark.parametrize("scripts", [True, False])
def test_run_change_three_pairs_and_publish(opened, served, axe, scripts):
    page = opened("manager", java_script_enabled=scripts)
    page.goto(f"{served.url}/app/program")
    page.get_by_role("link", name="Match everybody at once").click()
    page.get_by_role("button", name="Find the best pairs").click()
    expect(page.get_by_role("heading", name="Waiting for its turn")).to_be_visible()
    with served.turn:
        compute(served.hub)
    if not scripts:
        page.get_by_role("link", name="Look again").click()
    else:
        page.get_by_role("link", name="Show the result").click()
    expect(page.get_by_text("Proved: no other way")).to_be_visible()
    for number in range(3):
        page.get_by_role("link", name=re.compile(f"Change.*Mentee {number:02}")).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(
            f"A mentor for Mentee {number:02}"
        )
        page.get_by_role("button", name=re.compile("Swap with")).first.click()
        expect(page.get_by_role("status").first).to_contain_text("Changed.")
    if scripts:
        assert violations(page, axe) == []
    page.get_by_role("button", name=re.compile(r"Approve all \d+ open pairs")).click()
    page.get_by_role("link", name=f"Publish {PEOPLE} approved pairs").click()
    page.get_by_role("button", name=f"Publish {PEOPLE} pairs").click()
    expect(page.get_by_role("status").first).to_contain_text("Published.")
    assert page.complaints == []
    mentor = opened("Mentor 00")
    mentor.goto(f"{served.url}/app/requests")
    expect(mentor.get_by_text(re.compile(r"Mentee \d\d")).first).to_be_visible()
    mentor.goto(f"{served.url}/app/news")
    expect(mentor.get_by_text("Your programme suggests a mentee to you.").first).to_be_visible()
