"""The button that checks a registration."""

from tests.web.hub import PLATFORM, REGISTRATION

PATH = f"/settings/lms/{REGISTRATION}/check"


def test_it_shows_what_it_found(hub, desk):
    hub.add_deployment("1")
    hub.http.answer(f"{PLATFORM}/token", b'{"error": "invalid_client"}', 400)
    page = desk.post(PATH)
    assert page.status_code == 200
    assert "The keys of your LMS can be read" in page.text
    assert "does not recognise this tool (invalid_client)" in page.text
    assert page.text.count('class="note good"') == 2
    assert page.text.count('class="note bad"') == 1
    assert hub.storage.tables.table("access_tokens") == {}


def test_looking_at_the_page_checks_nothing(hub, desk):
    desk.get(f"/settings/lms/{REGISTRATION}")
    assert hub.http.calls == []
