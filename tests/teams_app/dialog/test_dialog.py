"""Conversations with the bot, through the messaging endpoint and the worker."""

from datetime import timedelta

import pytest

from core.domain.program import Role
from teams_app.cards.verbs import Verb
from tests.teams_app.cards.checks import verbs, words
from tests.teams_app.cards.pair import Pair


@pytest.fixture
def pair():
    return Pair()


class TestFindAMentor:
    def test_shows_who_fits_with_reasons_and_how_sure_it_is(self, pair):
        (card,) = pair.join().write("Mira", "Find a mentor")
        told = words(card)
        assert "Mentors who fit your goals" in told
        assert r"Odd\_Arne" in told
        assert "Chance of a good match" in told
        assert "between" in told
        assert Verb.ASK in verbs(card)

    def test_asks_for_a_goal_first(self, pair):
        pair.services.participations.join(pair.mira, Role.MENTEE)
        (card,) = pair.write("Mira", "Find a mentor")
        assert "Say first what you want to learn" in words(card)

    def test_says_when_nobody_is_left(self, pair):
        pair.join()
        pair.services.requests.ask(pair.mira, pair.arne.person_id)
        (card,) = pair.write("Mira", "Find a mentor")
        assert "No mentor can be asked just now" in words(card)


class TestMatches:
    def test_none_yet_leads_to_mentors(self, pair):
        (card,) = pair.join().write("Mira", "My match")
        assert "You have no match" in words(card)

    def test_both_see_each_other(self, pair):
        pair.matched()
        assert r"Odd\_Arne" in words(pair.write("Mira", "My match")[0])
        assert "Mira" in words(pair.write("Odd_Arne", "My match")[0])

    def test_a_brief_says_what_is_known(self, pair):
        match = pair.matched()
        made = pair.services.appointments.propose(
            pair.arne, match.id, [pair.clock.now() + timedelta(days=1)], 30
        )
        pair.services.appointments.choose(pair.mira, made.id, made.times[0])
        meeting = pair.services.meetings.log(pair.mira, match.id, pair.clock.now().date(), 30)
        pair.services.meetings.confirm(pair.arne, meeting.id)
        (card,) = pair.write("Odd_Arne", "Prepare me")
        told = words(card)
        assert r"Lead a \[team\]" in told
        assert "What has happened since we last met?" in told
        assert "Mar 2, 2026" in told
        (card,) = pair.write("Mira", "Prepare me")
        assert r"Led a team of \*twelve\*" in words(card)

    @pytest.mark.parametrize("command", ["Prepare me", "Log a meeting"])
    def test_without_a_match_there_is_nothing_to_do(self, pair, command):
        (told,) = pair.join().write("Mira", command)
        assert "You have no match here yet" in told

    def test_no_meeting_leads_to_planning(self, pair):
        pair.matched()
        (card,) = pair.write("Mira", "Next meeting")
        assert "No meeting is planned." in words(card)

    def test_nothing_to_reflect_on(self, pair):
        (card,) = pair.join().write("Mira", "Reflect")
        assert "Nothing waits for an answer." in words(card)


class TestTheCoach:
    def test_asks_what_to_know(self, pair):
        (told,) = pair.join().write("Mira", "Ask the coach")
        assert told == "What would you like to know? Ask in your own words."

    def test_answers_from_the_guide(self, pair):
        (card,) = pair.join().write("Mira", "What do I do if my mentor does not answer?")
        assert "From the guide to mentoring" in words(card)
        assert "Write once more" in words(card)
        *_, (_, message) = pair.bot.teams.messages.values()
        assert message["channelData"] == {"feedbackLoop": {"type": "default"}}

    def test_does_not_guess(self, pair):
        (told,) = pair.join().write("Mira", "Which of the planets is the largest one?")
        assert "I do not guess" in told


class TestOthers:
    def test_help_says_what_can_be_asked(self, pair):
        (told,) = pair.write("Mira", "help")
        assert "Find a mentor · My match" in told

    def test_what_is_not_understood_says_the_same(self, pair):
        (told,) = pair.join().write("Mira", "blub blub")
        assert "You can write" in told

    def test_somebody_in_no_programme_is_told_what_to_do(self, pair):
        pair.close_program()
        (told,) = pair.write("Mira", "Find a mentor")
        assert "choose one" in told

    def test_a_stranger_is_told_what_to_do(self, pair):
        (told,) = pair.write("Stranger", "Find a mentor")
        assert "Open Mentorloom's tab once" in told

    def test_in_a_channel_nobody_reads_what_is_anybodys(self, pair):
        said = pair.join().in_channel("Mira", "My match")
        assert "Everybody can write to me in a chat of their own" in said[0]
