"""Whatever a platform and a network do to scores, the gradebook ends at the newest points.

A platform here takes scores and says that it did not answer, gets them late, twice or out of
order, loses columns and people, and is away for hours; workers die in the middle. Meanwhile people
make progress and clocks go back.
"""

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.domain.score import ScoreState
from core.errors import UnavailableError
from core.ports.learning_platform import Posting, PostingAnswer
from core.services.grades.score_posting import SWEEP_SCORES
from tests.core.services.campus import REGISTRATION, Campus
from tests.core.services.grades.graded_course import GradedCourse
from tests.fakes.learning_platform import STATUS

MOODS = [
    "honest",
    "honest, while more is done",
    "took it silently",
    "lost it",
    "keeps it on the way",
    "twice",
    "knows nobody",
    "knew nobody before",
    "refuses",
]
ANSWERS = {"knows nobody": Posting.NOT_IN_COURSE, "refuses": Posting.REFUSED}


@dataclass
class Lies:
    """A gradebook with moods, in front of a truthful one."""

    truth: object
    more: object
    mood: str = "honest"
    on_the_way: tuple = ()

    def line_item(self, *wanted):
        if not self.mood.startswith("honest"):
            raise UnavailableError("No answer.")
        return self.truth.line_item(*wanted)

    def post(self, *message):
        if self.mood in ANSWERS:
            return PostingAnswer(ANSWERS[self.mood], STATUS[ANSWERS[self.mood]])
        if self.mood == "keeps it on the way":
            self.on_the_way += (message,)
        elif self.mood != "lost it":
            answer = self.truth.post(*message)
        if self.mood in {"keeps it on the way", "lost it", "took it silently"}:
            raise UnavailableError("No answer.")
        if self.mood == "twice":
            return self.truth.post(*message)
        if self.mood == "honest, while more is done":
            self.more()
        return answer


class LyingPlatform(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        self.course = GradedCourse(Campus.fresh())
        self.platform = self.course.platform
        self.lies = self.platform.gradebook = Lies(self.platform.gradebook, self.make_progress)
        self.best = 0.0
        self.make_progress()
        self.course.run_all()

    @rule(more=st.sampled_from([0.01, 0.02, 0.04, -0.02]))
    def make_progress(self, more=0.01):
        share = round(min(1.0, max(0.01, self.best + more)), 2)
        tried = self.course.score(self.course.mia)
        score = self.course.progressed(self.course.mia, share)
        may_fall = tried is None or tried.posted_at is None
        self.best = share if may_fall else max(self.best, share)
        assert score.given == round(self.best * 10, 2)

    @rule(seconds=st.integers(-90, 4000))
    def pass_time(self, seconds):
        self.course.campus.clock.advance(seconds=seconds)

    @rule(moods=st.lists(st.sampled_from(MOODS), min_size=1, max_size=10))
    def work(self, moods):
        """One job a mood, a few seconds apart."""
        for self.lies.mood in moods:
            if self.lies.mood == "knew nobody before":
                self.be_seen_in_the_course()
            if self.course.campus.storage.jobs:
                self.course.run()
                self.course.campus.clock.advance(seconds=3)

    @precondition(lambda self: self.lies.on_the_way)
    @rule(newest=st.booleans(), again=st.booleans())
    def arrive(self, newest, again):
        message = self.lies.on_the_way[-1 if newest else 0]
        if not again:
            self.lies.on_the_way = tuple(m for m in self.lies.on_the_way if m is not message)
        self.lies.truth.post(*message)

    @rule()
    def lose_jobs(self):
        self.course.forget_jobs()

    @rule()
    def sweep(self):
        self.course.handlers[SWEEP_SCORES]()

    @rule()
    def be_seen_in_the_course(self):
        with self.course.work() as work:
            self.course.grading.retry_parked(work, REGISTRATION, "course-1", ["6"])

    @invariant()
    def nothing_counts_twice_or_goes_back(self):
        taken = self.course.taken
        assert all(a.at < b.at and a.given < b.given for a, b in pairwise(taken))
        assert all(message.at.microsecond == 0 for message in taken)

    def teardown(self):
        if not hasattr(self, "course") or self.course.score(self.course.mia) is None:
            return
        self.lies.mood = "honest"
        for message in self.lies.on_the_way:
            self.lies.truth.post(*message)
        with self.course.work() as work:
            scores = work.scores.of_activities([self.course.activity.id])
            parked = [score for score in scores if score.state is ScoreState.PARKED]
            self.course.grading.send_again(work, parked)
        self.course.handlers[SWEEP_SCORES]()
        self.course.run_all()
        self.nothing_counts_twice_or_goes_back()
        score = self.course.score(self.course.mia)
        assert (score.state, score.sent) == (ScoreState.SENT, round(self.best * 10, 2))
        assert self.course.taken[-1].given == score.given


TestLyingPlatform = LyingPlatform.TestCase
TestLyingPlatform.settings = settings(
    max_examples=100,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
