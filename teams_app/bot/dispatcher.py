"""Who answers what: handlers by the type of an activity, or the name of an invoke.

A handler gets a `Turn`. The answer to an invoke is returned, and goes out at once; everything else
runs in a worker, says what it has to say through the turn, and returns nothing. Whatever nobody
handles is fine: Teams invents new kinds of activities, and none of them is an error.
"""

from collections.abc import Callable

from teams_app.bot.activity import INVOKE, MESSAGE, Activity
from teams_app.bot.turn import Answer, Turn

Handler = Callable[[Turn], Answer | None]


class Dispatcher:
    """Handlers. Each is registered once, when the process starts."""

    def __init__(self) -> None:
        self._activities: dict[str, Handler] = {}
        self._invokes: dict[str, Handler] = {}
        self._submits: Handler | None = None

    def on_activity(self, kind: str, handler: Handler) -> None:
        """Have activities of a type handled: "message", "installationUpdate", ..."""
        self._activities[kind] = handler

    def on_invoke(self, name: str, handler: Handler) -> None:
        """Have invokes of a name answered: "adaptiveCard/action", "task/fetch", ..."""
        self._invokes[name] = handler

    def on_submit(self, handler: Handler) -> None:
        """Have messages handled that are no words but what was entered into a card."""
        self._submits = handler

    def handler(self, activity: Activity) -> Handler | None:
        """Who handles an activity; None if nobody does."""
        if activity.type == INVOKE:
            return self._invokes.get(activity.name)
        if activity.type == MESSAGE and isinstance(activity.value, dict) and not activity.text:
            return self._submits
        return self._activities.get(activity.type)
