"""What two at once may not both get; on PostgreSQL, with threads."""

import contextlib
import threading
import time

import pytest

from core.domain.match import MatchState
from core.domain.person import Identity
from core.domain.program import Role
from core.errors import ConflictError
from tests.contracts.world import NOW, World
from tests.storage.at_once import at_once

TRIES = 10


@pytest.fixture
def world(storage):
    return World(storage)


def test_of_two_takers_of_a_login_one_wins(world):
    for number in range(1, TRIES):
        state = world.launch_state(number)
        with world.platform() as work:
            work.launch_states.add(state)

        def take(state_hash=state.state_hash):
            with world.platform() as work:
                taken = work.launch_states.take(state_hash)
                time.sleep(0.005)  # so that the other comes before the commit
                return taken

        results = at_once(take, take)
        assert sorted(results, key=bool) == [None, (state, world.registration)]


def test_of_two_takers_of_a_ticket_one_wins(world):
    for number in range(1, TRIES):
        session = world.session(number)
        with world.platform() as work:
            work.sessions.add(session)

        def take(ticket_hash=session.ticket_hash):
            with world.platform() as work:
                taken = work.sessions.take_ticket(ticket_hash)
                time.sleep(0.005)
                return taken

        first, second = sorted(at_once(take, take), key=bool)
        assert first is None
        assert second.token_hash == session.token_hash


def test_a_login_that_is_rolled_back_can_be_taken_again(world):
    state = world.launch_state(1)
    with world.platform() as work:
        work.launch_states.add(state)
    taken, fail = threading.Event(), threading.Event()

    def take_and_fail():
        with contextlib.suppress(LookupError), world.platform() as work:
            work.launch_states.take(state.state_hash)
            taken.set()
            fail.wait(10)
            raise LookupError

    def take():
        taken.wait(10)
        threading.Timer(0.1, fail.set).start()
        with world.platform() as work:
            return work.launch_states.take(state.state_hash)

    assert at_once(take_and_fail, take) == [None, (state, world.registration)]


def test_a_locked_participation_makes_others_wait(world):
    with world.tenant() as work:
        work.participations.save(world.participation(world.ben, capacity=1))
    inside, most = [], []

    def accept():
        with world.tenant() as work:
            work.participations.lock(world.program.id, world.ben.id, Role.MENTOR)
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.02)
            inside.pop()

    at_once(*[accept] * 4)
    assert most == [1, 1, 1, 1]


def test_who_locks_a_profile_waits_even_before_there_is_one(world):
    inside, most = [], []

    def change():
        with world.tenant() as work:
            work.profiles.lock(world.ben.id)
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.02)
            inside.pop()

    at_once(*[change] * 4)
    assert most == [1, 1, 1, 1]


def test_a_locked_profile_keeps_nobody_from_asking_its_person(world):
    with world.tenant() as work:
        work.profiles.lock(world.ben.id)
        with world.tenant() as other:
            other.matches.connection.exec_driver_sql("SET LOCAL lock_timeout = '2s'")
            other.matches.add(world.match())


def test_the_last_place_is_given_once(world):
    """As a service does it: lock the mentor, count, decide."""
    mentees = [world.new_person() for _ in range(4)]
    with world.tenant() as work:
        work.participations.save(world.participation(world.ben, capacity=1))

    def accept(mentee):
        def run():
            with world.tenant() as work:
                mentor = work.participations.lock(world.program.id, world.ben.id, Role.MENTOR)
                load = work.matches.load(world.program.id, {MatchState.ACCEPTED})
                if load.get(world.ben.id, 0) >= mentor.capacity:
                    return False
                work.matches.add(world.match(mentee=mentee, state=MatchState.ACCEPTED))
                return True

        return run

    assert sorted(at_once(*[accept(mentee) for mentee in mentees])) == [False] * 3 + [True]


def test_two_equal_requests_at_once_make_one_match(world):
    def ask():
        with world.tenant() as work:
            work.matches.add(world.match())
            time.sleep(0.02)

    results = at_once(ask, ask, ask)
    assert sum(isinstance(result, ConflictError) for result in results) == 2
    with world.tenant() as work:
        assert len(work.matches.of_program(world.program.id)) == 1


def test_of_two_answers_to_a_request_one_counts(world):
    match = world.match()
    with world.tenant() as work:
        work.matches.add(match)

    def answer(state):
        def run():
            with world.tenant() as work:
                work.matches.update(match.moved(state, NOW))
                time.sleep(0.02)
                return state

        return run

    results = at_once(answer(MatchState.ACCEPTED), answer(MatchState.ENDED))
    (won,) = [result for result in results if isinstance(result, MatchState)]
    with world.tenant() as work:
        assert work.matches.get(match.id).state is won


def test_an_identity_linked_twice_at_once_belongs_to_one(world):
    def link(person):
        def run():
            with world.tenant() as work:
                work.people.link(Identity(issuer="i", subject="s", person_id=person.id))
                time.sleep(0.02)
                return person

        return run

    results = at_once(link(world.ada), link(world.ben))
    (owner,) = [result for result in results if not isinstance(result, ConflictError)]
    with world.tenant() as work:
        assert work.people.by_identity("i", "s") == owner


def test_the_same_job_at_once_waits_once(world):
    def defer():
        with world.platform() as work:
            work.jobs.defer("encode", once="ada")
            time.sleep(0.02)

    assert at_once(defer, defer, defer) == [None] * 3
    with world.platform() as work:
        connection = work.sessions.connection
        assert connection.exec_driver_sql("SELECT count(*) FROM procrastinate_jobs").scalar() == 1
