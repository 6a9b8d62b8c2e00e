"""News says what it is about where that has a card of its own."""

from datetime import UTC, datetime

import pytest

from core.domain.activity import ActivityKind
from core.services.activities.work import NOT_BEGUN
from core.services.appointments.reminders import AppointmentReminders
from core.services.pulses.asking import PulseAsking


@pytest.fixture
def mia(campus):
    return campus.in_course(campus.mentee())


def all_subjects(campus, actor):
    with campus.storage.tenant(campus.organization.id) as work:
        told = work.news.of_person(actor.person_id, 9)
    return [(one.subject, one.page) for one in reversed(told)]


def subjects(campus, actor):
    """Those of a match are told too, when it begins."""
    told = all_subjects(campus, actor)
    return [one for one in told if not one[0].startswith(("request:", "match:"))]


def test_requests_and_the_match_they_become(campus, mia, ada):
    asked = campus.requests.ask(mia, ada.person_id)
    campus.clock.advance(days=2, hours=1)
    campus.take_turns()
    campus.requests.accept(ada, asked.id)
    request = (f"request:{asked.id}", "/app/requests")
    assert all_subjects(campus, ada) == [request, request]
    assert all_subjects(campus, mia) == [(f"match:{asked.id}", "/app/matches")]


def test_a_meeting_that_waits_for_a_yes(campus, mia, ada):
    match = campus.match(mia, ada)
    meeting = campus.meetings.log(ada, match.id, campus.clock.now().date(), 30)
    assert subjects(campus, mia) == [(f"meeting:{meeting.id}", "/app/matches")]
    assert subjects(campus, ada) == []


@pytest.mark.parametrize("kind", [ActivityKind.MILESTONE, ActivityKind.REFLECTION])
def test_work_that_waits_for_its_reader(campus, mia, ada, kind):
    campus.match(mia, ada)
    activity = campus.activity(kind)
    done = campus.works.hand_in(mia, activity.id, "I learned.", NOT_BEGUN)
    assert campus.works.hand_in(mia, activity.id, "I learned.", done.version) == done
    work = (f"work:{activity.id}/{mia.person_id}", "/app/approvals")
    assert subjects(campus, ada) == [work]
    back = campus.approvals.give_back(ada, activity.id, mia.person_id, done.version, "More.")
    again = campus.works.hand_in(mia, activity.id, "I learned more.", back.version)
    campus.approvals.approve(ada, activity.id, mia.person_id, again.version)
    assert subjects(campus, ada) == [work, work]
    assert campus.told(mia)[1:] == [
        "Your mentor read what you handed in and asks for more.",
        "Your mentor approved what you handed in.",
    ]
    assert subjects(campus, mia) == [("", "/app/activities")] * 2


def test_planned_meetings(campus, mia, ada):
    match = campus.match(mia, ada)
    time = datetime(2026, 3, 3, 15, 0)  # noqa: DTZ001 - as somebody writes it
    planned = campus.appointments.propose(ada, match.id, [time], 45, "")
    campus.appointments.choose(mia, planned.id, time.replace(tzinfo=UTC))
    campus.clock.advance(hours=12)
    AppointmentReminders(campus.storage, campus.clock, campus.entropy).remind_appointments()
    expected = f"appointment:{planned.id}"
    assert [subject for subject, _ in subjects(campus, mia)] == [expected, expected]
    assert [subject for subject, _ in subjects(campus, ada)] == [expected, expected]


def test_pulses(campus, mia, ada):
    campus.set_program(pulse_days=14)
    campus.match(mia, ada)
    campus.clock.advance(days=15)
    PulseAsking(campus.storage, campus.clock, campus.entropy).ask_pulses()
    for actor in (mia, ada):
        (waiting,) = campus.pulses.waiting(actor)
        ((subject, _),) = subjects(campus, actor)
        assert subject == f"pulse:{waiting.pulse.id}"
