from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.profile import DAY_PARTS, DAYS
from core.engine.matching.comparison.week import (
    HOURS,
    SLOTS,
    Weeks,
    free_weeks,
    offsets,
    shared_hours,
)
from tests.fakes.matching import AT, someone


def hours(slots, zone, others, other_zone, at=AT):
    one = someone(availability=frozenset(slots), time_zone=zone)
    other = someone(availability=frozenset(others), time_zone=other_zone)
    return shared_hours(Weeks.of([one], at), Weeks.of([other], at))[0, 0]


def test_slots_are_those_of_the_domain():
    assert set(SLOTS) == {f"{day}-{part}" for day in DAYS for part in DAY_PARTS}
    assert set(HOURS) == set(DAY_PARTS)


def test_same_place_same_slot_is_all_of_it():
    assert hours(["mon-morning"], "Europe/Berlin", ["mon-morning"], "Europe/Berlin") == 4


def test_different_slots_share_nothing():
    assert hours(["mon-morning"], "Europe/Berlin", ["tue-morning"], "Europe/Berlin") == 0


def test_an_afternoon_here_is_a_morning_there():
    # 12-17 in Berlin (UTC+1) is 11-16 UTC; 8-12 in New York (UTC-5) is 13-17 UTC.
    assert hours(["mon-afternoon"], "Europe/Berlin", ["mon-morning"], "America/New_York") == 3


def test_the_week_goes_round():
    # Sunday evening in Los Angeles (UTC-8) is Monday 1-5 UTC: Monday morning in Tokyo is Sunday
    # 23 to Monday 3 UTC.
    assert hours(["sun-evening"], "America/Los_Angeles", ["mon-morning"], "Asia/Tokyo") == 2


def test_quarters_of_an_hour_count():
    # Kathmandu is 5:45 ahead: its 17-21 is 11:15-15:15 UTC; London's afternoon is 12-17 UTC.
    assert hours(["wed-evening"], "Asia/Kathmandu", ["wed-afternoon"], "Europe/London") == 3.25


def test_summer_time_is_that_of_the_moment():
    # In the second half of March the USA are on summer time, Europe is not yet.
    march = datetime(2026, 3, 16, tzinfo=UTC)
    pair = (["mon-afternoon"], "Europe/Berlin", ["mon-morning"], "America/New_York")
    assert hours(*pair, at=march) == 4
    assert hours(*pair, at=datetime(2026, 6, 1, tzinfo=UTC)) == 3


def test_without_any_zone_the_same_one_is_meant():
    assert hours(["mon-morning"], "", ["mon-morning"], "") == 4


@pytest.mark.parametrize(
    ("slots", "zone", "others", "other_zone"),
    [
        ([], "Europe/Berlin", ["mon-morning"], "Europe/Berlin"),
        (["mon-morning"], "Europe/Berlin", [], "Europe/Berlin"),
        (["mon-morning"], "Europe/Berlin", ["mon-morning"], ""),
        (["mon-morning"], "Not/AZone", ["mon-morning"], "Europe/Berlin"),
    ],
)
def test_what_is_not_said_is_unknown(slots, zone, others, other_zone):
    assert np.isnan(hours(slots, zone, others, other_zone))


def test_a_broken_zone_name_is_unknown():
    people = [someone(time_zone=zone) for zone in ("../etc/passwd", "Nowhere", "", "Asia/Kolkata")]
    assert np.array_equal(offsets(people, AT), [np.nan, np.nan, np.nan, 5.5], equal_nan=True)


@settings(max_examples=50, deadline=None)
@given(
    st.frozensets(st.sampled_from(SLOTS)),
    st.sampled_from([-11.0, -3.5, 0.0, 5.75, 8.0, 14.0]),
)
def test_moving_the_clock_loses_no_hour(slots, ahead):
    local = free_weeks([slots], np.array([0.0]))
    moved = free_weeks([slots], np.array([ahead]))
    assert moved.sum() == local.sum()
    assert set(np.unique(moved)) <= {0.0, 1.0}
