"""Looking after a connection: columns, schedule, rules, runs and their rows, files."""

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from flask_babel import force_locale

from core.domain.connection import ConnectionStatus
from core.domain.people_rules import LinkKey, LinkRule
from core.domain.sync import Effect, Outcome, SyncChange, Trigger
from core.ports.connectors import ForbiddenScopeError, RateLimitedError
from core.sentence import sentence
from tests.web.hub import ORGANIZATION
from tests.web.settings.connections.conftest import HERE
from web.settings.connections.words import placed

FURTHER = [f"p{number:02}" for number in range(10)]


class TestColumns:
    def test_they_are_suggested_with_five_people(self, hub, desk):
        hub.source.page_size = 9
        hub.source.hires("dan", "eve", "finn")
        desk.add("columned")
        page = desk.get(f"{desk.one}/people").text
        assert '<option value="Full name" selected>Full name</option>' in page
        assert page.count('<th scope="row">') == 5
        assert f'hx-post="{desk.one}/people/preview"' in page
        assert hub.entries() == []

    def test_a_button_and_a_fragment_show_the_people_of_other_columns(self, desk):
        desk.add("columned")
        fragment = desk.post(f"{desk.one}/people/preview", **{"column-email": "Mail"})
        assert fragment.text.lstrip().startswith("<section")
        assert "Ada" in fragment.text
        page = desk.post(f"{desk.one}/people", action="try", **{"column-email": "Mail"})
        assert '<option value="Mail" selected>' in page.text
        assert '<option value="Full name" selected>' not in page.text
        assert desk.hub.the_connection().settings["columns"] == {}

    def test_they_are_stored(self, hub, desk):
        desk.add("columned")
        form = desk.get(f"{desk.one}/people")
        chosen = {"column-name": "Mail", "column-email": ""}
        answer = desk.send(form, f"{desk.one}/people", action="save", **chosen)
        assert "The columns are stored." in desk.follow(answer).text
        made = hub.the_connection()
        assert made.settings["columns"] == {"name": "Mail"}
        assert hub.secret(made.id, "key") == "s3cret"
        assert "Start a dry run" in desk.get(desk.one).text
        # Other settings leave them as they are.
        page = desk.get(f"{desk.one}/settings")
        typed = {"title": "HR", "field-address": "https://hr.example"}
        desk.send(page, f"{desk.one}/settings", **typed)
        assert hub.the_connection().settings["columns"] == {"name": "Mail"}

    def test_an_older_form_stores_nothing(self, hub, desk):
        desk.add("columned")
        form = desk.get(f"{desk.one}/people")
        hub.clock.advance(seconds=5)
        desk.send(form, f"{desk.one}/people", action="save", **{"column-name": "Mail"})
        answer = desk.send(form, f"{desk.one}/people", action="save", **{"column-name": "Name"})
        assert answer.status_code == 409
        assert hub.the_connection().settings["columns"] == {"name": "Mail"}

    def test_sources_without_columns_show_their_people(self, desk):
        desk.add("every")
        page = desk.get(f"{desk.one}/people")
        assert "Ada" in page.text
        assert "Our fields and the source" not in page.text
        form = desk.post(f"{desk.one}/people", action="save")
        assert form.status_code == 404

    def test_a_source_that_cannot_be_read_says_so(self, hub, desk):
        hub.source.bad = ["ada"]
        desk.add("columned")
        assert "row 7" in desk.get(f"{desk.one}/people").text
        hub.source.key = "other"
        page = desk.get(f"{desk.one}/people").text
        assert "The key is not accepted." in page
        hub.source.key = "s3cret"
        hub.source.people.clear()
        assert "Nobody can be read in this way." in desk.get(f"{desk.one}/people").text


class TestSchedule:
    def form(self, desk, **typed):
        address = f"{desk.one}/schedule"
        return desk.send(
            desk.get(address), address, **({"every": "1440", "held_share": "10"} | typed)
        )

    def test_it_is_stored_with_the_rules(self, hub, desk):
        desk.add()
        rules = {"rule-1": ["employee_number"], "rule-3": ["email", "name"]}
        answer = self.form(desk, every="15", held_share="25", **rules)
        assert "The schedule and the rules are stored." in desk.follow(answer).text
        made = hub.the_connection()
        assert (made.every, made.held_share) == (timedelta(minutes=15), 0.25)
        assert made.link_rules == (
            LinkRule(frozenset({LinkKey.EMPLOYEE_NUMBER})),
            LinkRule(frozenset({LinkKey.EMAIL, LinkKey.NAME})),
        )
        page = desk.get(f"{desk.one}/schedule").text
        assert page.count("checked") == 3
        assert "Rule 3" in page
        assert "Rule 4" not in page
        assert '<option value="15" selected>' in page

    def test_a_rule_that_proves_nothing_is_told_at_the_rule(self, hub, desk):
        desk.add()
        page = self.form(desk, **{"rule-1": ["email"]})
        assert page.status_code == 422
        assert 'id="rule-1-wrong"' in page.text
        assert '<a href="#rule-1">Rule 1</a>' in page.text
        assert page.text.count("checked") == 1
        assert hub.the_connection().link_rules == ()

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"held_share": "many"}, "held_share"),
            ({"held_share": "101"}, "held_share"),
            ({"every": "1"}, "every"),
        ],
    )
    def test_other_wrong_answers(self, desk, typed, field):
        desk.add()
        page = self.form(desk, **typed)
        assert page.status_code == 422
        assert f'id="{field}-wrong"' in page.text

    def test_an_older_form_stores_nothing(self, hub, desk):
        desk.add()
        address = f"{desk.one}/schedule"
        form = desk.get(address)
        hub.clock.advance(seconds=5)
        desk.send(form, address, every="60", held_share="10")
        assert desk.send(form, address, every="15", held_share="10").status_code == 409

    def test_an_unusual_schedule_stays(self, hub, desk):
        desk.add()
        with hub.storage.tenant(ORGANIZATION) as work:
            made = hub.the_connection()
            odd = replace(made, every=timedelta(minutes=50), version=made.version + 1)
            work.connections.update(odd)
        assert "every 50 minutes" in desk.get(f"{desk.one}/schedule").text
        desk.press("dry-run")
        hub.reader.work()
        assert "every 50 minutes" in desk.get(desk.one).text


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
        assert page.count("Somebody new") == 2
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


class TestBackfill:
    def test_a_span_of_days(self, hub, desk):
        page = desk.has_on()
        hub.clock.advance(seconds=60)
        address = f"{desk.one}/backfill"
        answer = desk.send(page, address, since="2026-03-01", until="2026-03-02")
        assert "for this span of time" in desk.follow(answer).text
        run = hub.runs()[0]
        assert run.trigger is Trigger.BACKFILL
        assert run.window.until - run.window.since == timedelta(days=2)
        hub.reader.work()
        assert "changed from" in desk.get(f"{desk.one}/runs/{run.id}").text

    def test_what_is_no_span(self, desk):
        page = desk.has_on()
        address = f"{desk.one}/backfill"
        for typed, field in (
            ({"since": "", "until": "2026-03-02"}, "since"),
            ({"since": "2026-03-01", "until": "soon"}, "until"),
            ({"since": "2026-03-09", "until": "2026-03-02"}, "since"),
            ({"since": "2026-03-01", "until": "9999-12-31"}, "since"),
        ):
            answer = desk.send(page, address, **typed)
            assert answer.status_code == 422
            assert f'id="{field}-wrong"' in answer.text

    def test_not_while_a_run_is_going_on(self, desk):
        page = desk.has_on()
        desk.press("run")
        answer = desk.send(page, f"{desk.one}/backfill", since="2026-03-01", until="2026-03-02")
        assert answer.status_code == 409


class TestPausing:
    def test_it_is_read_no_more_until_it_is_turned_on(self, hub, desk):
        desk.has_on()
        page = desk.follow(desk.press("pause"))
        assert "The connection is paused." in page.text
        assert hub.the_connection().status is ConnectionStatus.PAUSED
        assert ">Paused</span>" in page.text
        desk.follow(desk.press("on"))
        assert hub.the_connection().status is ConnectionStatus.ON


class TestFiles:
    def send(self, desk, content=b"Name\nAda\n", name="people.csv"):
        page = desk.get(desk.one)
        return desk.send(page, f"{desk.one}/file", file=(BytesIO(content), name))

    def test_a_file_is_uploaded_tried_and_applied(self, hub, desk):
        page = desk.add("upload")
        assert "Upload a file" in page.text
        page = desk.follow(self.send(desk))
        assert "The file is stored and can be read." in page.text
        with hub.storage.tenant(ORGANIZATION) as work:
            assert work.connections.file(hub.the_connection().id) == b"Name\nAda\n"
        desk.press("dry-run")
        hub.reader.work()
        assert "Apply it" in desk.get(desk.one).text
        desk.press("run")
        hub.reader.work()
        assert hub.entries() == ["Ada", "Bo", "Cleo"]
        page = desk.get(desk.one).text
        assert "Read by hand" in page
        assert "Turn on" not in page
        assert 'type="file"' in page

    def test_no_file_and_an_empty_one(self, desk):
        desk.add("upload")
        assert "Choose a file first." in self.send(desk, name="").text
        answer = self.send(desk, b"")
        assert answer.status_code == 422
        assert 'id="file-wrong"' in answer.text

    def test_one_that_cannot_be_read_says_why(self, hub, desk):
        desk.add("upload")
        hub.source.key = "other"
        assert "The key is not accepted." in desk.follow(self.send(desk)).text

    def test_one_that_is_larger_than_any(self, desk):
        desk.add("upload")
        size = {"CONTENT_LENGTH": str(70 * 2**20)}
        answer = desk.browser.post(f"{desk.one}/file", data=b"", environ_overrides=size)
        assert answer.status_code == 422
        assert "larger than" in answer.text


class TestScim:
    def test_a_token_is_shown_once_then_the_connection_is_turned_on(self, hub, desk):
        page = desk.add("scim", title="Entra")
        assert "http://localhost:8000/scim/v2" in page.text
        assert "Run now" not in page.text
        assert "Make a token below" in page.text
        made = desk.send(page, f"{desk.one}/tokens")
        assert "It is shown only now." in made.text
        token = re.search(r'id="scim-token"[^>]*value="([^"]+)"', made.text)[1]
        assert hub.services.scim.tokens.caller(token).connection_id == hub.the_connection().id
        assert made.headers["Cache-Control"] == "no-store"
        page = desk.get(desk.one)
        assert token not in page.text
        assert f"Ends …{token[-4:]}" in page.text
        assert "what the identity provider sends is taken" in page.text
        page = desk.follow(desk.press("on"))
        assert hub.the_connection().status is ConnectionStatus.ON
        assert "Pause" in page.text

    def test_a_token_is_removed(self, hub, desk):
        desk.add("scim", title="Okta")
        made = desk.send(desk.get(desk.one), f"{desk.one}/tokens")
        token = re.search(r'id="scim-token"[^>]*value="([^"]+)"', made.text)[1]
        answer = desk.send(made, f"{desk.one}/tokens/remove")
        assert "The token is worth nothing any more." in desk.follow(answer).text
        assert hub.services.scim.tokens.caller(token) is None
        assert desk.post(f"{desk.one}/tokens/remove", token="x").status_code == 400

    def test_others_have_none(self, desk):
        desk.add()
        assert desk.post(f"{desk.one}/tokens").status_code == 404


def test_what_works_but_should_be_looked_at_is_told(hub, desk):
    hub.source.warnings = (sentence("Only half of the people can be read."),)
    page = desk.send(
        desk.get(f"{HERE}/add/warning"),
        f"{HERE}/add/warning",
        title="HR",
        **{"field-address": "https://hr.example", "field-key": "s3cret"},
    )
    assert "Only half of the people can be read." in page.text
    assert "Only half" in desk.press("test").text


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


class TestBeingTold:
    def test_the_other_side_is_asked_to_tell_and_no_more(self, desk):
        desk.has_on("hooked")
        page = desk.get(desk.one)
        assert "Being told of changes" in page.text
        page = desk.follow(desk.press("hook-on"))
        assert "tells of changes from now on" in page.text
        assert "It told nothing yet." in page.text
        page = desk.follow(desk.press("hook-off"))
        assert "tells of changes no more" in page.text

    def test_a_refusal_is_told(self, hub, desk):
        desk.has_on("hooked")
        hub.source.key = "other"
        page = desk.press("hook-on")
        assert "is not accepted" in page.text
        assert "Be told of changes" in page.text

    def test_others_cannot_be(self, desk):
        desk.has_on()
        assert "Being told of changes" not in desk.get(desk.one).text
        assert desk.press("hook-on").status_code == 409


def test_reloading_where_a_button_led_shows_the_connection(desk):
    desk.add()
    for button in ("deed", "file", "backfill", "tokens", "leavers"):
        assert desk.get(f"{desk.one}/{button}").location == desk.one
    assert desk.get("/settings/people/join").location == "/settings/people/"


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
