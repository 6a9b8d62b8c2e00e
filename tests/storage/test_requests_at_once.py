"""Requests and answers at the same moment, with threads, on PostgreSQL."""

from collections import Counter

import pytest

from core.domain.actor import Actor
from core.domain.choice import ChoiceState
from core.domain.match import OCCUPYING_STATES, OPEN_STATES, MatchState
from core.domain.program import Role
from core.errors import ConflictError
from core.services.activities.progress import Progress
from core.services.requests.choices import Choices
from core.services.requests.requests import Requests
from core.services.requests.response_clocks import ResponseClocks
from integrations.base.system import SystemEntropy
from tests.contracts.world import World
from tests.fakes.scorekeeper import FakeScorekeeper
from tests.fakes.time_and_chance import FakeClock, SlowClock
from tests.storage.at_once import at_once

ROUNDS = 3


@pytest.fixture
def world(storage):
    return World(storage)


class Programme:
    """People of the world's programme, and the use cases on real storage."""

    def __init__(self, world, clock):
        self.world = world
        self.requests = Requests(
            world.storage, clock, SystemEntropy(), Progress(clock, FakeScorekeeper())
        )
        self.choices = Choices(world.storage, clock, SystemEntropy())
        self.clocks = ResponseClocks(world.storage, clock, SystemEntropy())

    def joined(self, role, capacity=1):
        person = self.world.new_person()
        with self.world.tenant() as work:
            work.participations.save(self.world.participation(person, role, capacity=capacity))
        return Actor(
            organization_id=self.world.id,
            person_id=person.id,
            program_id=self.world.program.id,
        )

    def asked(self, mentee, mentor):
        self.choices.add(mentee, mentor.person_id)
        return self.choices.send(mentee)

    def matches(self, states):
        with self.world.tenant() as work:
            return work.matches.of_program(self.world.program.id, states)


def test_capacity_is_never_exceeded_by_acceptances_at_once(world):
    hub = Programme(world, SlowClock())
    for capacity in range(1, ROUNDS + 1):
        mentor = hub.joined(Role.MENTOR, capacity)
        asked = [hub.requests.ask(hub.joined(Role.MENTEE), mentor.person_id) for _ in range(5)]

        results = at_once(
            *[lambda a=mentor, m=match: hub.requests.accept(a, m.id) for match in asked]
        )

        refused = [result for result in results if isinstance(result, ConflictError)]
        assert len(refused) == 5 - capacity
        assert all("All your places are taken" in str(error) for error in refused)
        taken = Counter(match.mentor_id for match in hub.matches(OCCUPYING_STATES))
        assert taken[mentor.person_id] == capacity


def test_of_two_mentors_who_accept_one_mentee_at_once_one_gets_them(world):
    hub = Programme(world, SlowClock())
    for _ in range(ROUNDS):
        mentee = hub.joined(Role.MENTEE)
        pairs = []
        for _ in range(3):
            mentor = hub.joined(Role.MENTOR)
            pairs.append((mentor, hub.requests.ask(mentee, mentor.person_id)))

        results = at_once(
            *[lambda a=a, m=m: hub.requests.accept(a, m.id) for a, m in pairs],
        )

        assert sum(isinstance(result, ConflictError) for result in results) == 2
        mine = [m for m in hub.matches(OPEN_STATES) if m.mentee_id == mentee.person_id]
        assert [m.state for m in mine] == [MatchState.ACCEPTED]


def test_lists_sent_at_once_do_not_swamp_a_mentor(world):
    hub = Programme(world, SlowClock())
    mentor = hub.joined(Role.MENTOR, 9)
    mentees = [hub.joined(Role.MENTEE) for _ in range(8)]

    at_once(*[lambda who=who: hub.asked(who, mentor) for who in mentees])

    assert len(hub.matches({MatchState.OFFERED})) == world.program.mentor_request_limit
    lists = [hub.choices.mine(who).entries[0].choice.state for who in mentees]
    assert Counter(lists) == {ChoiceState.ASKED: 5, ChoiceState.WAITING: 3}


def test_answers_of_all_kinds_and_the_clock_at_once_end_in_one_piece(world):
    clock = FakeClock()
    hub = Programme(world, clock)
    mentors = [hub.joined(Role.MENTOR) for _ in range(4)]
    mentees = [hub.joined(Role.MENTEE) for _ in range(6)]
    for number, mentee in enumerate(mentees):
        for mentor in mentors[number % 4 :] + mentors[: number % 4]:
            hub.choices.add(mentee, mentor.person_id)
        hub.choices.send(mentee)
    clock.advance(days=3)
    offered = hub.matches({MatchState.OFFERED})
    by_id = {actor.person_id: actor for actor in (*mentors, *mentees)}
    verbs = ["accept", "decline", "withdraw"]

    def answer(number, match):
        verb = verbs[number % 3]
        actor = by_id[match.mentee_id if verb == "withdraw" else match.mentor_id]
        return lambda: getattr(hub.requests, verb)(actor, match.id)

    ids = {"organization_id": str(world.id), "program_id": str(world.program.id)}
    at_once(
        *[answer(number, match) for number, match in enumerate(offered)],
        lambda: hub.clocks.take_turns(**ids),
    )
    hub.clocks.take_turns(**ids)

    going = hub.matches(OCCUPYING_STATES)
    for side in ("mentee_id", "mentor_id"):
        assert max(Counter(getattr(m, side) for m in going).values(), default=0) <= 1
    with world.tenant() as work:
        choices = work.choices.of_mentees(world.program.id, {a.person_id for a in mentees})
        open_now = {m.id for m in hub.matches({MatchState.OFFERED})}
        assert {c.match_id for c in choices if c.state is ChoiceState.ASKED} == open_now
        for match in hub.matches(None):
            history = work.matches.history(match.id)
            assert [e.version for e in history] == [*range(1, match.version + 1)]
