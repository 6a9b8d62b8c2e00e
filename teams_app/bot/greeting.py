"""What the bot says first, and to whatever it does not understand: what can be asked here."""

from core.sentence import sentence
from teams_app.bot.turn import Turn
from teams_app.dialog.commands import COMMANDS

HELLO = sentence(
    "Hello! I am Mentorloom. I help you find a mentor, get ready to meet, and keep going."
)
HELLO_ALL = sentence(
    "Hello! I am Mentorloom. Everybody can write to me in a chat of their own, to find a mentor or "
    "to get ready for a meeting. What is said there stays there."
)


def greet(turn: Turn) -> None:
    """Say hello where the app is new."""
    if turn.personal:
        turn.say(HELLO)
        say_help(turn)
    else:
        turn.say(HELLO_ALL)


def say_help(turn: Turn) -> None:
    """Say what can be asked here."""
    titles = " · ".join(turn.told(one.title) for one in COMMANDS)
    turn.say(sentence("You can write, for example: %(commands)s", commands=titles))
