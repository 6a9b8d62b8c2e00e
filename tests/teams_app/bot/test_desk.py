"""An activity is taken once, answered once, and never turns into a failure."""

import pytest

from core.errors import ConflictError, UnavailableError
from core.ports.jobs import Lane
from core.sentence import sentence
from teams_app.bot.messages import words
from tests.fakes.worker import run_next
from tests.teams_app.bot.bot_hub import BotHub
from tests.teams_app.bot.partner import MISSING, activity, teams_tenant


@pytest.fixture
def bot():
    return BotHub()


@pytest.fixture
def turns(bot):
    """What handlers got; messages are answered by their own text."""
    seen = []

    def answer(turn):
        seen.append(turn)
        turn.say(words(f"You said: {turn.activity.text}"))

    bot.dispatcher.on_activity("message", answer)
    return seen


class TestMessages:
    def test_one_is_taken_at_once_and_answered_by_the_worker(self, bot, turns):
        assert bot.post(activity()).status_code == 200
        assert turns == []
        (job,) = bot.storage.jobs
        assert job["lane"] is Lane.CHAT
        assert job["lock"] == f"teams:{teams_tenant().id}:a:mira"
        bot.work()
        assert bot.teams.said() == ["You said: help"]

    def test_the_turn_knows_who_and_where(self, bot, turns):
        person = bot.person()
        bot.heard(activity(locale="de-AT"))
        (turn,) = turns
        assert (turn.actor.person_id, turn.locale, turn.personal) == (person.id, "de", True)
        assert turn.tenant.id == teams_tenant().id
        assert turn.conversation.person_id == person.id

    @pytest.mark.parametrize("sender", [{"id": "29:x"}, {"id": "29:x", "aadObjectId": "other"}])
    def test_somebody_unknown_is_nobody_here(self, bot, turns, sender):
        bot.person()
        bot.heard(activity(**{"from": sender}))
        assert turns[0].actor is None

    def test_the_same_one_again_is_ignored(self, bot, turns):
        for _ in range(3):
            bot.heard(activity())
        assert len(turns) == 1

    def test_ids_count_in_their_conversation(self, bot, turns):
        bot.teams.conversations["a:omar"] = {"29:omar"}
        bot.heard(activity())
        other = activity()
        other["conversation"]["id"] = "a:omar"
        bot.heard(other)
        assert len(turns) == 2

    @pytest.mark.usefixtures("turns")
    def test_what_was_written_is_kept_no_longer_than_needed(self, bot):
        bot.post(activity(text="a secret"))
        rows = bot.storage.tables.table("teams_activities")
        assert "a secret" in str(rows)
        bot.work()
        assert "a secret" not in str(rows)

    def test_a_job_that_runs_twice_answers_once(self, bot, turns):
        bot.post(activity())
        (job,) = bot.storage.jobs
        for _ in range(2):
            bot.desk.answer_activity(**job["arguments"])
        assert len(turns) == 1

    def test_others_in_a_channel_see_to_what_it_answers(self, bot, turns):
        thread = "19:mentors@thread.tacv2;messageid=1700000000000"
        bot.teams.conversations[thread] = set()
        (said,) = bot.heard(activity("channel"))
        assert said["replyToId"] == "1700000000001"
        assert "recipient" not in said
        assert turns[0].conversation.conversation_id == "19:mentors@thread.tacv2"

    def test_a_tenant_that_was_switched_off_meanwhile_gets_no_answer(self, bot, turns):
        bot.post(activity())
        with bot.storage.platform() as work:
            off = teams_tenant(enabled=False, version=2, created_at=bot.clock.now())
            work.teams_tenants.save(off)
        bot.work()
        assert turns == []

    @pytest.mark.usefixtures("turns")
    def test_what_nobody_handles_any_more_is_done(self, bot):
        bot.post(activity())
        bot.dispatcher._activities.clear()
        bot.work()
        assert bot.storage.jobs == []


class TestFailures:
    def failing(self, bot, error, kind="message"):
        def fail(turn):
            calls.append(turn)
            raise error

        calls = []
        bot.dispatcher.on_activity(kind, fail)
        return calls

    def test_what_is_refused_is_said(self, bot):
        self.failing(bot, ConflictError("%(name)s is paused.", name="Omar"))
        assert [one["text"] for one in bot.heard(activity())] == ["Omar is paused."]

    def test_a_mistake_of_ours_is_said_in_general_words(self, bot):
        self.failing(bot, RuntimeError("a secret"))
        (said,) = bot.heard(activity(locale="de"))
        assert said["text"].startswith("Hier ist etwas schiefgegangen")

    def test_it_is_not_said_where_nobody_waits_for_words(self, bot):
        self.failing(bot, RuntimeError(), "messageReaction")
        assert bot.heard(activity(type="messageReaction")) == []

    def test_who_cannot_be_told_is_not_told(self, bot):
        self.failing(bot, RuntimeError())
        bot.teams.refuse(403, "MessageWritesBlocked")
        assert bot.heard(activity()) == []

    def test_an_outage_is_bridged_as_long_as_somebody_waits(self, bot):
        calls = self.failing(bot, UnavailableError("Away."))
        bot.post(activity())
        assert not run_next(bot.storage, bot.desk.handlers())
        bot.clock.advance(minutes=5, seconds=1)
        bot.work()
        assert (len(calls), bot.storage.jobs, bot.teams.said()) == (2, [], [])


class TestCards:
    def test_what_was_entered_into_a_card_is_no_message(self, bot, turns):
        entered = []
        bot.dispatcher.on_submit(lambda turn: entered.append(turn.activity.value))
        bot.heard(activity(text=MISSING, value={"verb": "ask"}))
        bot.heard(activity(id="2", text="help", value={"verb": "ask"}))
        bot.heard(activity(id="3", text="help", value="odd"))
        assert (entered, len(turns)) == ([{"verb": "ask"}], 2)


class TestSaying:
    def test_messages_and_sentences_can_be_said_and_changed(self, bot):
        def answer(turn):
            turn.typing()
            said = turn.say(sentence("Hello, %(name)s,", name="Mira"))
            turn.update(said, words("Changed"))

        bot.dispatcher.on_activity("message", answer)
        bot.heard(activity(locale="de"))
        assert (bot.teams.typed, bot.teams.said()) == (["a:mira"], ["Changed"])

    def test_outside_of_messages_nothing_is_answered_to(self, bot):
        bot.dispatcher.on_activity("event", lambda turn: turn.say(words("Hello")))
        bot.teams.conversations["19:cohort@thread.v2"] = set()
        (said,) = bot.heard(activity("groupChat", type="event"))
        assert "replyToId" not in said
