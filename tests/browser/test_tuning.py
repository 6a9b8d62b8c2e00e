"""Managers move a slider and see at once, and by a button without scripts, what that does."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PATH = "/app/program/matching"


def test_the_effect_follows_the_sliders_and_nothing_is_saved_before_saving(opened, served):
    page = opened("teacher")
    page.goto(served.url + PATH)
    effect, slider = page.locator("#effect"), page.get_by_label("Place", exact=True)
    expect(effect).to_contain_text("Something changes for 0 of")
    expect(page.locator("#said-location")).to_have_text("as usual")
    slider.focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#said-location")).to_have_text("very important")
    page.get_by_label("Both are in the same place").check()
    expect(effect).to_contain_text("fewer may be asked than now.")
    expect(effect).to_contain_text(re.compile("Something changes for [1-5] of"))
    expect(slider).to_have_value("4")
    page.reload()
    expect(page.get_by_label("Place", exact=True)).to_have_value("2")
    page.get_by_label("Place", exact=True).fill("4")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".note.good")).to_contain_text("They hold from now on.")
    expect(page.get_by_label("Place", exact=True)).to_have_value("4")
    assert page.complaints == []


def test_without_scripts(opened, served):
    page = opened("teacher", java_script_enabled=False)
    page.goto(served.url + PATH)
    page.get_by_label("Peer mentoring").check()
    page.get_by_role("button", name="Fill in this template").click()
    expect(page.get_by_role("slider", name="Lead in career")).to_have_value("0")
    page.get_by_label("Both are free at the same time").check()
    page.get_by_role("button", name="Show the effect").click()
    expect(page.locator("#effect")).to_contain_text("Nothing is saved before you save it.")
    expect(page.get_by_label("Both are free at the same time")).to_be_checked()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".note.good")).to_contain_text("They hold from now on.")
    expect(page.get_by_role("slider", name="Lead in career")).to_have_value("0")
