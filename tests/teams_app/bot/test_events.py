"""The app comes and goes: whoever is there is greeted once, and nobody is written to in vain."""

import pytest

from core.errors import UnavailableError
from tests.fakes.worker import run_next
from tests.teams_app.bot.bot_hub import BotHub
from tests.teams_app.bot.partner import BOT, MISSING, OBJECT, USER, activity

GROUP, TEAM, CHANNEL = "19:cohort@thread.v2", "19:team@thread.tacv2", "19:mentors@thread.tacv2"
THEM = {"id": USER, "aadObjectId": OBJECT}
KNOWN = {"text": MISSING}


def installed(kind="personal", action="add", **changes):
    told = {"type": "installationUpdate", "action": action, "id": "i"}
    return activity(kind, **{**KNOWN, **told, **changes})


def joined(*members, kind="personal", **changes):
    told = {"type": "conversationUpdate", "membersAdded": list(members), "id": f"j{len(members)}"}
    return activity(kind, **{**KNOWN, **told, **changes})


def parted(*members, kind="personal", **changes):
    told = {"type": "conversationUpdate", "membersRemoved": list(members), "id": "p"}
    return activity(kind, **{**KNOWN, **told, **changes})


def of_team(event, **changes):
    """A conversationUpdate about a team."""
    told = activity("channel", type="conversationUpdate", id=event, **{**KNOWN, **changes})
    told["channelData"]["eventType"] = event
    return told


@pytest.fixture
def bot():
    bot = BotHub().as_it_is()
    for name in (GROUP, TEAM, CHANNEL, f"{CHANNEL};messageid=1700000000000"):
        bot.teams.conversations[name] = set()
    return bot


class TestGreeting:
    @pytest.mark.parametrize(
        "told",
        [
            [installed()],
            [joined({"id": BOT})],
            [joined(THEM)],
            [installed(), joined(THEM), joined(THEM, {"id": BOT})],
            [joined(THEM, {"id": BOT}), installed()],
            [joined(THEM), joined(THEM, {"id": BOT}), installed(action="add-upgrade")],
        ],
        ids=["app", "bot", "person", "all", "members first", "and an upgrade"],
    )
    def test_one_greeting_however_teams_tells_it(self, bot, told):
        for one in told:
            assert bot.post(one).status_code == 200
        assert len({job["lock"] for job in bot.storage.jobs}) == 1
        bot.work()
        assert [text[:6] for text in bot.teams.said()] == ["Hello!", "You ca"]

    def test_it_is_in_the_language_of_the_client(self, bot):
        hello, commands = bot.heard(installed(locale="de-DE"))
        assert hello["text"].startswith("Hallo!")
        assert "Hilfe" in commands["text"]

    def test_an_outage_is_no_second_greeting(self, bot):
        bot.post(installed())
        bot.teams.refuse(0, silent=True)
        assert not run_next(bot.storage, bot.desk.handlers())
        bot.work()
        assert len(bot.teams.said()) == 2
        bot.heard(joined(THEM))
        assert len(bot.teams.said()) == 2

    def test_a_message_is_answered_and_needs_no_greeting(self, bot):
        bot.heard(activity())
        bot.heard(installed())
        assert [text[:6] for text in bot.teams.said()] == ["You ca"]

    def test_an_upgrade_greets_nobody(self, bot):
        assert bot.heard(installed(action="add-upgrade")) == []
        assert bot.heard(installed(action="remove-upgrade", id="r")) == []
        assert bot.conversation().live

    def test_who_installs_it_again_is_greeted_again(self, bot):
        bot.heard(installed())
        bot.heard(installed(action="remove", id="r"))
        assert len(bot.heard(installed(id="again"))) == 2

    def test_a_group_is_greeted_in_a_few_words(self, bot):
        (hello,) = bot.heard(joined({"id": BOT}, kind="groupChat"))
        assert "chat of their own" in hello["text"]
        assert bot.conversation(GROUP).user_id == ""

    def test_a_team_is_greeted_in_one_channel(self, bot):
        general = joined({"id": BOT}, kind="channel")
        general["conversation"]["id"] = TEAM
        assert len(bot.heard(installed("channel"))) == 1
        assert bot.heard(general) == []

    @pytest.mark.parametrize("kind", ["groupChat", "channel"])
    def test_people_who_join_others_are_not_written_to(self, bot, kind):
        assert bot.heard(joined(THEM, kind=kind)) == []


class TestKeeping:
    def test_who_is_known_is_linked(self, bot):
        person = bot.person()
        bot.heard(installed(locale="de-DE"))
        kept = bot.conversation()
        assert (kept.person_id, kept.object_id, kept.user_id) == (person.id, OBJECT, USER)
        assert (kept.locale, kept.bot_id, kept.live) == ("de-DE", BOT, True)

    def test_each_message_tells_where_to_answer(self, bot):
        bot.heard(installed())
        moved = "https://smba.trafficmanager.net/amer/"
        bot.teams.service_url = moved.rstrip("/")
        bot.heard(activity(serviceUrl=moved, locale="nb-NO"))
        kept = bot.conversation()
        assert (kept.service_url, kept.locale) == (moved, "nb-NO")

    def test_what_says_nothing_new_is_not_written_again(self, bot):
        bot.heard(activity())
        first = bot.conversation().refreshed_at
        bot.clock.advance(minutes=9)
        bot.heard(activity(id="2"))
        assert bot.conversation().refreshed_at == first
        bot.clock.advance(minutes=1)
        bot.heard(activity(id="3"))
        assert bot.conversation().refreshed_at == bot.clock.now()

    def test_who_writes_blocks_no_more(self, bot):
        bot.heard(installed())
        bot.heard(installed(action="remove", id="r"))
        assert not bot.conversation().live
        bot.heard(activity())
        assert bot.conversation().live


class TestLeaving:
    @pytest.mark.parametrize(
        "told", [installed(action="remove", id="r"), parted({"id": BOT})], ids=["app", "bot"]
    )
    def test_nothing_is_sent_where_the_app_was_removed(self, bot, told):
        bot.heard(installed())
        bot.heard(told)
        kept = bot.conversation()
        assert (kept.live, kept.installed_at) == (False, None)

    def test_removing_what_was_never_there_is_nothing(self, bot):
        assert bot.heard(installed(action="remove")) == []
        assert bot.conversation() is None

    def test_somebody_leaving_others_changes_nothing(self, bot):
        bot.heard(joined({"id": BOT}, kind="groupChat"))
        bot.heard(parted(THEM, kind="groupChat"))
        assert bot.conversation(GROUP).live

    @pytest.mark.parametrize("event", ["teamDeleted", "teamHardDeleted"])
    def test_a_team_that_is_deleted_is_gone(self, bot, event):
        bot.heard(installed("channel"))
        bot.heard(activity("channel"))
        bot.heard(of_team(event))
        assert not bot.conversation(TEAM).live
        assert not bot.conversation(CHANNEL).live

    @pytest.mark.parametrize("back", ["teamUnarchived", "teamRestored"])
    def test_a_team_may_come_back(self, bot, back):
        bot.heard(installed("channel"))
        bot.heard(of_team("teamArchived"))
        assert not bot.conversation(TEAM).live
        assert bot.heard(of_team(back)) == []
        assert bot.conversation(TEAM).live

    def test_a_channel_may_go_alone(self, bot):
        bot.heard(installed("channel"))
        bot.heard(activity("channel"))
        bot.heard(of_team("channelDeleted"))
        assert bot.conversation(TEAM).live
        assert not bot.conversation(CHANNEL).live

    @pytest.mark.parametrize("event", ["teamRenamed", "channelCreated", "new"])
    def test_other_news_of_a_team_are_nothing(self, bot, event):
        assert bot.heard(of_team(event)) == []


@pytest.mark.parametrize("kind", ["messageReaction", "messageUpdate", "typing", "new"])
def test_other_activities_are_fine(bot, kind):
    assert bot.heard(activity(type=kind)) == []
    assert bot.storage.jobs == []


def test_an_outage_while_leaving_is_tried_again(bot, monkeypatch):
    def away(_self, _place):
        raise UnavailableError("Away.")

    bot.heard(installed())
    bot.post(installed(action="remove", id="r"))
    with monkeypatch.context() as patch:
        patch.setattr(type(bot.kept), "left", away)
        assert not run_next(bot.storage, bot.desk.handlers())
    bot.work()
    assert not bot.conversation().live
