import numpy as np
import pytest

from core.domain.profile import Seniority
from core.engine.matching.comparison.named import FAMILIES, labels, learned_names, table
from tests.fakes.matching import AT, groups, someone

MENTEE = someone(
    skills_wanted=("Law", "Art"),
    interests=("chess",),
    tags=frozenset({("club", "a"), ("club", "b")}),
)
SILENT = someone()
SHY = someone(languages=("en",))
MENTOR = someone(
    skills_offered=("law", "Art", "Physics"),
    experience=("Ran a court",),
    tags=frozenset({("club", "b")}),
)
OTHER = someone(skills_offered=("music",), seniority=Seniority.SENIOR)


def value(name, mentees=(MENTEE, SHY), mentors=(MENTOR, OTHER)):
    left, right = groups(mentees, mentors)
    return table(left, right, AT, [name])[0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("skills: common", [[2, 0], [0, 0]]),
        ("skills: share", [[2 / 3, 0], [0, 0]]),
        ("skills: covered", [[1, 0], [0, 0]]),
        ("tags club: common", [[1, 0], [0, 0]]),
        ("tags club: share", [[1 / 2, 0], [0, 0]]),
        ("mentor: skills", np.log1p([[3, 1], [3, 1]])),
        ("mentee: tags club", np.log1p([[2, 2], [0, 0]])),
        ("mentor: texts", np.log1p([[1, 0], [1, 0]])),
        ("mentor: completeness", [[2 / 11, 2 / 11], [2 / 11, 2 / 11]]),
    ],
)
def test_counts(name, expected):
    np.testing.assert_allclose(value(name), expected)


def test_letters_grow_with_what_is_told():
    told = value("mentee: letters")
    assert told[0, 0] > told[1, 0] == 0


def test_of_who_tells_nothing_nothing_is_known():
    assert np.isnan(value("skills: share", mentees=[SILENT])).all()
    assert np.isnan(value("tags club: common", mentors=[SILENT])).all()
    assert np.isnan(value("mentor: skills", mentors=[SILENT, OTHER])[:, 0]).all()
    assert not np.isnan(value("mentor: skills", mentees=[SILENT])).any()


def test_stated_and_counted_features_stand_side_by_side():
    left, right = groups([MENTEE], [MENTOR])
    both = table(left, right, AT, ["skills", "skills: covered"])
    np.testing.assert_allclose(both[:, 0, 0], [1.0, 1.0])


def test_families_are_those_that_somebody_names():
    left, right = groups([MENTEE], [OTHER])
    names = learned_names(left, right)
    assert "tags club: share" in names
    assert "mentor: tags club" in names
    plain = learned_names(*groups([SILENT], [OTHER]))
    assert {name.partition(":")[0] for name in plain} == {*FAMILIES, "mentor", "mentee"}


def test_labels_know_their_side():
    assert labels(MENTEE, "mentee") == [
        "mentee: interests: chess",
        "mentee: skills: art",
        "mentee: skills: law",
        "mentee: tags club: a",
        "mentee: tags club: b",
    ]
    assert "mentor: skills: physics" in labels(MENTOR, "mentor")
