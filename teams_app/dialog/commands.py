"""The commands of the bot: the one list that the app package offers and the dialog answers.

Teams shows a command's title and description in the reader's language; choosing it sends the title
as a message. So the dialog has to know every title in every language.
Limits of the manifest: 12 commands a list, titles of 32 and descriptions of 128 characters.
"""

from dataclasses import dataclass
from enum import StrEnum

from core.sentence import Sentence, sentence


class Command(StrEnum):
    """What somebody wants of the bot."""

    FIND_MENTOR = "find-mentor"
    MY_MATCH = "my-match"
    NEXT_MEETING = "next-meeting"
    PREPARE = "prepare"
    LOG_MEETING = "log-meeting"
    REFLECT = "reflect"
    ASK_COACH = "ask-coach"
    PAUSE = "pause"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class OfferedCommand:
    """A command as people see it.

    Attributes:
        command: which one.
        title: what is said to the bot.
        description: what comes of it.
    """

    command: Command
    title: Sentence
    description: Sentence


COMMANDS = (
    OfferedCommand(
        Command.FIND_MENTOR,
        sentence("Find a mentor"),
        sentence("Mentors who fit your goals, and why"),
    ),
    OfferedCommand(
        Command.MY_MATCH,
        sentence("My match"),
        sentence("Whom you are matched with, and your requests"),
    ),
    OfferedCommand(
        Command.NEXT_MEETING,
        sentence("Next meeting"),
        sentence("When you meet next"),
    ),
    OfferedCommand(
        Command.PREPARE,
        sentence("Prepare me"),
        sentence("What to think of before you meet"),
    ),
    OfferedCommand(
        Command.LOG_MEETING,
        sentence("Log a meeting"),
        sentence("Note that you met, in a few taps"),
    ),
    OfferedCommand(
        Command.REFLECT,
        sentence("Reflect"),
        sentence("A few questions about how it goes"),
    ),
    OfferedCommand(
        Command.ASK_COACH,
        sentence("Ask the coach"),
        sentence("Help with a question about mentoring"),
    ),
    OfferedCommand(
        Command.PAUSE,
        sentence("Pause"),
        sentence("No messages for a while"),
    ),
    OfferedCommand(
        Command.HELP,
        sentence("Help"),
        sentence("What you can ask here"),
    ),
)
"""In the order in which Teams shows them."""
