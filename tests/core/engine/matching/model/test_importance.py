from dataclasses import replace

import numpy as np
import pytest

from core.domain.matching_settings import LITTLE, MOST, NORMAL, OFF
from core.domain.matching_templates import TEMPLATES
from core.engine.matching.comparison.features import FEATURES
from core.engine.matching.model.importance import weighted
from core.engine.matching.model.learning import learn
from core.engine.matching.model.prior import prior
from core.engine.matching.model.score import score
from tests.fakes.outcomes import suggestions


def weight(posterior, name):
    place = posterior.features.index(name) + 1
    return posterior.mean[place], posterior.covariance[place, place]


def test_a_weight_and_its_doubt_grow_together():
    belief = prior()
    after = weighted(belief, {"goals": MOST, "skills": LITTLE, "practice": NORMAL})
    for name, factor in {"goals": 2, "skills": 0.5, "practice": 1}.items():
        mean, variance = weight(belief, name)
        assert weight(after, name) == pytest.approx((factor * mean, factor**2 * variance))
    assert after.mean[0] == belief.mean[0]


def test_what_is_off_is_gone_and_makes_nothing_less_sure():
    belief = prior()
    after = weighted(belief, dict.fromkeys(FEATURES, OFF) | {"goals": NORMAL})
    assert after.features == ("goals",)
    assert (after.centre, after.spread) == (belief.centre[:1], belief.spread[:1])
    values = np.full((len(FEATURES), 1), np.nan)
    values[0] = 0.4
    all_of_it, only_goals = score(values, belief), score(values[:1], after)
    assert only_goals.high - only_goals.low < all_of_it.high - all_of_it.low


def test_what_was_learned_together_stays_together():
    belief = prior()
    covariance = belief.covariance.copy()
    covariance[1, 2] = covariance[2, 1] = -0.05
    after = weighted(replace(belief, covariance=covariance), {"goals": MOST})
    assert after.covariance[1, 2] == after.covariance[2, 1] == pytest.approx(-0.1)


def test_nothing_said_changes_nothing():
    belief = prior()
    assert weighted(belief, {}) is belief


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.key)
def test_templates_speak_of_features(template):
    assert set(template.importance) <= set(FEATURES)
    assert set(template.importance.values()) <= set(range(OFF, MOST + 1)) - {NORMAL}
    assert weighted(prior(), template.importance).features


def test_terms_follow_their_features():
    outcomes, _ = suggestions(mentees=60, each=8)
    learned = learn(outcomes)
    after = weighted(learned, {"skills": OFF})
    assert any("skills" in term.features for term in learned.terms)
    assert not any(name.startswith("skills") for name in after.features)
    assert not any(n.startswith("skills") for term in after.terms for n in term.features)
    assert len(after.mean) == len(after.covariance) == 1 + len(after.features) + len(after.terms)
    doubled = weighted(learned, {"skills": MOST})
    assert doubled.terms == learned.terms
    place = 1 + len(learned.features)
    for number, term in enumerate(learned.terms):
        own = [n for n in term.features if n.startswith("skills")]
        factor = 2.0 ** (len(own) / len(term.features))
        assert doubled.mean[place + number] == pytest.approx(factor * learned.mean[place + number])
