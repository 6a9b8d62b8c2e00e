from datetime import UTC, datetime

import numpy as np
import pytest

from core.domain.program import Role
from core.engine.matching.comparison.people import TextVectors
from core.services.files.history_file import PastSuggestion
from core.services.files.people_file import parse
from core.services.matching.past import outcomes_of, pairs_of

AT = datetime(2026, 3, 2, tzinfo=UTC)
MENTORS = parse("id,name,email,skills\nM1,Ada,ada@example.org,law\nM2,Bo,,art\n", Role.MENTOR).rows
MENTEES = parse("id,name,skills\nE1,Cy,law\nE2,Di,art\n", Role.MENTEE).rows


def row(mentee="E1", mentor="M1", good=True, **more):  # noqa: FBT002 - an outcome
    return PastSuggestion(mentee=mentee, mentor=mentor, good=good, **more)


def outcomes(*rows, places=None):
    pairs = pairs_of(rows, MENTORS, MENTEES, TextVectors.of({}))
    return outcomes_of(rows, pairs, places or {}, AT)


def test_people_are_found_by_id_email_or_name():
    rows = [row(mentor=name) for name in ("m1", "Ada@example.org", " ada ", "M2")]
    pairs = pairs_of(rows, MENTORS, MENTEES, TextVectors.of({}))
    assert pairs.mentor.tolist() == [0, 0, 0, 1]
    assert pairs.strangers == 0


def test_strangers_take_part_without_a_profile_and_are_counted():
    rows = [row(mentor="M9"), row(mentee="E9"), row(mentor="m9", mentee="e9"), row()]
    pairs = pairs_of(rows, MENTORS, MENTEES, TextVectors.of({}))
    assert pairs.strangers == 3
    assert pairs.mentor.tolist() == [2, 0, 2, 0]
    assert pairs.mentee.tolist() == [0, 2, 2, 0]
    assert not pairs.mentors.profiles[2].skills_offered


def test_undecided_rows_are_left_out():
    found = outcomes(row(), row(good=None), row(good=False))
    assert found.good.tolist() == [1.0, 0.0]


def test_a_rating_puts_a_good_outcome_in_between():
    found = outcomes(row(rating=5.0), row(rating=1.0), row(rating=3.0), row(good=False, rating=5.0))
    assert found.good.tolist() == [1.0, 0.5, 0.75, 0.0]
    assert outcomes(row(rating=10.0), row(rating=1.0)).good.tolist() == [1.0, 0.5]
    assert outcomes(row(rating=200.0), row(rating=1.0)).good.tolist() == [1.0, 0.5]


def test_declining_for_lack_of_room_says_less():
    assert outcomes(row(good=False, no_room=True), row()).worth.tolist() == [0.5, 1.0]


def test_age_counts_from_the_newest_row():
    assert outcomes(row(day=10.0), row(day=30.0), row()).age.tolist() == [20.0, 0.0, 0.0]
    assert outcomes(row()).age.tolist() == [0.0]
    assert len(outcomes()) == 0


def test_load_is_what_began_before():
    who = MENTORS[0].entry.profile.person_id
    found = outcomes(
        row(day=0.0),
        row(day=1.0, good=False),
        row(day=1.0),
        row(day=2.0),
        row(day=2.0, mentor="M2"),
        row(day=95.0),
        row(),
        places={who: 2},
    )
    np.testing.assert_allclose(found.load, [0.0, 0.5, 0.5, 1.0, 0.0, 0.0, np.nan], atol=1e-9)


@pytest.mark.parametrize("own", [0.0, 1.0])
def test_load_never_knows_its_own_row(own):
    first = outcomes(row(day=5.0, good=bool(own)), row(day=3.0))
    assert first.load[0] == 1.0
