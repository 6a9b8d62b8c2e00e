"""What people do in their chat with the bot, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from demo.teams.bots.activities import Setting
from demo.teams.bots.channel import Answered, BotChannel
from demo.teams.bots.chats import Chats
from demo.teams.tenant import Employee

CARD = "application/vnd.microsoft.card.adaptive"
MESSAGE = "application/vnd.microsoft.activity.message"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What somebody sees of an answer at once.

    Attributes:
        taken: whether the bot took what was sent.
        said: words of the bot, may be empty.
    """

    taken: bool
    said: str = ""


@dataclass(frozen=True, slots=True)
class Talking:
    """Carries what people do to the bot."""

    chats: Chats
    channel: BotChannel

    def install(self, who: Employee, locale: str) -> Outcome:
        """Somebody adds the app: the bot is told twice, as in Teams."""
        self.chats.set_installed(self.chats.of(who), installed=True)
        self.channel.deliver(self._setting(who, locale).installed("add"))
        return _outcome(self.channel.deliver(self._setting(who, locale).joined()))

    def uninstall(self, who: Employee, locale: str) -> Outcome:
        """Somebody removes the app, or blocks the bot."""
        told = self.channel.deliver(self._setting(who, locale).installed("remove"))
        self.chats.set_installed(self.chats.of(who), installed=False)
        return _outcome(told)

    def write(self, who: Employee, locale: str, text: str) -> Outcome:
        """Somebody writes something."""
        activity = self._setting(who, locale).message(text)
        self.chats.say(self.chats.of(who), activity, by_bot=False)
        return _outcome(self.channel.deliver(activity))

    def submit(self, who: Employee, locale: str, reply_to: str, value: object) -> Outcome:
        """Somebody submits a card."""
        return _outcome(self.channel.deliver(self._setting(who, locale).submitted(reply_to, value)))

    def execute(
        self,
        who: Employee,
        locale: str,
        reply_to: str,
        action: Mapping[str, Any],
        trigger: str = "manual",
    ) -> Outcome:
        """Somebody presses a button of a card; what the bot answers takes the card's place."""
        activity = self._setting(who, locale).executed(reply_to, action, trigger)
        answered = self.channel.deliver(activity)
        told = answered.body or {}
        value = told.get("value")
        if told.get("type") == CARD and isinstance(value, dict):
            self.chats.change(self.chats.of(who), reply_to, view=value)
            return Outcome(taken=True)
        if told.get("type") == MESSAGE and isinstance(value, str):
            return Outcome(taken=True, said=value)
        words = value.get("message", "") if isinstance(value, dict) else ""
        return Outcome(taken=False, said=str(words))

    def ask(self, who: Employee, locale: str, name: str, value: Mapping[str, Any]) -> Answered:
        """Ask the bot something that it answers at once: an invoke of that name."""
        return self.channel.deliver(self._setting(who, locale).invoked(name, value))

    def _setting(self, who: Employee, locale: str) -> Setting:
        return Setting(
            who=who,
            locale=locale,
            service_url=self.channel.places.connector,
            at=datetime.now(UTC),
            new_id=self.chats.new_id(),
        )


def _outcome(answered: Answered) -> Outcome:
    return Outcome(taken=answered.taken)
