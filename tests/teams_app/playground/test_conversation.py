"""The whole conversation in Microsoft's Agents Playground, from the welcome to an answered pulse.

Mira is the Playground's current user: what she does is done in its page, in a browser. Omar, whom
the Playground knows as another member, presses his buttons through its API. Pictures of the page
are kept in test-artifacts/.
"""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from core.services.pulses.asking import ASK_PULSES
from core.services.teams.gathering import GATHER_TEAMS
from tests.storage.at_work import until
from tests.teams_app.playground.proxy import shown

ROOT = Path(__file__).parents[3]
SHOTS = ROOT / "test-artifacts"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("playground"),
]


class Mira:
    """At the Playground's page."""

    def __init__(self, chromium, teams):
        self.teams = teams
        self.page = chromium.new_page(viewport={"width": 1280, "height": 1100})
        self.page.set_default_timeout(20_000)
        self.page.goto(teams.playground.url)
        self.shots = 0

    def say(self, text):
        self.page.get_by_role("textbox").last.click()
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).last.click()

    def sees(self, text):
        expect(self.page.get_by_text(text).last).to_be_visible(timeout=20_000)

    def shot(self, name):
        SHOTS.mkdir(exist_ok=True)
        self.shots += 1
        self.page.screenshot(path=SHOTS / f"playground-{self.shots}-{name}.png")


class Omar:
    """In his own chat, by the Playground's API."""

    def __init__(self, teams):
        self.teams, self.playground = teams, teams.playground
        self.person = self.playground.person("omar")
        self.chat = self.playground.open_chat(self.person)

    def say(self, text):
        told = self.playground.activity(self.person, self.chat, "message", text=text)
        self.playground.send(told)

    def card(self, title):
        """The newest message with a card that has a button of that title, and the button."""

        def found():
            for one in reversed(self.teams.between.messages(self.chat)):
                for card in one.cards:
                    for action in buttons(card):
                        if action["title"] == title:
                            return one.id, action
            return None

        return until(found)

    def press(self, title, **entered):
        message, action = self.card(title)
        data = {**action["data"], **entered}
        told = {"type": "Action.Execute", "verb": action["verb"], "data": data}
        return self.playground.press(self.person, self.chat, message, told)


def buttons(card):
    """All of a card's Action.Execute, those behind others too."""
    for action in card.get("actions", ()):
        if action["type"] == "Action.Execute":
            yield action
        elif action["type"] == "Action.ShowCard":
            yield from buttons(action["card"])


def test_from_the_welcome_to_an_answered_pulse(teams, chromium):
    omar = Omar(teams)
    mira = Mira(chromium, teams)
    mira.sees("Hello! I am Mentorloom.")
    mira.shot("welcome")

    omar.say("Pause")
    omar.press("Yes, write to me")
    mira.say("Pause")
    mira.press("Yes, write to me")
    mira.sees("You hear from me here")

    mira.say("Find a mentor")
    mira.sees("Mentors who fit your goals")
    mira.shot("mentors")
    mira.press("Ask Omar Haddad")
    mira.page.get_by_label("What would you like to talk about? (optional)").last.fill("Feedback?")
    mira.press("Send the request")
    mira.sees("You asked. They have time to answer.")
    mira.shot("asked")

    teams.hub.run(GATHER_TEAMS)
    answer = omar.press("Accept")
    assert "You are matched" in str(answer["value"]), answer
    until(lambda: "You are matched" in str(teams.between.messages(omar.chat)[-1].cards))
    teams.hub.run(GATHER_TEAMS)
    mira.sees("You are matched")
    mira.shot("accepted")

    mira.say("Log a meeting")
    mira.sees("It counts once the other one confirms it.")
    mira.press("We met")
    mira.sees("Noted. Omar Haddad is asked to confirm it.")
    mira.shot("met")
    teams.hub.run(GATHER_TEAMS)
    confirmed = omar.press("Yes, we met")
    assert "This meeting is confirmed" in str(confirmed["value"]), confirmed

    teams.hub.clock.advance(days=8)
    teams.hub.run(ASK_PULSES)
    teams.hub.run(GATHER_TEAMS)
    mira.sees("How is it going with Omar Haddad?")
    for question in range(3):
        mira.page.get_by_role("radio", name="Mostly").nth(question).check()
    mira.press("Send")
    mira.sees("Thank you. Your answers stay with you.")
    mira.shot("pulse")
    for chat in (teams.playground.chat, omar.chat):
        texts = [str(one.body.get("text")) for one in teams.between.messages(chat)]
        assert sum("Hello! I am Mentorloom." in text for text in texts) == 1, texts
    assert {status for _, status in teams.between.answers} == {200}, teams.between.answers
    assert all(one.status in {200, 201, 202} for one in teams.between.sent), shown(
        teams.between.sent
    )
