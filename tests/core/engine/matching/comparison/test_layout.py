"""Items of many people laid out in columns say the same as person by person."""

import numpy as np
import pytest

from core.domain.profile import TextKind
from core.engine.matching.comparison.layout import layout
from core.engine.matching.comparison.people import FEW, TextVectors, gather
from tests.fakes.encoder import FakeEncoder
from tests.fakes.matching import someone


def store(texts):
    texts = list(dict.fromkeys(texts))
    return TextVectors.encoded(texts, FakeEncoder().encode(texts))


@pytest.mark.parametrize("others", [0, 200])
@pytest.mark.parametrize("apart", [True, False])
def test_cosines_and_highest_are_those_of_each_person(others, apart):
    words = [f"skill {number}" for number in range(6)]
    owned = [words[:3], [], words[2:6], words[:1] * 2, words[1:3]]
    more = [f"further {number}" for number in range(others)]
    mine = ["skill 1", "another"]
    theirs = store([*words, *more]) if apart else store([*words, *mine, *more])
    ours = store(mine) if apart else theirs
    mentors = gather([someone(experience=tuple(own)) for own in owned], theirs)
    wanted = gather([someone(goals=tuple(mine))], ours).kinds[TextKind.GOAL]
    found = layout(mentors.kinds[TextKind.EXPERIENCE], len(owned))
    best = found.highest(found.cosines(wanted), 3)
    encode = FakeEncoder().encode
    for person, own in enumerate(owned):
        each = (encode(mine) @ encode(own).T).ravel() if own else np.empty(0)
        expected = np.append(np.sort(each)[::-1], [-np.inf] * 3)[:3]
        assert best[:, person] == pytest.approx(expected, abs=1e-6)


def test_few_texts_with_many_are_compared_as_many_with_few():
    few, many = store(["a", "b"]), store([f"text {number}" for number in range(FEW)])
    there = few.cosines(np.array([0, 1]), many)
    assert there == pytest.approx(many.cosines(np.arange(FEW + 1), few)[:, :2].T)
    assert few.cosines(np.array([1]), many) == pytest.approx(there[1:])
