"""From an empty hub to a connection that is read by a schedule."""

from datetime import timedelta

import pytest

from core.domain.connection import ConnectionStatus
from core.domain.sync import Outcome
from core.ports.connectors import Widget
from integrations.registry import connectors
from tests.web.settings.connections.conftest import HERE, TYPED
from tests.web.settings.connections.connections_hub import ConnectionsHub


def test_an_empty_hub_says_what_to_do(desk):
    page = desk.get(f"{HERE}/").text
    assert "There is no connection yet." in page
    assert f'href="{HERE}/add"' in page


def test_connectors_are_grouped_by_what_they_are_for(desk):
    page = desk.get(f"{HERE}/add").text
    order = ["HR systems and directories", "Fake HR", "Files and reports", "A file", "Schools"]
    order += ["Content of learning platforms", "Library"]
    places = [page.index(words) for words in order]
    assert places == sorted(places)


def test_from_nothing_to_a_schedule(hub, desk):
    page = desk.add()
    assert "The connection is added, and the test went well." in page.text
    assert "Look at the columns" in page.text
    page = desk.follow(desk.press("dry-run"))
    assert "Dry run: nothing is applied" in page.text
    hub.reader.work()
    assert hub.entries() == []
    page = desk.get(desk.one)
    assert "New: 3, changed: 0, gone: 0." in page.text
    assert "It is read now, and then by this schedule." in page.text
    page = desk.follow(desk.press("on", every="60"))
    assert "The connection is on." in page.text
    hub.reader.work()
    connection = hub.the_connection()
    assert (connection.status, connection.every) == (ConnectionStatus.ON, timedelta(hours=1))
    assert hub.entries() == ["Ada", "Bo", "Cleo"]
    page = desk.get(desk.one).text
    assert "Next run" in page
    assert "Steps of setting up" not in page
    listing = desk.get(f"{HERE}/").text
    assert ">On</span>" in listing
    assert "New: 3, changed: 0, gone: 0." in listing


def test_turning_on_takes_the_schedule_that_is_chosen_only_if_it_fits(desk):
    desk.add()
    desk.press("dry-run")
    desk.hub.reader.work()
    answer = desk.press("on", every="1")
    assert answer.status_code == 422
    assert desk.hub.the_connection().status is ConnectionStatus.DRAFT


def test_nothing_is_turned_on_untried(desk):
    desk.add()
    answer = desk.press("on")
    assert answer.status_code == 409
    assert "Try this connection first" in answer.text


class TestTheForm:
    def test_every_kind_of_field(self, desk):
        page = desk.get(f"{HERE}/add/every").text
        assert 'type="url"' in page
        assert 'type="password"' in page
        assert 'placeholder="such as this"' in page
        assert 'value="20"' in page
        assert "never shown again" in page
        assert "may stay empty" in page
        typed = {"field-note": "hm", "field-size": "7", "field-pem": "-----BEGIN", "field-all": "1"}
        desk.add("every", **typed, **{"field-region": "us"})
        made = desk.hub.the_connection()
        assert made.settings == {
            "address": "https://hr.example",
            "note": "hm",
            "size": "7",
            "region": "us",
            "all": True,
        }
        assert desk.hub.secret(made.id, "pem") == "-----BEGIN"
        page = desk.get(f"{desk.one}/settings").text
        assert "BEGIN" not in page
        assert '<option value="us" selected>' in page
        assert "Forget it: Private key" in page
        assert "Forget it: Key" not in page  # it is required

    def test_what_is_wrong_is_told_at_its_field(self, desk):
        address = f"{HERE}/add/fake"
        page = desk.send(desk.get(address), address, title=" ", **{"field-key": "s3cret"})
        assert page.status_code == 422
        assert 'id="title-wrong"' in page.text
        assert 'id="field-address-wrong"' in page.text
        assert '<a href="#field-address">Address</a>' in page.text
        assert "s3cret" not in page.text
        assert "Enter it again" in page.text

    def test_a_test_that_finds_a_wrong_field_leads_to_it(self, desk):
        address, typed = f"{HERE}/add/fake", TYPED | {"field-address": "https://nowhere.example"}
        page = desk.send(desk.get(address), address, **typed)
        assert page.status_code == 422
        assert "There is nothing at this address." in page.text
        assert 'value="https://nowhere.example"' in page.text
        page = desk.send(page, f"{desk.one}/settings", **TYPED)
        assert desk.follow(page).text.count("the test went well") == 1
        assert desk.hub.the_connection().account_label == "Acme"

    def test_a_test_that_fails_otherwise_says_what_to_do(self, desk):
        page = desk.add(**{"field-key": "wrong"})
        assert "The key is not accepted. Enter another." in page.text
        assert "Authorise it again. Until then it is not read." in page.text
        assert "Needs you" in desk.get(f"{HERE}/").text
        assert '<span class="count">1</span>' in page.text

    def test_unknown_connectors_and_connections(self, desk):
        assert desk.get(f"{HERE}/add/nothing").status_code == 404
        desk.add()
        missing = f"{HERE}/00000000-0000-0000-0000-000000000009"
        for path in ("", "/settings", "/people", "/schedule", "/runs", "/delete", "/authorise"):
            assert desk.get(missing + path).status_code == 404


class TestSecrets:
    def test_they_are_shown_by_their_end_and_kept_when_left_empty(self, hub, desk):
        hub.source.key = "a-long-secret-of-abcd"
        desk.add(**{"field-key": hub.source.key, "field-extra": "other"})
        page = desk.get(f"{desk.one}/settings")
        assert "ends …abcd. Leave this empty to keep it." in page.text
        assert "a-long" not in page.text
        typed = {"title": "HR", "field-address": "https://hr.example"}
        page = desk.follow(desk.send(page, f"{desk.one}/settings", **typed))
        assert "The settings are stored, and the test went well." in page.text
        made = hub.the_connection()
        assert hub.secret(made.id, "key") == "a-long-secret-of-abcd"
        assert hub.secret(made.id, "extra") == "other"

    def test_a_tick_clears_one(self, hub, desk):
        desk.add(**{"field-extra": "other"})
        page = desk.get(f"{desk.one}/settings")
        typed = {"title": "HR", "field-address": "https://hr.example", "clear-field-extra": "1"}
        desk.send(page, f"{desk.one}/settings", **typed)
        assert hub.secret(hub.the_connection().id, "extra") is None

    def test_another_address_asks_for_them_again(self, desk):
        desk.add()
        page = desk.get(f"{desk.one}/settings")
        typed = {"title": "HR", "field-address": "https://other.example"}
        page = desk.send(page, f"{desk.one}/settings", **typed)
        assert page.status_code == 422
        assert "points to another place now: enter it again" in page.text
        assert 'value="https://other.example"' in page.text

    def test_an_older_form_changes_nothing(self, hub, desk):
        desk.add()
        page = desk.get(f"{desk.one}/settings")
        hub.clock.advance(seconds=5)
        desk.send(page, f"{desk.one}/settings", **TYPED | {"title": "First"})
        answer = desk.send(page, f"{desk.one}/settings", **TYPED | {"title": "Second"})
        assert answer.status_code == 409
        assert hub.the_connection().title == "First"

    def test_forms_that_no_page_made_are_not_understood(self, desk):
        desk.add()
        assert desk.post(f"{desk.one}/settings", **TYPED).status_code == 400
        assert desk.post(f"{desk.one}/deed", action="fly").status_code == 400


class TestAuthorisingAgain:
    def test_new_secrets_that_work(self, hub, desk):
        desk.has_on()
        hub.source.key = "renewed"
        desk.press("run")
        hub.reader.work()
        page = desk.get(desk.one)
        assert f'href="{desk.one}/authorise"' in page.text
        form = desk.get(f"{desk.one}/authorise")
        assert "the same account: Acme" in form.text
        done = desk.send(form, f"{desk.one}/authorise", **{"field-key": "renewed"})
        assert "The connection is authorised again." in desk.follow(done).text
        assert hub.the_connection().problem is None

    @pytest.mark.parametrize(
        ("key", "account", "words"),
        [
            ("wrong", "acme", "The key is not accepted."),
            ("renewed", "globex", "belong to another account"),
            ("", "acme", "Enter the new one."),
        ],
    )
    def test_others_change_nothing(self, hub, desk, key, account, words):
        desk.add()
        hub.source.key, hub.source.account = "renewed", account
        form = desk.get(f"{desk.one}/authorise")
        page = desk.send(form, f"{desk.one}/authorise", **{"field-key": key})
        assert page.status_code == 422
        assert words in page.text
        assert hub.secret(hub.the_connection().id, "key") == "s3cret"


def test_runs_that_are_going_on_can_be_watched_and_stopped(hub, desk):
    desk.add()
    desk.press("dry-run")
    fragment = desk.get(f"{desk.one}/progress?look=4").text
    assert "look=5" in fragment
    assert "hx-trigger" in fragment
    assert "hx-swap-oob" not in fragment
    assert "hx-trigger" not in desk.get(f"{desk.one}/progress?look=900").text
    assert ">Being read</span>" in desk.get(f"{HERE}/").text
    desk.press("stop")
    assert [run.outcome for run in hub.runs()] == [Outcome.STOPPED]
    fragment = desk.get(f"{desk.one}/progress").text
    assert "The run is done" in fragment
    assert "hx-trigger" not in fragment
    assert ">Being read</span>" not in fragment
    for place in ("standing", "latest-runs"):
        assert f'id="{place}" hx-swap-oob="true"' in fragment
        assert f'id="{place}"' in desk.get(desk.one).text


def test_deleting_asks_for_the_name(hub, desk):
    desk.has_on()
    form = desk.get(f"{desk.one}/delete")
    assert "The records of 3 people are deleted" in form.text
    address = f"{desk.one}/delete"
    wrong = desk.send(form, address, typed_title="our hr")
    assert wrong.status_code == 422
    page = desk.follow(desk.send(form, address, typed_title="Our HR "))
    assert "The connection is deleted." in page.text
    assert hub.entries() == []


def test_others_may_see_nothing(hub, desk):
    desk.add()
    browser = hub.browser(hub.person(manages=True))
    for path in (f"{HERE}/", f"{HERE}/add", desk.one, f"{desk.one}/settings"):
        assert browser.get(path).status_code == 403


@pytest.mark.parametrize("locale", ["en", "de"])
def test_the_form_of_every_connector_there_is(locale):
    hub = ConnectionsHub()
    hub.connectors.clear()
    hub.connectors |= connectors()
    browser = hub.browser(hub.administrator(), locale=locale)
    chosen = browser.get(f"{HERE}/add").text
    for slug, connector in connectors().items():
        assert f'href="{HERE}/add/{slug}"' in chosen
        page = browser.get(f"{HERE}/add/{slug}")
        assert page.status_code == 200
        for field in connector.fields:
            assert (f'id="field-{field.name}"' in page.text) is (field.widget is not Widget.MAPPING)
