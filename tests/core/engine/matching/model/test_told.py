from dataclasses import replace

import pytest

from core.engine.matching.model.prior import prior
from core.engine.matching.model.responsiveness import Habits
from core.engine.matching.model.terms import Term
from core.engine.matching.model.told import effects, readiness


def test_the_strongest_comes_first_with_its_interval():
    found = effects(prior())
    assert found[0].feature == "skills"
    assert found[0].change == pytest.approx(0.8)
    assert (found[0].low, found[0].high) == pytest.approx((0.8 - 0.987, 0.8 + 0.987), abs=1e-3)
    assert abs(found[0].change) >= abs(found[-1].change)


def test_steps_count_too():
    stated = prior()
    size = len(stated.mean)
    wider = stated.covariance.copy()
    wider.resize((size + 1, size + 1), refcheck=False)
    more = replace(
        stated,
        terms=(Term(("goals",), 0.0, 0.5),),
        mean=[*stated.mean, 1.0],
        covariance=wider * 0.0,
    )
    change = {effect.feature: effect.change for effect in effects(more)}
    assert change["goals"] == pytest.approx(1.6)


def test_mentors_differ_by_their_spread():
    alike = readiness(prior())
    assert alike.less == alike.usual == alike.more
    apart = readiness(replace(prior(), habits=Habits(spread=1.0)))
    assert apart.less < apart.usual == alike.usual < apart.more
