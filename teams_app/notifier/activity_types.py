"""The kinds of entries that we write into people's activity feed, declared once.

The app package declares them to Teams and the notifier names them; Microsoft Graph takes no other.
An entry says what kind of thing happened and no more: names and texts are on the page it leads to.
https://learn.microsoft.com/graph/teams-send-activityfeednotifications
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.teams_delivery import Purpose
from core.sentence import Sentence, sentence

_PARAMETER = re.compile(r"\{(\w+)\}")
BY_TEAMS = frozenset({"actor"})
"""Filled in by Teams: whoever sends, which is the app."""


@dataclass(frozen=True, slots=True)
class ActivityType:
    """A kind of entry.

    Attributes:
        name: what the manifest and Graph call it.
        description: in the person's notification settings.
        template: the entry itself.
    """

    name: str
    description: Sentence
    template: Sentence

    @property
    def parameters(self) -> frozenset[str]:
        """What the notifier has to supply."""
        return parameters_of(self.template.message) - BY_TEAMS


def parameters_of(template: str) -> frozenset[str]:
    """The names in braces of a template."""
    return frozenset(_PARAMETER.findall(template))


ACTIVITY_TYPES: Mapping[Purpose, ActivityType] = {
    Purpose.NEWS: ActivityType(
        "newsArrived",
        sentence("News about your mentoring"),
        sentence("There is news about your mentoring"),
    ),
    Purpose.REQUEST: ActivityType(
        "requestArrived",
        sentence("Requests to be a mentor"),
        sentence("Somebody asks you to be their mentor"),
    ),
    Purpose.PROPOSAL: ActivityType(
        "proposalArrived",
        sentence("Proposals for a match"),
        sentence("A mentor is proposed to you"),
    ),
    Purpose.MEETING: ActivityType(
        "meetingPlanned",
        sentence("Meetings with your match"),
        sentence("A meeting needs your answer"),
    ),
    Purpose.PULSE: ActivityType(
        "pulseDue",
        sentence("Questions about how it goes"),
        sentence("How is your mentoring going?"),
    ),
    Purpose.NUDGE: ActivityType(
        "nudgeSent",
        sentence("Reminders"),
        sentence("Your mentoring could use a moment of your time"),
    ),
    Purpose.MILESTONE: ActivityType(
        "milestoneReady",
        sentence("Work that waits for approval"),
        sentence("Something waits for your approval"),
    ),
    Purpose.DIGEST: ActivityType(
        "digestReady",
        sentence("The weekly digest"),
        sentence("Your weekly digest about mentoring is ready"),
    ),
}
"""By what an entry is about. A welcome is told in a chat only."""
