"""A manager brings thirty people in from a spreadsheet: look, decide, import, see them."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import thirty_people
from tests.browser.test_accessibility import WIDER_THAN_SCREEN, violations

pytestmark = pytest.mark.browser


@pytest.fixture
def file(tmp_path):
    """As Excel writes it on a German computer."""
    path = tmp_path / "mentoren.csv"
    path.write_bytes(thirty_people().encode("cp1252"))
    return path


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_from_a_file_into_the_programme(opened, served, axe, file, scripts):
    page = opened("teacher", java_script_enabled=scripts)
    page.goto(f"{served.url}/app/program")
    page.get_by_role("link", name="People and files").click()
    page.get_by_label("Mentors", exact=True).check()
    page.get_by_label("CSV file").set_input_files(file)
    page.get_by_role("button", name="Show what it would do").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What the file would do")
    expect(page.get_by_text("read as Windows-1252")).to_be_visible()
    expect(page.get_by_text("Write a number of places from 0 to 20.")).to_be_visible()
    expect(page.get_by_role("row", name="Schuhgröße")).to_contain_text("Not used")
    if scripts:
        assert violations(page, axe) == []
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate(WIDER_THAN_SCREEN) == []
    page.get_by_role("button", name="Import 29 people").click()
    expect(page.get_by_text("The people of the file are imported.")).to_be_visible()
    waiting = page.get_by_role("region", name="Without an account")
    expect(waiting.get_by_role("row", name="Mentor 29")).to_be_visible()
    page.goto(f"{served.url}/app/program")
    expect(page.get_by_role("row", name="Mentor 07")).to_contain_text("2")
    assert page.complaints == []
