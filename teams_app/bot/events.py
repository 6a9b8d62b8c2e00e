"""The app comes to a conversation or leaves it; teams are deleted, archived and restored.

On being installed Teams sends an installationUpdate and conversationUpdates for the bot and the
person, at the same time and in any order; of a team, to one channel or another. Whoever is there
is greeted once. An upgrade of the app is no reason to greet anybody.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/subscribe-to-conversation-events
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from core.services.teams.conversations import KeptConversations, Place
from teams_app.bot.activity import CONVERSATION_UPDATE, INSTALLATION_UPDATE, Account
from teams_app.bot.dispatcher import Dispatcher
from teams_app.bot.place import place_of
from teams_app.bot.turn import Turn

GONE = frozenset({"teamDeleted", "teamHardDeleted"})
CLOSED = frozenset({"teamArchived"})
BACK = frozenset({"teamUnarchived", "teamRestored"})


class Events:
    """Handles them.

    Args:
        kept: what is known of conversations.
        greet: says hello where the app is new.
    """

    def __init__(self, kept: KeptConversations, greet: Callable[[Turn], object]) -> None:
        self._kept = kept
        self._greet = greet

    def register(self, dispatcher: Dispatcher) -> None:
        """Have them handled here."""
        dispatcher.on_activity(INSTALLATION_UPDATE, self.installation_update)
        dispatcher.on_activity(CONVERSATION_UPDATE, self.conversation_update)

    def installation_update(self, turn: Turn) -> None:
        """The app is installed, upgraded or removed."""
        place = place_of(turn.tenant, turn.activity, turn.actor)
        if turn.activity.action == "add":
            self._arrive(turn, place)
        elif turn.activity.action == "add-upgrade":
            self._kept.arrived(place)
        elif turn.activity.action == "remove":
            self._kept.left(place)

    def conversation_update(self, turn: Turn) -> None:
        """Members come and go, the bot among them; or something happens to the team."""
        place, activity = place_of(turn.tenant, turn.activity, turn.actor), turn.activity
        if activity.event in GONE or self._with_bot(turn, activity.members_removed):
            self._kept.left(place)
        elif activity.event in CLOSED:
            self._kept.closed(place)
        elif activity.event == "channelDeleted":
            self._kept.closed(replace(place, conversation_id=activity.channel_id, team_id=""))
        elif activity.event in BACK:
            self._kept.arrived(place)
        elif self._with_bot(turn, activity.members_added) or (
            # In a chat of two whoever else is added is the person the bot came to.
            turn.personal and activity.members_added
        ):
            self._arrive(turn, place)

    def _arrive(self, turn: Turn, place: Place) -> None:
        if self._kept.is_new(place):
            self._greet(turn)
        self._kept.arrived(place)

    @staticmethod
    def _with_bot(turn: Turn, members: Sequence[Account]) -> bool:
        return any(one.id in {turn.tenant.bot_id, turn.activity.bot.id} - {""} for one in members)
