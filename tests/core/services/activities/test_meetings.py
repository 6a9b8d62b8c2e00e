from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.domain.match import MatchState
from core.domain.profile import Profile
from core.errors import ConflictError, InvalidInputError, NotFoundError

TODAY = date(2026, 3, 2)  # the day of the fake clock, at nine in the morning, UTC


@pytest.fixture
def told(campus, mia, match):
    return campus.meetings.log(mia, match.id, TODAY, 45)


def state(campus, actor):
    (view,) = campus.requests.mine(actor)
    return view.match.state


def test_the_first_confirmed_meeting_makes_a_match_active(campus, mia, ada, match, told):
    assert (told.logged_by, told.confirmed_by, told.minutes) == (mia.person_id, None, 45)
    assert state(campus, mia) is MatchState.ACCEPTED
    confirmed = campus.meetings.confirm(ada, told.id)
    assert confirmed == replace(told, confirmed_by=ada.person_id)
    assert state(campus, mia) is MatchState.ACTIVE
    assert campus.history(match.id)[-1].actor_id == ada.person_id
    assert campus.meetings.confirm(ada, told.id) == confirmed
    campus.clock.advance(days=1)
    second = campus.meetings.log(ada, match.id, TODAY + timedelta(days=1), 30)
    campus.meetings.confirm(mia, second.id)
    assert len(campus.history(match.id)) == 3
    assert campus.meetings.of_matches(mia) == {
        match.id: [replace(second, confirmed_by=mia.person_id), confirmed]
    }


def test_one_confirms_only_what_the_other_one_told(campus, mia, ada, told):
    with pytest.raises(NotFoundError, match="for you to confirm"):
        campus.meetings.confirm(mia, told.id)
    for stranger in (campus.mentor("Eve"), campus.teacher()):
        with pytest.raises(NotFoundError, match="no such match"):
            campus.meetings.confirm(stranger, told.id)
    with pytest.raises(NotFoundError, match="no such match"):
        campus.meetings.confirm(ada, told.match_id)


def test_what_one_told_can_be_taken_back_until_it_is_confirmed(campus, mia, ada, match, told):
    with pytest.raises(NotFoundError, match="of yours"):
        campus.meetings.remove(ada, told.id)
    campus.meetings.remove(mia, told.id)
    assert campus.meetings.of_matches(mia) == {match.id: []}
    again = campus.meetings.log(mia, match.id, TODAY, 45)
    campus.meetings.confirm(ada, again.id)
    with pytest.raises(ConflictError, match="has confirmed"):
        campus.meetings.remove(mia, again.id)


@pytest.mark.parametrize(
    ("held_on", "minutes", "field"),
    [
        (TODAY + timedelta(days=1), 30, "held_on"),
        (TODAY - timedelta(days=2), 30, "held_on"),
        (date(26, 3, 2), 30, "held_on"),
        (TODAY, 4, "minutes"),
        (TODAY, 601, "minutes"),
    ],
)
def test_a_meeting_makes_sense(campus, mia, match, held_on, minutes, field):
    with pytest.raises(InvalidInputError) as refused:
        campus.meetings.log(mia, match.id, held_on, minutes)
    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize(
    ("zone", "latest"), [("Pacific/Auckland", 3), ("", 3), ("Europe/Berlin", 2)]
)
def test_today_is_where_the_person_is(campus, mia, match, zone, latest):
    campus.clock.time = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    campus.profiles.save(mia, Profile(person_id=mia.person_id, time_zone=zone))
    with pytest.raises(InvalidInputError):
        campus.meetings.log(mia, match.id, date(2026, 3, latest + 1), 30)
    campus.meetings.log(mia, match.id, date(2026, 3, latest), 30)


def test_one_meeting_is_not_told_twice(campus, mia, ada, match, told):
    for who in (mia, ada):
        with pytest.raises(ConflictError, match="waits to be confirmed"):
            campus.meetings.log(who, match.id, TODAY, 45)
    campus.meetings.confirm(ada, told.id)
    assert campus.meetings.log(mia, match.id, TODAY, 15).minutes == 15


def test_meetings_belong_to_matches_that_go_on(campus, mia, ada, told):
    asked = campus.requests.ask(campus.mentee("Ben"), campus.mentor("Eve").person_id)
    with campus.storage.tenant(campus.organization.id) as work:
        match = work.matches.get(told.match_id)
    campus.requests.end(mia, match.id)
    for change in (
        lambda: campus.meetings.log(mia, match.id, TODAY, 45),
        lambda: campus.meetings.confirm(ada, told.id),
        lambda: campus.meetings.remove(mia, told.id),
    ):
        with pytest.raises(ConflictError, match="not going on"):
            change()
    with pytest.raises(NotFoundError):
        campus.meetings.log(mia, asked.id, TODAY, 45)
