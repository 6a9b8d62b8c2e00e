from datetime import timedelta

import pytest

from core.domain.program import ProgramManager, Role
from core.services.programs.week import TELL_WEEK, ProgramWeek, Weeks


@pytest.fixture
def weeks(campus):
    return Weeks(campus.storage, campus.clock, campus.entropy)


@pytest.fixture
def boss(campus):
    boss = campus.person("Bo")
    with campus.storage.tenant(campus.organization.id) as work:
        work.program_managers.add(
            ProgramManager(
                organization_id=campus.organization.id,
                program_id=campus.program.id,
                person_id=boss.person_id,
                appointed_at=campus.clock.now(),
            )
        )
    return boss


def of(campus, weeks):
    return weeks.of(campus.organization.id, campus.program.id)


def tell(campus, weeks):
    weeks.tell_weeks()
    jobs = campus.storage.tables.table("jobs")
    for key, row in list(jobs.items()):
        if row["job"] == TELL_WEEK:
            weeks.tell_week(**jobs.pop(key)["arguments"])


def test_counts_what_managers_need_to_know(campus, weeks):
    mia, ada = campus.mentee(), campus.mentor(capacity=3)
    match = campus.match(mia, ada)
    campus.mentee("Waiting")
    campus.participations.update(campus.mentee("Paused"), Role.MENTEE, paused=True)
    campus.requests.ask(campus.mentee("Asking"), ada.person_id)
    assert of(campus, weeks) == ProgramWeek(matches=1, met=0, unanswered=1, waiting=1, quiet=0)
    meeting = campus.meetings.log(mia, match.id, campus.clock.now().date(), 30)
    assert of(campus, weeks).met == 0
    campus.meetings.confirm(ada, meeting.id)
    assert of(campus, weeks).met == 1
    campus.clock.advance(days=7)
    assert (of(campus, weeks).met, of(campus, weeks).quiet) == (0, 0)
    campus.clock.advance(days=21)
    assert of(campus, weeks).quiet == 1


def test_managers_get_one_digest(campus, weeks, boss):
    tell(campus, weeks)
    assert campus.news(boss) == []  # nothing goes on, so there is nothing to tell
    campus.match(campus.mentee(), campus.mentor())
    tell(campus, weeks)
    (told,) = campus.news(boss)
    assert told.startswith("The week in")
    assert "0 quiet pairs" in told


def test_a_quiet_pair_is_nudged_twice_and_then_left_in_peace(campus, weeks):
    mia, ada = campus.mentee(), campus.mentor()
    campus.match(mia, ada)
    nudged = []
    for week in range(12):
        before = len(campus.news(mia))
        tell(campus, weeks)
        if len(campus.news(mia)) > before:
            nudged.append(week)
        campus.clock.advance(days=7)
    assert nudged == [4, 8]
    assert campus.news(ada)[0].startswith("You two have not met for a while")


def test_who_has_planned_a_meeting_or_paused_is_not_nudged(campus, weeks):
    mia, ada = campus.mentee(), campus.mentor(capacity=2)
    match = campus.match(mia, ada)
    paused = campus.mentee("Paused")
    campus.match(paused, ada)
    campus.participations.update(paused, Role.MENTEE, paused=True)
    campus.clock.advance(days=28)
    made = campus.appointments.propose(ada, match.id, [campus.clock.now() + timedelta(days=1)], 30)
    campus.appointments.choose(mia, made.id, made.times[0])
    before = campus.news(paused), len(campus.news(mia))
    tell(campus, weeks)
    assert (campus.news(paused), len(campus.news(mia))) == before


def test_a_programme_that_is_gone_is_nobodys_week(campus, weeks):
    weeks.tell_week(str(campus.organization.id), str(campus.entropy.uuid()))
