"""The list of the bot's commands keeps what Teams demands of it, in every language."""

import pytest

from teams_app.dialog.commands import COMMANDS, Command
from web.surface import LOCALES
from web.translated import told_in


def test_every_command_is_offered_once():
    assert sorted(offered.command for offered in COMMANDS) == sorted(Command)


@pytest.mark.parametrize("locale", LOCALES)
def test_titles_tell_commands_apart_and_are_short(locale):
    titles = [told_in(locale, offered.title) for offered in COMMANDS]
    assert len({title.casefold() for title in titles}) == len(COMMANDS) <= 12
    assert max(map(len, titles)) <= 32
    assert max(len(told_in(locale, offered.description)) for offered in COMMANDS) <= 128
