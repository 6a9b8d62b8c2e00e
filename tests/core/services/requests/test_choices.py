"""A mentee's list: putting it together, sending it, and how it goes down the list."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.choice import ChoiceState
from core.domain.match import EndReason, MatchState
from core.domain.profile import Profile
from core.domain.program import Role
from core.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from core.services.requests.response_clocks import ResponseClocks
from core.services.requests.steps import step


@pytest.fixture
def mia(campus):
    return campus.mentee()


@pytest.fixture
def three(campus):
    return [campus.mentor(name) for name in ("Ada", "Ben", "Cleo")]


def names(entries):
    return [entry.mentor.name for entry in entries]


def listed(campus, mia, mentors):
    for mentor in mentors:
        campus.choices.add(mia, mentor.person_id, f"Dear {mentor.person_id.int}", score=0.5)
    return campus.choices.send(mia)


def request_to(campus, mentor):
    return next(v.match for v in campus.requests.mine(mentor) if v.match.state == "offered")


class TestPuttingItTogether:
    def test_nothing_is_sent_before_it_is_sent(self, campus, mia, three):
        for mentor in three:
            draft = campus.choices.add(mia, mentor.person_id)
        assert names(draft.next) == ["Ada", "Ben", "Cleo"]
        assert (draft.search, draft.asked, draft.room) == (None, (), 2)
        assert draft.has(three[0].person_id)
        assert campus.requests.mine(mia) == []
        campus.take_turns()
        assert campus.requests.mine(mia) == []

    @pytest.mark.parametrize(
        ("who", "places", "order"),
        [
            (2, -1, ["Ada", "Cleo", "Ben"]),
            (0, 1, ["Ben", "Ada", "Cleo"]),
            (0, -1, ["Ada", "Ben", "Cleo"]),
            (1, 9, ["Ada", "Cleo", "Ben"]),
            (2, -9, ["Cleo", "Ada", "Ben"]),
        ],
    )
    def test_the_order_is_changed_by_steps(self, campus, mia, three, who, places, order):
        for mentor in three:
            campus.choices.add(mia, mentor.person_id)
        changed = campus.choices.move(mia, three[who].person_id, places)
        assert names(changed.next) == order
        assert names(campus.choices.mine(mia).next) == order

    def test_adding_again_changes_the_note(self, campus, mia, three):
        campus.choices.add(mia, three[0].person_id, "First", score=0.7)
        changed = campus.choices.add(mia, three[0].person_id, " Second ", score=0.1)
        (entry,) = changed.entries
        assert (entry.choice.note, entry.choice.score) == ("Second", 0.7)

    def test_taking_off(self, campus, mia, three):
        for mentor in three:
            campus.choices.add(mia, mentor.person_id)
        assert names(campus.choices.remove(mia, three[1].person_id).next) == ["Ada", "Cleo"]
        with pytest.raises(NotFoundError, match="not on your list"):
            campus.choices.remove(mia, three[1].person_id)
        with pytest.raises(NotFoundError):
            campus.choices.move(mia, three[1].person_id, 1)

    def test_five_fit(self, campus, mia):
        for number in range(5):
            campus.choices.add(mia, campus.mentor(f"Mentor {number}").person_id)
        with pytest.raises(ConflictError, match="Your list has 5 mentors"):
            campus.choices.add(mia, campus.mentor("One more").person_id)

    def test_who_cannot_be_put_on_it(self, campus, mia, three):
        ada, ben, cleo = three
        campus.participations.update(ada, Role.MENTOR, paused=True)
        campus.profiles.save(
            ben, Profile(person_id=ben.person_id, avoid=frozenset({mia.person_id}))
        )
        campus.match(campus.mentee("Ole"), cleo)
        told = set()
        for mentor in three:
            with pytest.raises(ConflictError) as refused:
                campus.choices.add(mia, mentor.person_id)
            told.add(str(refused.value))
        assert told == {"This mentor takes no new mentees now. Please choose another one."}
        with pytest.raises(NotFoundError):
            campus.choices.add(mia, campus.mentee("Eve").person_id)
        with pytest.raises(ForbiddenError):
            campus.choices.add(campus.person("Zoe"), ada.person_id)
        with pytest.raises(InvalidInputError):
            campus.choices.add(mia, campus.mentor("Dan").person_id, "x" * 2001)

    def test_what_cannot_be_sent(self, campus, mia, three):
        with pytest.raises(ConflictError, match="at least one mentor"):
            campus.choices.send(mia)
        campus.choices.add(mia, three[0].person_id)
        campus.participations.update(mia, Role.MENTEE, paused=True)
        with pytest.raises(ConflictError, match="You have paused"):
            campus.choices.send(mia)

    def test_outside_a_programme_there_is_none(self, campus):
        stray = campus.person("Zoe", program_id=None)
        assert campus.choices.mine(stray).entries == ()


class TestDownTheList:
    def test_the_first_is_asked_at_once_with_the_note_and_a_clock(self, campus, mia, three):
        sent = listed(campus, mia, three)
        assert (names(sent.asked), names(sent.next)) == (["Ada"], ["Ben", "Cleo"])
        match = sent.asked[0].match
        assert match.note == f"Dear {three[0].person_id.int}"
        assert match.score == 0.5
        assert match.answer_by == campus.clock.now() + timedelta(days=3)
        (born,) = campus.history(match.id)
        assert born.actor_id == mia.person_id
        assert campus.told(three[0]) == ["A mentee asks you to be their mentor. Days to answer: 3."]
        assert names(campus.choices.send(mia).asked) == ["Ada"]
        assert campus.told(mia) == []

    def test_a_no_asks_the_next_in_the_same_moment(self, campus, mia, three):
        listed(campus, mia, three)
        campus.requests.decline(three[0], request_to(campus, three[0]).id)
        now = campus.choices.mine(mia)
        assert (names(now.passed), names(now.asked), names(now.next)) == (
            ["Ada"],
            ["Ben"],
            ["Cleo"],
        )
        (born,) = campus.history(now.asked[0].match.id)
        assert born.actor_id is None
        assert "The next one on your list is asked." in campus.told(mia)[0]

    def test_no_answer_in_time_asks_the_next(self, campus, mia, three):
        listed(campus, mia, three)
        campus.clock.advance(days=3)
        campus.take_turns()
        now = campus.choices.mine(mia)
        assert (names(now.passed), names(now.asked)) == (["Ada"], ["Ben"])
        assert now.passed[0].match.end_reason is EndReason.EXPIRED
        assert "pause" in campus.told(three[0])[-1]
        before = campus.storage.tables.rows["jobs"].copy()
        campus.take_turns()
        assert names(campus.choices.mine(mia).asked) == ["Ben"]
        assert campus.storage.tables.rows["jobs"] == before

    def test_who_became_full_paused_or_away_is_skipped_but_stays(self, campus, mia, three):
        dan, eve = campus.mentor("Dan"), campus.mentor("Eve")
        listed(campus, mia, [*three, dan, eve])
        campus.match(campus.mentee("Ole"), three[1])
        campus.participations.update(three[2], Role.MENTOR, paused=True)
        with campus.storage.tenant(campus.organization.id) as work:
            away = work.participations.get(campus.program.id, dan.person_id, Role.MENTOR)
            work.participations.set_away([away.id], away=True)
        campus.requests.decline(three[0], request_to(campus, three[0]).id)
        now = campus.choices.mine(mia)
        assert (names(now.asked), names(now.next)) == (["Eve"], ["Ben", "Cleo", "Dan"])

    def test_an_exhausted_list_leads_to_the_waitlist_once(self, campus, mia, three):
        listed(campus, mia, three[:1])
        campus.requests.decline(three[0], request_to(campus, three[0]).id)
        waiting = campus.choices.mine(mia)
        assert waiting.search.waitlisted_at == campus.clock.now()
        campus.clock.advance(hours=1)
        campus.take_turns()
        assert campus.choices.mine(mia) == waiting
        (told,) = campus.told(mia)
        assert "you are on the waitlist" in told

    def test_the_waitlist_ends_when_somebody_is_put_on_the_list(self, campus, mia, three):
        listed(campus, mia, three[:1])
        campus.requests.decline(three[0], request_to(campus, three[0]).id)
        began = campus.choices.mine(mia).search.began_at
        campus.clock.advance(days=1)
        now = campus.choices.add(mia, three[1].person_id)
        assert names(now.asked) == ["Ben"]
        assert (now.search.waitlisted_at, now.search.began_at) == (None, began)

    @pytest.mark.parametrize("how", ["capacity", "unpaused", "ended", "left and back"])
    def test_a_mentor_with_room_again_gets_who_waits_longest(self, campus, three, how):
        ada = three[0]
        mentees = [campus.mentee(name) for name in ("Mia", "Noa", "Oda")]
        for mentee in mentees:
            campus.choices.add(mentee, ada.person_id)
        ole = campus.mentee("Ole")
        match = campus.match(ole, ada)
        if how == "unpaused":
            campus.requests.end(ada, match.id)
            campus.participations.update(ada, Role.MENTOR, paused=True)
        campus.set_program(mentor_request_limit=1)
        for mentee in (mentees[1], mentees[0], mentees[2]):
            campus.clock.advance(hours=1)
            assert campus.choices.send(mentee).search.waitlisted_at is not None
        if how == "capacity":
            campus.participations.update(ada, Role.MENTOR, capacity=2)
        if how == "unpaused":
            campus.participations.update(ada, Role.MENTOR, paused=False)
        if how == "ended":
            campus.requests.end(ole, match.id)
        if how == "left and back":
            campus.participations.leave(ada, Role.MENTOR)
            campus.participations.join(ada, Role.MENTOR)
        campus.take_turns()
        asked = [names(campus.choices.mine(mentee).asked) for mentee in mentees]
        assert asked == [[], ["Ada"], []]
        assert "has room again" in campus.told(mentees[1])[-1]

    def test_a_mentor_has_only_so_many_requests_to_answer(self, campus, three):
        campus.set_program(mentor_request_limit=1)
        ada, ben, _ = three
        campus.participations.update(ada, Role.MENTOR, capacity=5)
        mia, noa, oda = [campus.mentee(name) for name in ("Mia", "Noa", "Oda")]
        assert names(listed(campus, mia, [ada]).asked) == ["Ada"]
        # The next one has room: nobody waits for a popular mentor before asking them.
        assert names(listed(campus, noa, [ada, ben]).asked) == ["Ben"]
        queued = listed(campus, oda, [ada])
        assert (queued.asked, queued.search.waitlisted_at) == ((), None)
        with pytest.raises(ConflictError, match="many requests to answer"):
            campus.requests.ask(campus.mentee("Pia"), ada.person_id)
        campus.requests.accept(ada, request_to(campus, ada).id)
        campus.take_turns()
        assert names(campus.choices.mine(oda).asked) == ["Ada"]
        assert names(campus.choices.mine(noa).asked) == ["Ben"]

    def test_who_is_queued_after_a_no_is_told(self, campus, mia, three):
        campus.set_program(mentor_request_limit=1)
        ada, ben, _ = three
        campus.requests.ask(campus.mentee("Ole"), ben.person_id)
        listed(campus, mia, [ada, ben])
        campus.requests.decline(ada, request_to(campus, ada).id)
        assert "answer other requests first" in campus.told(mia)[-1]
        campus.take_turns()
        assert len(campus.told(mia)) == 1

    def test_requests_to_a_mentor_who_is_full_go_on_and_stay_on_the_list(self, campus, three):
        ada, ben, _ = three
        mia, noa = campus.mentee(), campus.mentee("Noa")
        listed(campus, mia, [ada])
        listed(campus, noa, [ada, ben])
        campus.requests.accept(ada, campus.choices.mine(mia).asked[0].match.id)
        campus.take_turns()
        now = campus.choices.mine(noa)
        assert (names(now.asked), names(now.next)) == (["Ben"], ["Ada"])
        (ended,) = [v.match for v in campus.requests.mine(noa) if v.match.end_reason]
        assert ended.end_reason is EndReason.FULL


class TestAnswers:
    def test_a_yes_ends_the_search_and_the_other_requests(self, campus, mia, three):
        ada, ben, cleo = three
        listed(campus, mia, [ada, cleo])
        campus.requests.ask(mia, ben.person_id)
        campus.requests.accept(ben, request_to(campus, ben).id)
        assert campus.choices.mine(mia).entries == ()
        assert campus.choices.mine(mia).search is None
        (lost,) = [v.match for v in campus.requests.mine(ada)]
        assert lost.end_reason is EndReason.PLACED
        assert "found another mentor" in campus.told(ada)[-1]
        assert "accepted" in campus.told(mia)[-1]
        for again in (
            lambda: campus.choices.add(mia, ada.person_id),
            lambda: campus.choices.send(mia),
            lambda: campus.requests.ask(mia, ada.person_id),
        ):
            with pytest.raises(ConflictError, match="You have a mentor"):
                again()

    def test_a_programme_may_give_several_mentors(self, campus, mia, three):
        campus.set_program(mentors_per_mentee=2)
        listed(campus, mia, three)
        for mentor in three[:2]:
            campus.requests.accept(mentor, request_to(campus, mentor).id)
            campus.take_turns()
        assert campus.choices.mine(mia).entries == ()
        states = [view.match.state for view in campus.requests.mine(mia)]
        assert states == [MatchState.ACCEPTED] * 2

    def test_a_list_without_anybody_left_after_a_yes_is_done(self, campus, mia, three):
        campus.set_program(mentors_per_mentee=2)
        listed(campus, mia, three[:1])
        campus.requests.accept(three[0], request_to(campus, three[0]).id)
        campus.take_turns()
        assert campus.choices.mine(mia).search is None
        assert "waitlist" not in " ".join(campus.told(mia))

    def test_a_yes_that_comes_too_late_is_refused(self, campus, mia, three):
        ada, ben, _ = three
        campus.set_program(mentors_per_mentee=2)
        for mentor in (ada, ben):
            campus.requests.ask(mia, mentor.person_id)
        campus.requests.accept(ada, request_to(campus, ada).id)
        campus.set_program(mentors_per_mentee=1)
        with pytest.raises(ConflictError, match="found another mentor"):
            campus.requests.accept(ben, request_to(campus, ben).id)

    def test_somebody_placed_by_other_means_searches_no_more(self, campus, mia, three):
        listed(campus, mia, three[:1])
        campus.requests.decline(three[0], request_to(campus, three[0]).id)
        (view,) = campus.requests.mine(mia)
        with campus.storage.tenant(campus.organization.id) as work:
            accepted = replace(view.match, state=MatchState.ACCEPTED, end_reason=None)
            work.matches.own("matches")[accepted.id] = accepted
        campus.take_turns()
        assert campus.choices.mine(mia).search is None

    def test_later_is_not_no(self, campus, mia, three):
        ada, ben, _ = three
        listed(campus, mia, [ada, ben])
        match = request_to(campus, ada)
        ended = campus.requests.later(ada, match.id, 2)
        assert (ended.state, ended.end_reason) == (MatchState.ENDED, EndReason.LATER)
        now = campus.choices.mine(mia)
        assert (names(now.asked), names(now.next)) == (["Ben"], ["Ada"])
        (entry,) = now.next
        assert entry.choice.state is ChoiceState.LATER
        assert entry.choice.not_before == campus.clock.now() + timedelta(weeks=2)
        with pytest.raises(ConflictError, match="asked for time"):
            campus.requests.ask(mia, ada.person_id)
        campus.requests.decline(ben, request_to(campus, ben).id)
        assert campus.choices.mine(mia).search.waitlisted_at is not None
        campus.clock.advance(weeks=2)
        campus.take_turns()
        assert names(campus.choices.mine(mia).asked) == ["Ada"]

    @pytest.mark.parametrize("weeks", [0, 27])
    def test_how_much_later_makes_sense(self, campus, mia, three, weeks):
        listed(campus, mia, three)
        with pytest.raises(InvalidInputError) as refused:
            campus.requests.later(three[0], request_to(campus, three[0]).id, weeks)
        assert "from 1 to 26" in str(refused.value.fields["weeks"][0])

    def test_a_withdrawn_request_leaves_the_list(self, campus, mia, three):
        sent = listed(campus, mia, three[:2])
        campus.requests.withdraw(mia, sent.asked[0].match.id)
        now = campus.choices.mine(mia)
        assert (names(now.entries), names(now.asked)) == (["Ben"], ["Ben"])
        assert campus.told(mia) == []
        campus.requests.withdraw(mia, now.asked[0].match.id)
        assert campus.choices.mine(mia).search is None

    def test_who_is_asked_is_not_simply_taken_off_or_added_again(self, campus, mia, three):
        listed(campus, mia, three)
        with pytest.raises(ConflictError, match="Withdraw the request first"):
            campus.choices.remove(mia, three[0].person_id)
        with pytest.raises(ConflictError, match="Wait for the answer"):
            campus.choices.add(mia, three[0].person_id)

    def test_taking_the_last_one_off_ends_the_search(self, campus, mia, three):
        listed(campus, mia, three[:1])
        campus.requests.decline(three[0], request_to(campus, three[0]).id)
        campus.choices.remove(mia, three[0].person_id)
        assert campus.choices.mine(mia).search is None

    def test_stopping_takes_everything_back(self, campus, mia, three):
        listed(campus, mia, three)
        campus.choices.stop(mia)
        assert campus.choices.mine(mia).entries == ()
        (match,) = [view.match for view in campus.requests.mine(mia)]
        assert match.end_reason is EndReason.WITHDRAWN
        campus.take_turns()
        assert len(campus.requests.mine(mia)) == 1

    def test_one_request_is_a_list_of_one(self, campus, mia, three):
        campus.requests.ask(mia, three[0].person_id, "Please")
        now = campus.choices.mine(mia)
        assert (names(now.asked), now.asked[0].choice.note) == (["Ada"], "Please")
        assert now.search.began_at == campus.clock.now()
        campus.requests.ask(mia, three[1].person_id)
        assert names(campus.choices.mine(mia).asked) == ["Ada", "Ben"]

    def test_who_leaves_leaves_nobody_waiting(self, campus, mia, three):
        ada, ben, _ = three
        noa = campus.mentee("Noa")
        listed(campus, noa, [ada])
        listed(campus, mia, [ada, ben])
        campus.participations.leave(ada, Role.MENTOR)
        campus.participations.leave(noa, Role.MENTEE)
        campus.take_turns()
        assert names(campus.choices.mine(mia).asked) == ["Ben"]
        assert campus.choices.mine(noa).search is None

    def test_a_paused_mentee_asks_nobody_and_keeps_the_place(self, campus, mia, three):
        listed(campus, mia, three)
        campus.participations.update(mia, Role.MENTEE, paused=True)
        campus.requests.decline(three[0], request_to(campus, three[0]).id)
        assert campus.choices.mine(mia).asked == ()
        campus.participations.update(mia, Role.MENTEE, paused=False)
        campus.take_turns()
        assert names(campus.choices.mine(mia).asked) == ["Ben"]

    def test_a_request_that_something_else_ended_holds_nobody_up(self, campus, mia, three):
        sent = listed(campus, mia, three[:2])
        match = sent.asked[0].match
        with campus.storage.tenant(campus.organization.id) as work:
            step(work, match, MatchState.ENDED, None, campus.clock, EndReason.EXPIRED)
        campus.take_turns()
        now = campus.choices.mine(mia)
        assert (names(now.passed), names(now.asked)) == (["Ada"], ["Ben"])

    def test_somebody_met_in_a_group_is_not_asked_once_more(self, campus, mia, three):
        ada, ben, _ = three
        listed(campus, mia, [ada, ben])
        campus.requests.later(ada, request_to(campus, ada).id, 1)
        with campus.storage.tenant(campus.organization.id) as work:
            (asked,) = work.matches.of_program(campus.program.id, {MatchState.OFFERED})
            fresh, group = campus.entropy.uuid(), campus.entropy.uuid()
            met = {"mentor_id": ada.person_id, "state": MatchState.ACCEPTED, "group_id": group}
            work.matches.add(replace(asked, id=fresh, **met))
        campus.requests.decline(ben, asked.id)
        campus.clock.advance(weeks=2)
        campus.take_turns()
        assert campus.choices.mine(mia).search.waitlisted_at is not None
        campus.choices.remove(mia, ada.person_id)
        with pytest.raises(ConflictError, match="match between you already"):
            campus.choices.add(mia, ada.person_id)


class TestTheClock:
    def test_reminders_come_half_way_and_a_day_before(self, campus, mia, three):
        listed(campus, mia, three[:1])
        for hours in (35, 1, 12, 12, 11):
            campus.clock.advance(hours=hours)
            campus.take_turns()
        assert campus.told(three[0])[1:] == [
            "A mentee waits for your answer. Hours left: 36.",
            "A mentee waits for your answer. Hours left: 24.",
        ]

    def test_a_programme_sets_the_days_and_may_do_without_reminders(self, campus, mia, three):
        campus.set_program(response_days=7, reminders=False)
        sent = listed(campus, mia, three[:1])
        assert sent.asked[0].match.answer_by == campus.clock.now() + timedelta(days=7)
        campus.clock.advance(days=6, hours=23)
        campus.take_turns()
        assert len(campus.told(three[0])) == 1

    def test_a_clock_that_nobody_started_starts_when_it_is_seen(self, campus, mia, three):
        asked = campus.requests.ask(mia, three[0].person_id)
        with campus.storage.tenant(campus.organization.id) as work:
            work.matches.own("matches")[asked.id] = replace(asked, answer_by=None)
        campus.clock.advance(days=30)
        campus.take_turns()
        now = request_to(campus, three[0])
        assert now.answer_by == campus.clock.now() + timedelta(days=3)

    def test_a_programme_that_is_gone_needs_nothing(self, campus):
        clocks = ResponseClocks(campus.storage, campus.clock, campus.entropy)
        gone = str(campus.organization.id)
        clocks.take_turns(organization_id=gone, program_id=gone)
        assert campus.storage.jobs == []
