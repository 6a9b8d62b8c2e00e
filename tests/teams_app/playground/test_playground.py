"""Microsoft's Agents Playground talks with the bot, signed on its way as Bot Framework signs.

The Playground's notion of Teams is not ours: what it sends is what the bot has to bear, and what
the bot sends has to be what its connector takes.
"""

import pytest

from tests.storage.at_work import until
from tests.teams_app.playground.proxy import shown

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("playground")]


def test_installing_is_welcomed_once(teams):
    """The Playground tells of an installation twice, as Teams does, and so often as asked."""
    playground, between = teams.playground, teams.between
    playground.install()
    until(lambda: between.messages(playground.chat))
    playground.install()
    playground.send(
        playground.activity(playground.config["currentUser"], playground.chat, "message", text="?")
    )
    until(lambda: [kind for kind, _ in between.answers].count("message"))
    until(lambda: len(between.messages(playground.chat)) > 1)
    texts = [one.body.get("text") for one in between.messages(playground.chat)]
    assert sum("Hello" in text for text in texts if text) == 1, shown(between.sent)
    assert {status for _, status in between.answers} == {200}, between.answers
    assert all(one.status in {200, 201, 202} for one in between.sent), shown(between.sent)
