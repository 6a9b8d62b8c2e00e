from datetime import UTC, datetime, timedelta

import pytest

from core.domain.appointment import AppointmentState
from core.domain.identifiers import AppointmentId
from core.errors import ConflictError, InvalidInputError, NotFoundError
from core.services.appointments.reminders import AppointmentReminders

TOMORROW = datetime(2026, 3, 3, 15, 0)  # noqa: DTZ001 - as somebody writes it
DAY = timedelta(days=1)


@pytest.fixture
def proposed(campus, ada, match):
    return campus.appointments.propose(ada, match.id, [TOMORROW + DAY, TOMORROW], 45, " Room 5 ")


def remind(campus):
    AppointmentReminders(campus.storage, campus.clock, campus.entropy).remind_appointments()


def test_one_proposes_times_and_the_other_one_chooses(campus, mia, ada, proposed):
    assert proposed.times == tuple(time.replace(tzinfo=UTC) for time in (TOMORROW, TOMORROW + DAY))
    assert proposed.whereabouts == "Room 5"
    assert campus.news(mia)[0].startswith("Times for your next meeting")
    planned = campus.appointments.choose(mia, proposed.id, proposed.times[1])
    assert (planned.state, planned.starts_at) == (AppointmentState.PLANNED, proposed.times[1])
    assert campus.appointments.choose(mia, proposed.id, proposed.times[1]) == planned
    assert campus.news(ada)[0] == "Your next meeting is planned: a time was chosen."
    (viewed,) = campus.appointments.mine(ada)
    assert (viewed.appointment, viewed.view.mentee.name) == (planned, "Mia")
    assert campus.appointments.one(mia, planned.id) == viewed


def test_times_are_in_the_zone_of_who_writes_them(campus, mia, ada, match):
    campus.organization_tells(ada, time_zone="Europe/Berlin")
    made = campus.appointments.propose(ada, match.id, [TOMORROW], 30)
    assert made.times == (datetime(2026, 3, 3, 14, 0, tzinfo=UTC),)
    aware = campus.appointments.propose(mia, match.id, [made.times[0] + DAY], 30)
    assert aware.times == (made.times[0] + DAY,)


def test_who_proposed_does_not_choose_and_nobody_else_sees_it(campus, ada, proposed):
    with pytest.raises(NotFoundError, match="the other one chooses"):
        campus.appointments.choose(ada, proposed.id, proposed.times[0])
    stranger = campus.mentee("Eve")
    for deed in (
        lambda: campus.appointments.choose(stranger, proposed.id, proposed.times[0]),
        lambda: campus.appointments.call_off(stranger, proposed.id),
        lambda: campus.appointments.one(ada, AppointmentId(campus.entropy.uuid())),
    ):
        with pytest.raises(NotFoundError, match="no such meeting"):
            deed()
    with pytest.raises(NotFoundError, match="no such match"):
        campus.appointments.propose(stranger, proposed.match_id, [TOMORROW], 30)


def test_what_is_decided_or_over_is_not_chosen(campus, mia, ada, proposed):
    campus.clock.advance(days=1, hours=8)
    with pytest.raises(ConflictError, match="This time is over"):
        campus.appointments.choose(mia, proposed.id, proposed.times[0])
    campus.appointments.call_off(ada, proposed.id)
    with pytest.raises(ConflictError, match="decided already"):
        campus.appointments.choose(mia, proposed.id, proposed.times[1])


def test_calling_off_tells_the_other_one(campus, mia, ada, proposed):
    off = campus.appointments.call_off(mia, proposed.id)
    assert off.state is AppointmentState.CANCELLED
    assert campus.appointments.call_off(mia, proposed.id) == off
    assert campus.news(ada)[0] == "None of the times you proposed fits. Propose others."
    again = campus.appointments.propose(mia, off.match_id, [TOMORROW], 45)
    campus.appointments.choose(ada, again.id, again.times[0])
    campus.appointments.call_off(mia, again.id)
    assert campus.news(ada)[0].startswith("A meeting of yours was called off")


def test_what_is_over_is_not_called_off(campus, mia, proposed):
    campus.appointments.choose(mia, proposed.id, proposed.times[0])
    campus.clock.advance(days=3)
    with pytest.raises(ConflictError, match="is over"):
        campus.appointments.call_off(mia, proposed.id)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("times", {"times": []}),
        ("times", {"times": [TOMORROW + n * DAY for n in range(6)]}),
        ("times", {"times": [TOMORROW - 2 * DAY]}),
        ("times", {"times": [TOMORROW + 200 * DAY]}),
        ("minutes", {"minutes": 4}),
        ("whereabouts", {"whereabouts": "x" * 501}),
    ],
)
def test_what_makes_no_sense_is_named(campus, ada, match, field, wrong):
    told = {"times": [TOMORROW], "minutes": 30, "whereabouts": "", **wrong}
    with pytest.raises(InvalidInputError) as caught:
        campus.appointments.propose(ada, match.id, **told)
    assert list(caught.value.fields) == [field]


def test_so_many_and_no_more_are_ahead(campus, ada, match):
    for _ in range(5):
        campus.appointments.propose(ada, match.id, [TOMORROW], 30)
    with pytest.raises(ConflictError, match="several meetings ahead"):
        campus.appointments.propose(ada, match.id, [TOMORROW], 30)


def test_nothing_is_planned_once_a_match_has_ended(campus, mia, ada, match, proposed):
    campus.requests.end(mia, match.id)
    with pytest.raises(ConflictError, match="not going on"):
        campus.appointments.propose(ada, match.id, [TOMORROW], 30)
    with pytest.raises(ConflictError, match="not going on"):
        campus.appointments.choose(mia, proposed.id, proposed.times[0])
    assert campus.appointments.mine(ada) == []


def test_both_are_reminded_once_and_asked_afterwards_once(campus, mia, ada, proposed):
    campus.appointments.choose(mia, proposed.id, proposed.times[0])
    before = len(campus.news(ada))
    remind(campus)
    assert len(campus.news(ada)) == before
    campus.clock.advance(hours=7)
    remind(campus)
    remind(campus)
    for actor in (mia, ada):
        assert campus.news(actor)[0].startswith("You have a meeting within the next day")
    campus.clock.advance(days=1)
    remind(campus)
    remind(campus)
    assert campus.news(mia)[0].startswith("Did you meet?")
    assert len(campus.news(ada)) == before + 2


def test_nobody_is_reminded_of_an_ended_match(campus, mia, ada, match, proposed):
    campus.appointments.choose(mia, proposed.id, proposed.times[0])
    campus.requests.end(mia, match.id)
    before = campus.news(ada)
    campus.clock.advance(days=5)
    remind(campus)
    assert campus.news(ada) == before
