import json

import numpy as np
import pytest

from core.engine.matching.model.learning import learn
from core.engine.matching.model.prior import prior
from core.engine.matching.model.written import read, written
from core.errors import InvalidInputError
from tests.fakes.outcomes import suggestions


def test_what_is_written_can_be_read():
    outcomes, _ = suggestions(mentees=40, each=8)
    posterior = learn(outcomes)
    again = read(json.loads(json.dumps(written(posterior))))
    assert (again.features, again.terms, again.outcomes) == (
        posterior.features,
        posterior.terms,
        posterior.outcomes,
    )
    np.testing.assert_allclose(again.mean, posterior.mean, rtol=1e-6)
    np.testing.assert_allclose(again.covariance, posterior.covariance, rtol=1e-6, atol=1e-12)
    assert again.habits.mentors.keys() == posterior.habits.mentors.keys()
    assert again.habits.labels.keys() == posterior.habits.labels.keys()
    assert again.habits.spread == posterior.habits.spread


def test_a_prior_stays_cold():
    assert read(written(prior())).cold


@pytest.mark.parametrize("data", [{}, {"schema": 0}, {"schema": 99}])
def test_another_version_is_refused(data):
    with pytest.raises(InvalidInputError, match="of this version"):
        read(data)


@pytest.mark.parametrize("broken", [{"mean": "no"}, {"covariance": None}, {"mentors": {"x": [1]}}])
def test_a_damaged_one_is_refused(broken):
    with pytest.raises(InvalidInputError, match="damaged"):
        read(written(prior()) | broken)
