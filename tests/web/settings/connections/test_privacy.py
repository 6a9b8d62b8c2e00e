"""The section "privacy": what is kept, who sees it, and one person's data."""

import json

from core.domain.identifiers import PersonId
from tests.web.hub import ORGANIZATION, SAME

PRIVACY = "/settings/privacy/"


def test_it_says_what_is_kept_how_long_and_who_sees_it(desk):
    page = desk.get(PRIVACY).text
    assert "30 days" in page
    assert "3 years" in page
    assert "until the person is erased" in page
    assert "Who sees what" in page


def test_people_are_looked_for(hub, desk):
    desk.has_on()
    page = desk.get(PRIVACY, q="ADA").text
    assert f'href="{PRIVACY}people/' in page
    assert "Our HR" in page
    assert "Nobody is called like that." in desk.get(PRIVACY, q="zzz").text


class TestOnePerson:
    def page(self, hub, name="Mia"):
        self.person = hub.person(name)
        return f"{PRIVACY}people/{self.person.person_id}"

    def test_everything_is_handed_out_and_that_is_noted(self, hub, desk):
        address = self.page(hub)
        page = desk.get(address)
        answer = desk.send(page, f"{address}/export")
        assert answer.mimetype == "application/json"
        assert "attachment" in answer.headers["Content-Disposition"]
        assert json.loads(answer.text)["person_id"] == str(self.person.person_id)
        assert "Everything about a person was handed out." in desk.get("/settings/audit/").text

    def test_without_cookies_it_is_shown(self, hub, desk):
        address = self.page(hub)
        token = hub.opened(desk.actor).token
        headers = {**SAME, "Authorization": f"Bearer {token}"}
        answer = hub.app.test_client().post(f"{address}/export", headers=headers)
        assert "<textarea" in answer.text
        assert "mia@example.edu" in answer.text

    def test_erasing_asks_for_the_name(self, hub, desk):
        address = self.page(hub)
        page = desk.get(address)
        assert page.text.count("The data of Mia") == 2
        assert "Type Mia to show that you mean it." in page.text
        wrong = desk.send(page, f"{address}/erase", typed="mia")
        assert wrong.status_code == 422
        assert 'id="typed-wrong"' in wrong.text
        answer = desk.send(page, f"{address}/erase", typed="Mia")
        assert "is erased." in desk.follow(answer).text
        with hub.storage.tenant(ORGANIZATION) as work:
            gone = work.people.get(PersonId(self.person.person_id))
        assert gone is None or not gone.name
        assert "Everything about a person was erased." in desk.get("/settings/audit/").text

    def test_nobody_erases_themselves(self, desk):
        address = f"{PRIVACY}people/{desk.actor.person_id}"
        page = desk.get(address).text
        assert "You cannot erase yourself." in page
        assert f"{address}/erase" not in page
        answer = desk.post(f"{address}/erase", typed="ada@uni.test")
        assert answer.status_code == 409

    def test_unknown_people(self, desk):
        address = f"{PRIVACY}people/00000000-0000-0000-0000-000000000009"
        assert desk.get(address).status_code == 404
        assert desk.post(f"{address}/export").status_code == 404
        assert desk.post(f"{address}/erase").status_code == 404


def test_only_administrators_may(hub):
    assert hub.browser(hub.person(manages=True)).get(PRIVACY).status_code == 403
