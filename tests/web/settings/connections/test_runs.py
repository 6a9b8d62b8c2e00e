"""Runs of a connection, down to their rows."""

from datetime import timedelta

import pytest
from flask_babel import force_locale

from core.domain.sync import Effect, Outcome, SyncChange
from core.ports.connectors import ForbiddenScopeError, RateLimitedError
from tests.web.hub import ORGANIZATION
from tests.web.settings.connections.conftest import HERE
from web.settings.connections.words import placed

FURTHER = [f"p{number:02}" for number in range(10)]


class TestRuns:
    def test_a_dry_run_leads_to_its_rows(self, hub, desk):
        hub.source.bad = ["bo"]
        desk.add()
        desk.press("dry-run")
        hub.reader.work()
        run = hub.runs()[0]
        page = desk.get(f"{desk.one}/runs/{run.id}").text
        assert "Nothing was applied." in page
        assert "What would change" in page
        assert "Ada" in page
        assert "Cleo" in page
        assert "row 7" in page
        assert "Its e-mail address cannot be one." in page

    def test_what_changed_names_people(self, hub, desk):
        desk.has_on()
        hub.source.hires("ada", name="Ada King")
        hub.clock.advance(seconds=60)
        desk.press("run")
        hub.reader.work()
        page = desk.get(f"{desk.one}/runs/{hub.runs()[0].id}").text
        assert "What changed" in page
        assert "Ada King" in page
        assert "Full name" in page

    def test_a_run_of_everything_when_changes_alone_could_be_read(self, hub, desk):
        desk.has_on()
        desk.press("full")
        hub.reader.work()
        assert "by hand, everything" in desk.get(desk.one).text

    def test_too_many_who_would_go_wait_for_a_yes(self, hub, desk):
        desk.has_on()
        hub.source.hires(*FURTHER)
        hub.clock.advance(seconds=60)
        desk.press("full")
        hub.reader.work()
        hub.source.people.clear()
        hub.source.hires("cleo")
        hub.clock.advance(seconds=60)
        desk.press("full")
        hub.reader.work()
        held = hub.runs()[0]
        assert held.outcome is Outcome.HELD
        page = desk.get(desk.one)
        assert "Needs you" in page.text
        assert f'href="{desk.one}/runs/{held.id}"' in page.text
        address = f"{desk.one}/runs/{held.id}"
        page = desk.get(address)
        assert "Yes, 12 people may go" in page.text
        assert len(hub.entries()) == 13
        answer = desk.send(page, address)
        assert "Those who are gone will go." in desk.follow(answer).text
        assert desk.post(address).status_code == 409
        hub.reader.work()
        assert hub.entries() == ["Cleo"]
        assert "Yes, 12 people may go" not in desk.get(address).text

    def test_long_histories_have_a_page(self, hub, desk):
        desk.has_on()
        for _ in range(11):
            hub.clock.advance(seconds=60)
            desk.press("run")
            hub.reader.work()
        assert "All runs" in desk.get(desk.one).text
        assert desk.get(f"{desk.one}/runs").text.count('<th scope="row">') == len(hub.runs())

    def test_a_connection_that_was_never_read(self, desk):
        desk.add()
        assert "It was never read." in desk.get(f"{desk.one}/runs").text

    def test_runs_of_others_are_unknown(self, desk):
        desk.add()
        missing = f"{desk.one}/runs/00000000-0000-0000-0000-000000000009"
        assert desk.get(missing).status_code == 404
        assert desk.post(missing).status_code == 404

    def test_what_is_tried_again_by_itself_says_when(self, hub, desk):
        desk.has_on()
        hub.source.raises = {0: RateLimitedError("Too fast.", retry_after=timedelta(hours=1))}
        hub.clock.advance(seconds=60)
        desk.press("run")
        hub.reader.work()
        page = desk.get(desk.one).text
        assert "It is tried again on" in page or "Being read" in page

    def test_a_missing_permission_says_so(self, hub, desk):
        desk.has_on()
        hub.source.raises = {0: ForbiddenScopeError("Allow it to read employees.")}
        hub.clock.advance(seconds=60)
        desk.press("run")
        hub.reader.work()
        page = desk.get(f"{HERE}/").text
        assert "Allow it to read employees." in page
        assert "Give the account over there this permission" in page


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("row 7", "Zeile 7"),
        ("users.csv, row 17", "users.csv, Zeile 17"),
        ("record 3", "Eintrag 3"),
        ("", ""),
    ],
)
def test_where_a_row_stands_is_told_in_the_readers_language(hub, place, words):
    with hub.app.test_request_context(), force_locale("de"):
        assert placed(place) == words


def test_content_has_records_instead_of_people(hub, desk):
    page = desk.add("library")
    assert "Rules of who is who" not in page.text
    assert "How its people are recognised" not in desk.get(f"{desk.one}/schedule").text
    desk.press("dry-run")
    (run,) = hub.runs()
    change = SyncChange(run_id=run.id, key="page-7", effect=Effect.CREATED)
    with hub.storage.tenant(ORGANIZATION) as work:
        work.sync_runs.add_changes([change])
    page = desk.get(f"{desk.one}/runs/{run.id}").text
    assert "page-7" in page
    assert "Somebody new" not in page
