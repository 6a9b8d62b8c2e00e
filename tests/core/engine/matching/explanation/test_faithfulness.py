"""What is told first is what counts most: tried by taking each reason away from random people."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.domain.profile import DAY_PARTS, DAYS, MeetingMode, Seniority
from core.domain.working_style import Value, Way
from core.engine.matching.explanation.reasons import MENTOR, average_candidate, reasons
from core.engine.matching.model.prior import prior
from core.engine.matching.model.responsiveness import Habit, Habits, Offset, offset
from core.engine.matching.model.score import score
from core.engine.matching.ranking import rank
from core.engine.matching.shortlist import shortlist
from tests.fakes.matching import question, someone, vectors_of

SKILLS = ("python", "statistics", "public speaking", "law", "incident response", "writing")
TEXTS = ("lead a team", "ran a bakery", "write a book", "moved a data centre", "taught physics")
SLOTS = [f"{day}-{part}" for day in DAYS for part in DAY_PARTS]


def some(items, most=3):
    return st.lists(st.sampled_from(items), max_size=most, unique=True)


def people(role):
    """Somebody who may say or leave out anything that is compared."""
    wanted, offered = ("skills_wanted", "goals"), ("skills_offered", "experience")
    names, texts = wanted if role == "mentee" else offered
    fields = {
        names: some(SKILLS).map(tuple),
        texts: some(TEXTS).map(tuple),
        "interests": some(("jazz", "chess", "hiking")).map(tuple),
        "languages": some(("en", "de", "fr"), 2).map(tuple),
        "time_zone": st.sampled_from(("", "Europe/Berlin", "America/New_York")),
        "location": st.sampled_from(("", "Berlin", "Graz")),
        "department": st.sampled_from(("", "IT", "Law")),
        "seniority": st.none() | st.sampled_from(Seniority),
        "availability": some(SLOTS, 6).map(frozenset),
        "meeting_modes": some(list(MeetingMode)).map(frozenset),
        "values": some(list(Value)).map(frozenset),
        "ways": some(list(Way)).map(frozenset),
        "principles": some(TEXTS, 1).map(tuple),
    }
    return st.fixed_dictionaries(fields).map(lambda told: someone(**told))


@st.composite
def beliefs(draw):
    """The stated prior, or any other belief about the weights, as learning might leave it."""
    stated = prior()
    seed = draw(st.none() | st.integers(0, 2**32 - 1))
    if seed is None:
        return stated
    chance = np.random.default_rng(seed)
    size = len(stated.mean)
    root = chance.normal(0.0, 0.2, (size, size))
    return replace(
        stated,
        mean=chance.normal(0.0, 0.5, size),
        covariance=root @ root.T / size + 0.001 * np.eye(size),
    )


def asking(mentee, mentors, posterior, seed):
    """A question; with a seed, one of a programme that knows its mentors' habits and load."""
    asked = replace(question([mentee], mentors), posterior=posterior)
    if seed is None:
        return asked
    chance = np.random.default_rng(seed)
    known = {
        mentor.person_id: Habit(chance.normal(0, 0.8), chance.uniform(0, 0.3), chance.uniform())
        for mentor in mentors
        if chance.random() < 0.7
    }
    habits = Habits(mentors=known, spread=0.6, pickiness=0.4)
    load = chance.uniform(0, 2, len(mentors)) if chance.random() < 0.5 else None
    return replace(asked, posterior=replace(posterior, habits=habits), load=load)


def less(people, place, **values):
    """What is added to the log-odds of one mentor, in other words."""
    if people is None:
        return None
    own = {
        name: np.broadcast_to(getattr(people, name), people.mean.shape)[0, [place]]
        for name in ("mean", "variance", "known")
    }
    return Offset(**{**own, "pickiness": people.pickiness, **values})


@settings(max_examples=100, deadline=None)
@given(
    people("mentee"),
    st.lists(people("mentor"), min_size=1, max_size=6),
    beliefs(),
    st.none() | st.integers(0, 2**32 - 1),
)
def test_losing_the_first_reason_lowers_the_score_most(mentee, mentors, posterior, seed):
    asked = asking(mentee, mentors, posterior, seed)
    posterior, ranking = asked.posterior, rank(asked)
    allowed = ranking.order(0)
    assume(len(allowed))
    best = allowed[:1]
    (why,) = reasons(asked, ranking, 0, best)
    assume(why)
    names, before = posterior.features, ranking.scores.probability[0, best[0]]
    average = average_candidate(ranking.features[:, 0][:, allowed], posterior)
    added = offset(posterior.habits, asked.mentees, asked.mentors, asked.load)
    own = less(added, best[0])
    lost = {}
    for place, name in enumerate(names):
        without = ranking.features[:, 0, best].copy()
        if not np.isnan(without[place, 0]):
            without[place, 0] = average[place]
        lost[name] = before - score(without, posterior, own).probability[0]
    if added is not None:
        usual = less(added, best[0], mean=added.mean[0, allowed].mean(keepdims=True))
        as_before = ranking.features[:, 0, best]
        lost[MENTOR] = before - score(as_before, posterior, usual).probability[0]
    worst = max(lost.values())
    if why[0].contribution > 0:
        assert lost[why[0].feature] >= worst - 1e-9
        # What is told stands in the order of what it costs to lose it.
        told = [lost[reason.feature] for reason in why]
        assert all(one >= other - 1e-9 for one, other in pairwise(told))
    for reason in why:
        assert (reason.contribution > 0) == (lost[reason.feature] > 0)
    # Nothing that costs more than what is told goes unsaid.
    unsaid = [loss for name, loss in lost.items() if name not in {r.feature for r in why}]
    assert max(unsaid, default=0.0) <= max(abs(lost[r.feature]) for r in why) + 0.01


@settings(max_examples=40, deadline=None)
@given(
    people("mentee"),
    st.lists(people("mentor"), min_size=1, max_size=6),
    beliefs(),
    st.none() | st.integers(0, 2**32 - 1),
)
def test_what_is_told_belongs_to_the_score_and_interval_shown(mentee, mentors, posterior, seed):
    asked = asking(mentee, mentors, posterior, seed)
    posterior, ranking = asked.posterior, rank(asked)
    shown = shortlist(asked, ranking, vectors_of([mentee, *mentors]), 10)
    for candidate, place in zip(shown, ranking.order(0), strict=True):
        added = offset(posterior.habits, asked.mentees, asked.mentors, asked.load)
        again = score(ranking.features[:, :1, place], posterior, less(added, place))
        figures = (again.low[0], again.probability[0], again.high[0])
        assert (candidate.low, candidate.score, candidate.high) == pytest.approx(figures, abs=1e-12)
        assert 0 <= candidate.low <= candidate.score <= candidate.high <= 1
        known = ~np.isnan(ranking.features[:, 0, place])
        told = {reason.feature for reason in candidate.reasons}
        assert told <= {MENTOR, *[n for n, k in zip(posterior.features, known, strict=True) if k]}
