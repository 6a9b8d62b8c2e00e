"""What is told first is what counts most: tried by taking each reason away from random people."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.domain.profile import DAY_PARTS, DAYS, MeetingMode, Seniority
from core.domain.working_style import Value, Way
from core.engine.matching.explanation.reasons import average_candidate, reasons
from core.engine.matching.model.prior import prior
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


@settings(max_examples=100, deadline=None)
@given(people("mentee"), st.lists(people("mentor"), min_size=1, max_size=6), beliefs())
def test_losing_the_first_reason_lowers_the_score_most(mentee, mentors, posterior):
    asked = replace(question([mentee], mentors), posterior=posterior)
    ranking = rank(asked)
    allowed = ranking.order(0)
    assume(len(allowed))
    best = allowed[:1]
    (why,) = reasons(asked, ranking, 0, best)
    assume(why)
    names, before = posterior.features, ranking.scores.probability[0, best[0]]
    average = average_candidate(ranking.features[:, 0][:, allowed], posterior)
    lost = {}
    for place, name in enumerate(names):
        less = ranking.features[:, 0, best].copy()
        if not np.isnan(less[place, 0]):
            less[place, 0] = average[place]
        lost[name] = before - score(less, posterior).probability[0]
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
@given(people("mentee"), st.lists(people("mentor"), min_size=1, max_size=6), beliefs())
def test_what_is_told_belongs_to_the_score_and_interval_that_are_shown(mentee, mentors, posterior):
    asked = replace(question([mentee], mentors), posterior=posterior)
    ranking = rank(asked)
    shown = shortlist(asked, ranking, vectors_of([mentee, *mentors]), 10)
    for candidate, place in zip(shown, ranking.order(0), strict=True):
        again = score(ranking.features[:, :1, place], posterior)
        figures = (again.low[0], again.probability[0], again.high[0])
        assert (candidate.low, candidate.score, candidate.high) == pytest.approx(figures, abs=1e-12)
        assert 0 <= candidate.low <= candidate.score <= candidate.high <= 1
        known = ~np.isnan(ranking.features[:, 0, place])
        told = {reason.feature for reason in candidate.reasons}
        assert told <= {n for n, k in zip(posterior.features, known, strict=True) if k}
