"""Who may post to /api/messages, and what is said of it."""

import pytest

from tests.teams_app.bot.bot_hub import BotHub
from tests.teams_app.bot.partner import MISSING, OBJECT, activity, claims
from tests.teams_app.signing import KEY


@pytest.fixture
def bot():
    return BotHub()


@pytest.fixture
def turns(bot):
    """What handlers got."""
    seen = []
    bot.dispatcher.on_activity("message", seen.append)
    return seen


class TestRequests:
    @pytest.mark.usefixtures("turns")
    @pytest.mark.parametrize(
        ("changes", "status"),
        [
            ({"token": ""}, 401),
            ({"token": "made.up.token"}, 401),
            ({"aud": "another-app"}, 401),
            ({"exp": 1}, 401),
            ({"serviceurl": "https://smba.trafficmanager.net/other/"}, 403),
        ],
    )
    def test_strangers_are_refused(self, bot, changes, status):
        answer = bot.post(activity(), **changes)
        assert answer.status_code == status
        assert answer.mimetype == "application/problem+json"
        assert bot.storage.jobs == []

    @pytest.mark.parametrize("body", [b"", b"[]", b"\xff", '{"text": "ü"}'.encode("utf-16")])
    def test_what_is_no_activity_is_refused(self, bot, body):
        assert bot.post(body).status_code == 422

    def test_what_is_too_large_is_refused(self, bot):
        assert bot.post(activity(text="x" * 300_000)).status_code == 413

    def test_an_outage_of_microsofts_keys_is_unavailable(self, bot):
        bot.http.answers.clear()
        assert bot.post(activity()).status_code == 503

    @pytest.mark.usefixtures("turns")
    @pytest.mark.parametrize("kind", ["message", "invoke"])
    def test_another_channel_than_teams_is_not_ours(self, bot, kind):
        token = KEY.sign(claims(bot.clock))
        told = activity(type=kind, name="task/fetch", channelId="email")
        assert bot.post(told, token).status_code == (501 if kind == "invoke" else 200)
        assert bot.storage.jobs == []

    @pytest.mark.usefixtures("turns")
    def test_an_activity_from_nowhere_is_not_ours(self, bot):
        assert bot.post(activity(conversation=MISSING)).status_code == 200
        assert bot.storage.jobs == []

    def test_only_strangers_are_counted(self):
        bot = BotHub(rate_limit="3 per minute")
        assert {bot.post(activity(id=str(one))).status_code for one in range(9)} == {200}
        assert [bot.post(activity(), "made.up.token").status_code for _ in range(4)] == [
            401,
            401,
            401,
            429,
        ]
        assert bot.post(activity(id="last")).status_code == 200

    @pytest.mark.usefixtures("turns")
    def test_nothing_written_and_no_token_is_logged(self, bot, capsys):
        token = KEY.sign(claims(bot.clock))
        bot.post(activity(text="a secret"), token)
        bot.post(activity(text="a secret"), "made.up.token")
        bot.work()
        shown = "".join(capsys.readouterr())
        assert "an activity was not accepted" in shown
        for one in ("a secret", token, "made.up.token", OBJECT, "Mira"):
            assert one not in shown
