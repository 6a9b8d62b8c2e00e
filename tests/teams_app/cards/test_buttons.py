"""The buttons of cards, pressed through the messaging endpoint."""

from datetime import timedelta

import pytest

from core.domain.match import MatchState
from core.services.pulses.asking import PulseAsking
from teams_app.cards.chat import join_card
from teams_app.cards.elements import execute
from teams_app.cards.reader import REFRESH, Reader
from teams_app.cards.verbs import Verb
from tests.teams_app.cards.checks import button, check, verbs, words
from tests.teams_app.cards.pair import Pair


@pytest.fixture
def pair():
    return Pair()


def refreshed(pair, name, subject, locale="en-GB"):
    body = pair.press(name, execute(REFRESH, "", {"subject": subject}), locale)
    return check(body["value"])


def state(pair):
    (view,) = pair.services.requests.mine(pair.mira)
    return view.match.state


class TestRequests:
    def ask(self, pair):
        (card,) = pair.join().write("Mira", "Find a mentor")
        ask = button(card, Verb.ASK)
        note = {f"note-{pair.arne.person_id}": "Hello [you](https://evil.test)"}
        return pair.pressed("Mira", ask, **note)

    def test_a_suggestion_is_asked_and_accepted(self, pair):
        card = self.ask(pair)
        assert "You asked." in words(card)
        (card,) = pair.write("Odd_Arne", "my match")
        assert "Mira asks you" in words(card)
        assert r"\[you\]\(https" in words(card)
        assert {Verb.ACCEPT, Verb.DECLINE, Verb.LATER} <= verbs(card)
        accept = button(card, Verb.ACCEPT)
        assert "You are matched" in words(pair.pressed("Odd_Arne", accept))
        assert state(pair) is MatchState.ACCEPTED
        # The card that still lies in the chat says what has become of it.
        stale = pair.pressed("Odd_Arne", accept)
        assert "not possible any more" in words(stale)
        assert "You are matched" in words(stale)

    def test_a_no_has_a_reason_and_a_word(self, pair):
        self.ask(pair)
        (card,) = pair.write("Odd_Arne", "my match")
        no = button(card, Verb.DECLINE)
        told = pair.pressed("Odd_Arne", no, reason="no_time", note="Next *year*?")
        assert "settled" in words(told)
        (view,) = pair.services.requests.mine(pair.mira)
        assert (view.match.decline_reason, view.match.decline_note) == ("no_time", "Next *year*?")
        card = refreshed(pair, "Mira", f"request:{view.match.id}")
        assert r"Next \*year\*?" in words(card)

    def test_later_asks_for_a_number_of_weeks(self, pair):
        self.ask(pair)
        (card,) = pair.write("Odd_Arne", "my match")
        later = button(card, Verb.LATER)
        body = pair.press("Odd_Arne", later, weeks="")
        assert (body["statusCode"], body["type"]) == (400, "application/vnd.microsoft.error")
        assert "Choose a number" in body["value"]["message"]
        assert "settled" in words(pair.pressed("Odd_Arne", later, weeks="4"))

    def test_who_acts_is_taken_from_the_activity_not_from_the_card(self, pair):
        self.ask(pair)
        (card,) = pair.write("Odd_Arne", "my match")
        body = pair.press("Mira", button(card, Verb.ACCEPT))
        assert body["statusCode"] == 400
        assert state(pair) is MatchState.OFFERED

    def test_the_message_with_the_card_is_replaced_too(self, pair):
        self.ask(pair)
        (card,) = pair.write("Odd_Arne", "my match")
        number = list(pair.bot.teams.messages)[-1]
        pair.press("Odd_Arne", button(card, Verb.ACCEPT), reply_to=number)
        _, message = pair.bot.teams.messages[number]
        assert "You are matched" in words(message["attachments"][0]["content"])

    def test_hosts_without_universal_actions_send_a_message(self, pair):
        self.ask(pair)
        (card,) = pair.write("Odd_Arne", "my match")
        (told,) = pair.submit("Odd_Arne", button(card, Verb.ACCEPT)["fallback"])
        assert "You are matched" in words(told)

    def test_not_now_leaves_everything_as_it_is(self, pair):
        pair.join()
        card = refreshed(pair, "Mira", f"mentor:{pair.arne.person_id}")
        assert Verb.ASK in verbs(card)
        assert "Fine." in words(pair.pressed("Mira", button(card, Verb.NOT_NOW)))
        assert pair.services.requests.mine(pair.mira) == []


class TestMeetings:
    def test_a_time_is_chosen_and_called_off(self, pair):
        match, now = pair.matched(), pair.clock.now()
        times = [now + timedelta(days=1), now + timedelta(days=2)]
        made = pair.services.appointments.propose(pair.arne, match.id, times, 45, "Room *5*")
        (card,) = pair.write("Mira", "Next meeting")
        assert r"Odd\_Arne proposes times" in words(card)
        assert r"Room \*5\*" in words(card)
        choose = button(card, Verb.CHOOSE_TIME)
        assert pair.press("Mira", choose, time="soon")["statusCode"] == 400
        card = pair.pressed("Mira", choose, time=times[1].isoformat())
        assert r"You meet Odd\_Arne" in words(card)
        stale = pair.pressed("Mira", choose, time=times[0].isoformat())
        assert "decided already" in words(stale)
        card = refreshed(pair, "Odd_Arne", f"appointment:{made.id}")
        assert "called off" in words(pair.pressed("Odd_Arne", button(card, Verb.CALL_OFF)))

    def test_a_meeting_is_logged_and_confirmed(self, pair):
        pair.matched()
        (card,) = pair.write("Mira", "Log a meeting")
        log = button(card, Verb.LOG_MEETING)
        match_id = next(e["value"] for e in card["body"] if e.get("id") == "match" and "value" in e)
        told = {"match": match_id, "held_on": "2026-03-02", "minutes": 45}
        assert pair.press("Mira", log, **{**told, "held_on": "x"})["statusCode"] == 400
        assert "asked to confirm" in words(pair.pressed("Mira", log, **told))
        ((meeting,),) = pair.services.meetings.of_matches(pair.mira).values()
        card = refreshed(pair, "Odd_Arne", f"meeting:{meeting.id}")
        assert "Mira says that you met" in words(card)
        card = pair.pressed("Odd_Arne", button(card, Verb.CONFIRM_MEETING))
        assert "is confirmed" in words(card)
        assert state(pair) is MatchState.ACTIVE


class TestPulses:
    def test_three_answers_stay_private(self, pair):
        pair.matched()
        pair.clock.advance(days=7)
        PulseAsking(pair.bot.storage, pair.clock, pair.bot.hub.entropy).ask_pulses()
        (card,) = pair.write("Mira", "Reflect")
        send = button(card, Verb.ANSWER_PULSE)
        fine = {"helps": "5", "reaches": "4", "next": "4"}
        body = pair.press("Mira", send, **{**fine, "next": ""})
        assert body["value"]["message"] == "Choose one of the five."
        assert "Thank you" in words(pair.pressed("Mira", send, **fine))
        assert "something is in the way" in words(
            pair.pressed("Mira", send, **{**fine, "next": "1"})
        )
        assert pair.press("Odd_Arne", send, **fine)["statusCode"] == 400


class TestChat:
    def test_messages_are_wanted_paused_and_wanted_no_more(self, pair):
        (card,) = pair.join().write("Mira", "Pause")
        assert "only if you want it" in words(card)
        card = pair.pressed("Mira", button(card, Verb.CHAT_ON))
        assert "from 08:00 to 18:00" in words(card)
        card = pair.pressed("Mira", button(card, Verb.PAUSE), weeks="2")
        assert "Paused until Mar 16, 2026" in words(card)
        card = pair.pressed("Mira", button(card, Verb.RESUME))
        assert Verb.PAUSE in verbs(card)
        assert pair.press("Mira", button(card, Verb.PAUSE), weeks="99")["statusCode"] == 400
        card = pair.pressed("Mira", button(card, Verb.CHAT_OFF))
        assert Verb.CHAT_ON in verbs(card)
        assert pair.services.teams_choices.of(pair.mira).chat is False

    def test_somebody_joins_with_a_button(self, pair):
        (card,) = pair.write("Mira", "Find a mentor")
        assert r"Take part in Fjord \*mentoring\*" in words(card)
        join = button(card, Verb.JOIN)
        assert "taking part" in words(pair.pressed("Mira", join))
        (part,) = pair.services.participations.mine(pair.mira)
        assert part.role == "mentee"
        assert pair.press("Mira", join, role="king")["statusCode"] == 400


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        ("no.such", {}),
        ("", {}),
        (Verb.ACCEPT, {}),
        (Verb.ACCEPT, {"match": 7}),
        (Verb.ACCEPT, {"match": ["x"]}),
        (REFRESH, {}),
        (REFRESH, {"subject": "request:x"}),
        (REFRESH, {"subject": "request:00000000-0000-0000-0000-000000000001"}),
        (REFRESH, {"subject": "moon:00000000-0000-0000-0000-000000000001"}),
        (Verb.APPROVE, {"activity": "x", "mentee": "y"}),
    ],
)
def test_what_no_card_of_ours_sends_is_refused_with_words(pair, verb, data):
    pair.join()
    body = pair.press("Mira", {"verb": verb, "data": data})
    assert body["statusCode"] == 400
    assert body["value"]["message"]


@pytest.mark.parametrize("value", [None, 7, "x", {}, {"action": 7}, {"action": {"data": 7}}])
def test_odd_invokes_are_refused_with_words(pair, value):
    told = pair._activity("Mira", "en", type="invoke", name="adaptiveCard/action", value=value)
    assert pair.bot.post(told).json["statusCode"] == 400


def test_somebody_unknown_is_told_what_to_do(pair):
    stranger = "7c9e6679-7425-40de-944b-e07fc1f90bff"
    told = pair._activity("Mira", "en", type="invoke", name="adaptiveCard/action", value={})
    told["from"]["aadObjectId"] = stranger
    assert "Open Mentorloom's tab once" in pair.bot.post(told).json["value"]["message"]


def test_cards_speak_the_readers_language(pair):
    pair.join()
    german = pair.write("Mira", "Mentor finden", locale="de-DE")
    assert "Send the request" not in words(german[0])
    program = pair.services.programs.current(pair.mira)
    reader = Reader.of(pair.mira, "de", pair._tenant(), pair.services, "https://hub.test")
    assert "Take part" not in words(check(join_card(reader, program)))
