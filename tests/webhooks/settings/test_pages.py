"""Endpoints on the settings page, as an administrator without scripts uses them."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

HERE = "/settings/webhooks"
URL = "https://hooks.example/mentoring"


def secrets_in(page):
    return re.findall(r"whsec_[A-Za-z0-9+/=&#;]+", page.text)


def test_the_first_page_says_what_to_do(desk):
    assert "No other system is told of anything yet" in desk.get(f"{HERE}/").text
    assert f'href="{HERE}/"' in desk.get("/settings/").text


def test_adding_one_shows_its_secret_once(desk):
    added = desk.add(events=["match.ended", "run.published"])
    assert added.status_code == 200
    assert added.headers["Cache-Control"] == "no-store"
    assert len(secrets_in(added)) == 1
    again = desk.get(desk.one)
    assert not secrets_in(again)
    assert URL in again.text
    assert "A match run is published" in again.text
    listing = desk.get(f"{HERE}/").text
    assert "hooks.example" in listing
    assert "mentoring" not in re.search("<main.*</main>", listing, re.DOTALL)[0].replace(
        "Mentorloom", ""
    )


@pytest.mark.parametrize(
    ("url", "events", "said"),
    [
        ("http://hooks.example/", ["match.ended"], "must be called by https"),
        ("https://192.168.1.1/", ["match.ended"], "is not public"),
        ("", [], "Choose at least one event."),
        (URL, ["webhook.test"], "Choose at least one event."),
    ],
)
def test_wrong_input_is_explained(desk, url, events, said):
    refused = desk.add(url, events)
    assert refused.status_code == 422
    assert said in refused.text
    assert f'value="{url}"' in refused.text


def test_an_event_that_does_not_exist_is_not_understood(desk):
    assert desk.add(events=["match.invented"]).status_code == 400


def test_too_many_are_refused(desk):
    for _ in range(20):
        desk.add()
    refused = desk.add()
    assert refused.status_code == 409
    assert "There are 20 endpoints already" in refused.text


def test_changing_one(desk):
    desk.add()
    page = desk.get(f"{desk.one}/edit")
    assert re.search(r'value="match.ended"\s+checked', page.text)
    sent = desk.send(page, f"{desk.one}/edit", url="https://b.example/", events="meeting.logged")
    after = desk.follow(sent)
    assert "The endpoint is saved." in after.text
    assert "https://b.example/" in after.text
    refused = desk.send(page, f"{desk.one}/edit", url="https://b.example/")
    assert refused.status_code == 422


def test_a_test_shows_what_came_of_it(desk):
    desk.add()
    good = desk.follow(desk.press("test"))
    assert "The test got through." in good.text
    assert "webhook.test" in good.text
    desk.http.answer(URL, status=403)
    bad = desk.follow(desk.press("test"))
    assert "It answered with status 403." in bad.text
    assert "The test got through." not in bad.text
    assert "A test" in desk.get(desk.one).text


def test_the_log_says_how_each_stands(desk):
    desk.add()
    desk.http.answer(URL, status=500)
    address = desk.happens(match_id="m-1")
    desk.happens(match_id="m-2")
    waiting = desk.get(address).text
    assert "What will be sent" in waiting
    desk.work()
    page = desk.get(desk.one).text
    assert "next try" in page
    assert "Nothing got through since" in page
    one = desk.get(address).text
    assert "&#34;match_id&#34;: &#34;m-1&#34;" in one
    assert "It answered with status 500." in one
    desk.http.answer(URL)
    sent = desk.follow(desk.send(desk.get(address), address, action="replay"))
    assert "It is sent again." in sent.text
    desk.work()
    assert "Delivered" in desk.get(address).text


def test_one_is_left_out(desk):
    desk.add()
    address = desk.happens()
    left = desk.follow(desk.send(desk.get(address), address, action="skip"))
    assert "It is left out." in left.text
    assert "Left out" in left.text
    again = desk.post(address, action="skip")
    assert again.status_code == 409
    assert "does not wait any more" in again.text


def test_a_long_log_has_pages(desk):
    desk.add()
    for _ in range(30):
        desk.happens()
    first = desk.get(desk.one).text
    older = re.search(r'href="([^"]+before=\d+)"', first)[1]
    second = desk.get(older.replace("&amp;", "&")).text
    assert second.count("/deliveries/") == 5
    assert first.count("/deliveries/") == 25
    assert "The newest" in second
    assert "Older ones" not in second


def test_switching_off_and_on(desk):
    desk.add()
    off = desk.follow(desk.press("off"))
    assert "It is told nothing." in off.text
    assert "Switch on" in off.text
    on = desk.follow(desk.press("on"))
    assert "What waited is sent now." in on.text


def test_replacing_the_secret_shows_the_new_one_once(desk, hub):
    (first,) = secrets_in(desk.add())
    page = desk.send(desk.get(desk.one), f"{desk.one}/secret")
    (second,) = secrets_in(page)
    assert first != second
    assert page.headers["Cache-Control"] == "no-store"
    assert "The one before signs too until" in page.text
    assert not secrets_in(desk.get(desk.one))
    hub.clock.advance(hours=11)
    assert "The one before signs too until" in desk.get(desk.one).text
    with hub.storage.tenant(desk.actor.organization_id) as work:
        endpoint = work.webhook_endpoints.all()[0]
        ended = replace(endpoint, old_secret_until=hub.clock.now())
        work.webhook_endpoints.save(ended)
    assert "The one before signs too until" not in desk.get(desk.one).text


def test_deleting_says_first_what_it_means(desk):
    desk.add()
    desk.happens()
    address = f"{desk.one}/delete"
    page = desk.get(address)
    assert "1 event that waits is never sent." in page.text
    gone = desk.follow(desk.send(page, address))
    assert "The endpoint is deleted." in gone.text
    assert desk.get(address).status_code == 404


def test_administrators_are_told_when_one_was_switched_off(desk, hub):
    desk.add()
    desk.http.answer(URL, status=410)
    desk.happens()
    desk.work()
    assert "gone for good (410), so it was switched off" in desk.get(desk.one).text
    assert "Needs you" in desk.get(f"{HERE}/").text
    assert re.search(r"Webhooks\s*<span[^>]*>\s*1", desk.get("/settings/").text)


def test_failing_for_days_is_said(desk, hub):
    desk.add()
    desk.http.answer(URL, status=500)
    desk.happens()
    desk.work()
    address = desk.happens()
    with hub.storage.tenant(desk.actor.organization_id) as work:
        endpoint = work.webhook_endpoints.all()[0]
        work.webhook_endpoints.save(endpoint.failed(hub.clock.now() + timedelta(days=5)))
    assert "Nothing got through for 5 days" in desk.get(desk.one).text
    refused = desk.post(address, action="replay")
    assert refused.status_code == 409
    assert "Switch it on first" in refused.text


def test_only_for_administrators(hub, desk):
    desk.add()
    hub.load_demo()
    stranger = hub.browser(hub.demo_actor("Mara Lindqvist"))
    assert stranger.get(f"{HERE}/").status_code == 403
    assert stranger.get(desk.one).status_code == 403
