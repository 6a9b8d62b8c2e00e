"""Whatever people and time do, in whatever order, what holds of matches holds."""

import contextlib
from collections import Counter
from itertools import pairwise

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from core.domain.choice import ChoiceState
from core.domain.match import OCCUPYING_STATES, OPEN_STATES, DeclineReason, MatchState
from core.domain.match_steps import STEPS
from core.domain.program import Role
from core.errors import MentorloomError
from tests.core.services.campus import Campus

PEOPLE = st.integers(0, 3)
STEPS_THERE_ARE = {(s.before, s.after, s.reason) for s in STEPS}


class AnyRequests(RuleBasedStateMachine):
    @initialize(
        mentors_each=st.integers(1, 2),
        requests_each=st.integers(1, 3),
        capacities=st.lists(st.integers(1, 2), min_size=4, max_size=4),
    )
    def begin(self, mentors_each, requests_each, capacities):
        self.campus = Campus.fresh()
        self.campus.set_program(mentors_per_mentee=mentors_each, mentor_request_limit=requests_each)
        self.mentees = [self.campus.mentee(f"Mentee {n}") for n in range(4)]
        self.mentors = [self.campus.mentor(f"Mentor {n}", c) for n, c in enumerate(capacities)]

    @rule(mentee=PEOPLE, mentors=st.lists(PEOPLE, unique=True, min_size=1))
    def send_a_list(self, mentee, mentors):
        for mentor in mentors:
            self.attempt(
                self.campus.choices.add, self.mentees[mentee], self.mentors[mentor].person_id
            )
        self.attempt(self.campus.choices.send, self.mentees[mentee])

    @rule(mentee=PEOPLE, mentor=PEOPLE)
    def ask(self, mentee, mentor):
        self.attempt(self.campus.requests.ask, self.mentees[mentee], self.mentors[mentor].person_id)

    @rule(mentor=PEOPLE, verb=st.sampled_from(["accept", "decline", "later", "end"]), which=PEOPLE)
    def answer(self, mentor, verb, which):
        more = {"decline": {"reason": DeclineReason.NO_TIME}, "later": {"weeks": 1}}
        self.move(self.mentors[mentor], verb, which, **more.get(verb, {}))

    @rule(mentee=PEOPLE, verb=st.sampled_from(["withdraw", "end"]), which=PEOPLE)
    def change_their_mind(self, mentee, verb, which):
        self.move(self.mentees[mentee], verb, which)

    @rule(mentee=PEOPLE, mentor=PEOPLE, of_mentor=st.booleans(), which=PEOPLE)
    def undo(self, mentee, mentor, of_mentor, which):
        actor = self.mentors[mentor] if of_mentor else self.mentees[mentee]
        views = self.campus.requests.mine(actor)
        if views:
            self.attempt(self.campus.undo.undo, actor, views[which % len(views)].match.id)

    @rule(mentor=PEOPLE, capacity=st.integers(1, 2), paused=st.booleans())
    def change_room(self, mentor, capacity, paused):
        # Lowering the capacity below what is taken is allowed, so it is only raised here.
        actor = self.mentors[mentor]
        (part,) = self.campus.participations.mine(actor)
        self.campus.participations.update(
            actor, Role.MENTOR, capacity=max(capacity, part.capacity), paused=paused
        )

    @rule(mentee=PEOPLE)
    def stop(self, mentee):
        self.campus.choices.stop(self.mentees[mentee])

    @rule(hours=st.sampled_from([1, 12, 30, 80, 200]))
    def time_goes_by(self, hours):
        self.campus.clock.advance(hours=hours)
        self.campus.take_turns()
        self.nobody_is_stranded()

    def nobody_is_stranded(self):
        """After the jobs ran: who searches asks somebody, is queued for somebody, or is told."""
        with self.tenant() as work:
            searches = work.searches.of_program(self.campus.program.id)
            offered = work.matches.of_program(self.campus.program.id, {MatchState.OFFERED})
            asking = {match.mentee_id for match in offered}
            listed = {
                choice.mentee_id
                for choice in work.choices.of_mentees(
                    self.campus.program.id, {search.mentee_id for search in searches}
                )
                if choice.due(self.campus.clock.now())
            }
        assert all(match.answer_by > self.campus.clock.now() for match in offered)
        for search in searches:
            waits = search.mentee_id in asking or search.waitlisted_at is not None
            assert waits or search.mentee_id in listed

    @invariant()
    def the_two_have_one_open_match(self):
        pairs = Counter((m.mentee_id, m.mentor_id) for m in self.matches if m.state in OPEN_STATES)
        assert all(count == 1 for count in pairs.values())

    @invariant()
    def nobody_has_more_than_fits(self):
        going = [match for match in self.matches if match.state in OCCUPYING_STATES]
        mentees, mentors = Counter(m.mentee_id for m in going), Counter(m.mentor_id for m in going)
        assert all(n <= self.campus.program.mentors_per_mentee for n in mentees.values())
        for actor in self.mentors:
            (part,) = self.campus.participations.mine(actor)
            assert mentors[actor.person_id] <= part.capacity

    @invariant()
    def every_history_is_complete(self):
        for match in self.matches:
            history = self.campus.history(match.id)
            assert [event.version for event in history] == [*range(1, match.version + 1)]
            assert (history[0].before, history[-1].after) == (None, match.state)
            assert history[-1].end_reason == match.end_reason
            for earlier, later in pairwise(history):
                assert later.before is earlier.after
                if later.undoes is None:
                    step = (later.before, later.after, later.end_reason)
                    assert step in STEPS_THERE_ARE
                else:
                    undone = history[later.undoes - 1]
                    assert (undone.before, undone.after) == (later.after, later.before)

    @invariant()
    def lists_say_what_matches_say(self):
        with self.tenant() as work:
            choices = work.choices.of_mentees(
                self.campus.program.id, {actor.person_id for actor in self.mentees}
            )
        offered = {m.id: m for m in self.matches if m.state is MatchState.OFFERED}
        asked = {c.match_id for c in choices if c.state is ChoiceState.ASKED}
        assert asked == set(offered)

    @property
    def matches(self):
        with self.tenant() as work:
            return work.matches.of_program(self.campus.program.id)

    def tenant(self):
        return self.campus.storage.tenant(self.campus.organization.id)

    def move(self, actor, verb, which, **more):
        views = self.campus.requests.mine(actor)
        if views:
            match = views[which % len(views)].match
            self.attempt(getattr(self.campus.requests, verb), actor, match.id, **more)

    def attempt(self, verb, *arguments, **more):
        with contextlib.suppress(MentorloomError):
            verb(*arguments, **more)


TestAnyRequests = AnyRequests.TestCase
TestAnyRequests.settings = settings(max_examples=50, stateful_step_count=25, deadline=None)
