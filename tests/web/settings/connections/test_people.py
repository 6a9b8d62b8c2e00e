"""The section "people": who is who, and whom to believe."""

import re

import pytest

from core.domain.directory import DirectoryRecord
from core.services.directory.believing import BELIEVE_AGAIN, Believing
from tests.web.hub import ORGANIZATION

PEOPLE = "/settings/people/"


class Believer:
    """The worker, as far as it works out what is believed."""

    def __init__(self, hub):
        self._believing = Believing(hub.storage, hub.clock, hub.entropy)
        self._hub = hub

    def work(self):
        jobs = self._hub.storage.tables.table("jobs")
        for key, row in list(jobs.items()):
            if row["job"] == BELIEVE_AGAIN:
                del jobs[key]
                self._believing.believe_again(**row["arguments"])


def hires(source, key, **told):
    source.people[key] = DirectoryRecord(key=key, **told)
    source.log.append(key)


@pytest.fixture
def doubt(hub, desk):
    """Two Adas in one connection, and a third with the same number in another."""
    hub.source.people.clear()
    for key in ("a1", "a2"):
        hires(hub.source, key, name="Ada King", email=f"{key}@uni.test", employee_number="7")
    desk.has_on()
    hub.clock.advance(seconds=60)
    hub.source.people.clear()
    hires(hub.source, "x9", name="Ada King", email="ada@uni.test", employee_number="7")
    desk.add("every", title="Payroll")
    page = desk.get(f"{desk.one}/schedule")
    rule = {"rule-1": ["employee_number"]}
    desk.send(page, f"{desk.one}/schedule", every="60", held_share="10", **rule)
    desk.press("dry-run")
    hub.reader.work()
    desk.press("on", every="60")
    hub.reader.work()


def candidates(page):
    return re.findall(r'type="radio"\s+name="person"\s+value="([^"]+)"', page)


def test_nothing_waits_at_first(desk):
    page = desk.get(PEOPLE).text
    assert "Nothing waits." in page
    assert "Nobody yet." in page


@pytest.mark.usefixtures("doubt")
class TestDeciding:
    def test_a_record_that_may_be_several_people_waits(self, desk):
        page = desk.get(PEOPLE).text
        assert '<span class="count">1</span>' in page
        assert "Payroll" in page
        assert len(candidates(page)) == 3

    def test_it_is_one_of_them(self, desk):
        page = desk.get(PEOPLE)
        chosen = candidates(page.text)[0]
        answer = desk.send(page, f"{PEOPLE}decide", person=chosen)
        page = desk.follow(answer).text
        assert "It is decided whom this record is about." in page
        assert "Nothing waits." in page
        assert "an administrator" in page

    def test_it_is_somebody_new(self, desk):
        page = desk.get(PEOPLE)
        desk.follow(desk.send(page, f"{PEOPLE}decide", person="new"))
        assert "Nobody yet." in desk.get(PEOPLE).text

    def test_no_choice_is_told_at_the_record(self, desk):
        page = desk.send(desk.get(PEOPLE), f"{PEOPLE}decide")
        assert page.status_code == 422
        assert 'id="record-1-wrong"' in page.text

    def test_what_was_decided_meanwhile_stays(self, desk):
        page = desk.get(PEOPLE)
        desk.send(page, f"{PEOPLE}decide", person="new")
        late = desk.send(page, f"{PEOPLE}decide", person="new")
        assert late.status_code == 404
        assert "This was decided already." in late.text
        assert desk.post(f"{PEOPLE}decide", person="x", connection="x").status_code == 400


class TestJoining:
    def test_two_are_made_one_and_parted_again(self, hub, desk):
        hub.source.people.clear()
        for key in ("a1", "a2"):
            hires(hub.source, key, name="Ada King", email=f"{key}@uni.test")
        desk.has_on()
        page = desk.get(PEOPLE, q="king")
        found = re.findall(r'type="checkbox"\s+name="person"\s+value="([^"]+)"', page.text)
        assert len(found) == 2
        assert "a1@uni.test" in page.text
        answer = desk.send(page, f"{PEOPLE}join", person=found)
        page = desk.follow(answer)
        assert "The two are one person now." in page.text
        answer = desk.send(page, f"{PEOPLE}part")
        done = desk.follow(answer)
        assert "They are two people again." in done.text
        assert "taken back on" in done.text
        assert desk.send(page, f"{PEOPLE}part").status_code == 409

    def test_one_or_three_are_not_two(self, desk):
        desk.has_on()
        page = desk.get(PEOPLE, q="a")
        (one, *_) = re.findall(r'type="checkbox"\s+name="person"\s+value="([^"]+)"', page.text)
        answer = desk.send(page, f"{PEOPLE}join", person=[one])
        assert answer.status_code == 422
        assert 'id="join-wrong"' in answer.text
        assert f'value="{one}"\n' in answer.text
        assert desk.send(page, f"{PEOPLE}join", person=[one, one]).status_code == 409
        assert desk.send(page, f"{PEOPLE}join", person=[one, "x"]).status_code == 400

    def test_nobody_is_called_like_that(self, desk):
        assert "Nobody is called like that." in desk.get(PEOPLE, q="zzz").text


class TestBelieving:
    def test_another_order_counts_for_everybody(self, hub, desk):
        hub.source.people.clear()
        hires(hub.source, "a1", name="Ada King", email="ada@hr.test", employee_number="7")
        desk.has_on()
        first = hub.the_connection()
        hub.clock.advance(seconds=60)
        hires(hub.source, "a1", name="Ada Lovelace", email="ada@pay.test", employee_number="7")
        desk.add("every", title="Payroll")
        page = desk.get(f"{desk.one}/schedule")
        rule = {"rule-1": ["employee_number"]}
        desk.send(page, f"{desk.one}/schedule", every="60", held_share="10", **rule)
        desk.press("dry-run")
        hub.reader.work()
        desk.press("on", every="60")
        hub.reader.work()
        second = hub.the_connection()
        assert (name_of(hub, second), name_of(hub, first)) == ("Ada King", "Ada King")
        page = desk.get(f"{PEOPLE}believe")
        assert "Our HR,\n" in page.text or "Our HR, " in page.text
        answer = desk.send(page, f"{PEOPLE}believe", **{"name-1": str(second.id)})
        assert "It is stored whom to believe." in desk.follow(answer).text
        Believer(hub).work()
        assert name_of(hub, second) == "Ada Lovelace"
        page = desk.get(f"{PEOPLE}believe").text
        assert page.count(" selected>Payroll</option>") == 1
        desk.send(desk.get(f"{PEOPLE}believe"), f"{PEOPLE}believe")
        Believer(hub).work()
        assert name_of(hub, second) == "Ada King"

    def test_a_source_that_is_named_twice_is_told_at_its_field(self, desk):
        page = desk.get(f"{PEOPLE}believe")
        twice = {"email-1": "self", "email-2": "self"}
        answer = desk.send(page, f"{PEOPLE}believe", **twice)
        assert answer.status_code == 422
        assert 'id="email-wrong"' in answer.text
        assert answer.text.count("selected>What they say themselves") == 2
        unknown = desk.send(page, f"{PEOPLE}believe", **{"name-1": "nothing"})
        assert unknown.status_code == 422


def name_of(hub, connection):
    with hub.storage.tenant(ORGANIZATION) as work:
        return work.people.by_identity(connection.issuer, "a1").name


def test_only_administrators_may(hub):
    browser = hub.browser(hub.person(manages=True))
    assert browser.get(PEOPLE).status_code == 403
    assert browser.get(f"{PEOPLE}believe").status_code == 403
