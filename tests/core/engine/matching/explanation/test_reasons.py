"""Reasons must be true, and be what the score is really made of."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.engine.matching.comparison.features import FEATURES
from core.engine.matching.explanation.reasons import average_candidate, contributions, reasons
from core.engine.matching.model.learning import learn
from core.engine.matching.model.pairs import pair_question
from core.engine.matching.model.prior import prior
from core.engine.matching.model.score import score
from core.engine.matching.ranking import rank
from tests.fakes.matching import AT, question, someone
from tests.fakes.outcomes import suggestions

COUNT = len(FEATURES)


def sure(draw_mean):
    """A posterior with these weights."""
    return replace(prior(), mean=np.concatenate([[-0.6], draw_mean]))


class TestFaithfulness:
    @settings(max_examples=200, deadline=None)
    @given(
        arrays(np.float64, (COUNT, 6), elements=st.one_of(st.floats(0, 1), st.just(np.nan))),
        arrays(np.float64, COUNT, elements=st.floats(-1, 1)),
    )
    def test_losing_the_top_reason_costs_most(self, table, weights):
        posterior = sure(weights)
        average = average_candidate(table, posterior)
        shares = contributions(table[:, :1], average, posterior)[:, 0]
        full = score(table[:, :1], posterior).probability[0]
        left = []
        for feature in range(COUNT):
            changed = table[:, :1].copy()
            if not np.isnan(changed[feature, 0]):
                changed[feature, 0] = average[feature]
            left.append(score(changed, posterior).probability[0])
        falls = full - np.array(left)
        assert falls[shares.argmax()] == pytest.approx(falls.max(), abs=1e-9)
        assert falls[shares.argmin()] == pytest.approx(falls.min(), abs=1e-9)

    def test_in_a_whole_ranking_the_first_reason_is_what_it_costs_most_to_lose(self):
        mentee = someone(
            skills_wanted=("incident response",),
            languages=("en",),
            interests=("jazz",),
            availability=frozenset({"mon-morning"}),
        )
        best = someone(
            skills_offered=("incident response",),
            languages=("en",),
            interests=("chess",),
            availability=frozenset({"mon-morning", "tue-morning"}),
        )
        others = [
            someone(
                skills_offered=("accounting",),
                languages=("en",),
                interests=("chess",),
                availability=frozenset({"mon-morning"}),
            )
            for _ in range(20)
        ]
        asked = question([mentee], [best, *others])
        ranking = rank(asked)
        (why,) = reasons(asked, ranking, 0, np.array([0]))
        assert why[0].feature == "skills"
        lost = {
            "skills": replace(best, skills_offered=("accounting",)),
            "availability": replace(best, availability=frozenset({"mon-morning"})),
            "languages": replace(best, languages=()),
            "interests": replace(best, interests=()),
        }
        after = {
            name: rank(question([mentee], [changed, *others])).scores.probability[0, 0]
            for name, changed in lost.items()
        }
        assert min(after, key=after.get) == "skills"

    def test_an_unknown_feature_takes_no_credit(self):
        table = np.full((COUNT, 1), np.nan)
        np.testing.assert_allclose(contributions(table, prior().centre, prior()), 0.0, atol=1e-12)

    def test_an_average_candidate_has_nothing_to_say(self):
        table = np.tile(prior().centre[:, None], (1, 5))
        average = average_candidate(table, prior())
        np.testing.assert_allclose(contributions(table, average, prior()), 0.0, atol=1e-12)

    def test_even_a_single_candidate_has_reasons(self):
        asked = question([someone(skills_wanted=("SQL",))], [someone(skills_offered=("SQL",))])
        (why,) = reasons(asked, rank(asked), 0, np.array([0]))
        assert str(why[0].sentence) == "You want to learn SQL; this mentor offers it."


def test_only_what_matters_is_told_strongest_first():
    mentee = someone(skills_wanted=("SQL",), interests=("jazz",), languages=("en",))
    mentors = [
        someone(skills_offered=("SQL",), interests=("law",), languages=("en",)),
        *[someone(skills_offered=("law",), interests=("jazz",)) for _ in range(5)],
    ]
    asked = question([mentee], mentors)
    first, second = reasons(asked, rank(asked), 0, np.array([0, 1]))
    shares = [reason.contribution for reason in first]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] < 0 < shares[0]
    assert first[-1].feature == "interests"
    assert second[0].feature == "interests"
    assert all(abs(share) >= 0.03 for share in shares)


class TestLearned:
    """What only outcomes gave is told of too."""

    @pytest.fixture(scope="class")
    @classmethod
    def told(cls):
        outcomes, _ = suggestions(mentors=20, mentees=80, each=10, ready=1.2)
        learned = learn(outcomes)
        mentors = np.arange(len(outcomes.mentors))
        asked = pair_question(outcomes.mentees, outcomes.mentors, (0, mentors), AT, learned)
        ranking = rank(asked)
        return learned, ranking, reasons(asked, ranking, 0, mentors)

    def test_overlaps_of_names_belong_to_the_names(self, told):
        learned, _, found = told
        names = {reason.feature for own in found for reason in own}
        assert "skills: share" in learned.features
        assert {name for name in names if name.startswith("skills")} == {"skills"}

    def test_a_ready_mentor_is_said_to_be_one(self, told):
        learned, _, found = told
        habits = list(learned.habits.mentors.values())
        best = max(range(len(habits)), key=lambda place: habits[place].mean)
        (ready,) = [reason for reason in found[best] if reason.feature == "mentor"]
        assert ready.contribution > 0
        assert str(ready.sentence) == "Mentors like this one say yes more often than others here."

    def test_the_shares_of_all_groups_together_order_mentors(self, told):
        _, ranking, found = told
        total = [sum(reason.contribution for reason in own) for own in found]
        assert np.corrcoef(total, ranking.scores.probability[0])[0, 1] > 0.9

    def test_nothing_is_said_of_the_mentee(self, told):
        assert all(reason.feature != "mentee" for own in told[2] for reason in own)
