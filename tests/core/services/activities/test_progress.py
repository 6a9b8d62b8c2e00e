"""Onboarding, finding a mentor and meeting count by themselves."""

import pytest

from core.domain.activity import ActivityKind, WorkState
from core.domain.match import EndReason, MatchState
from core.domain.profile import Profile
from core.domain.program import Role

READY = {"goals": ("Grow",)}


@pytest.fixture
def onboarding(campus):
    return campus.activity(ActivityKind.ONBOARDING)


@pytest.fixture
def find_mentor(campus):
    return campus.activity(ActivityKind.FIND_MENTOR)


def save_profile(campus, actor, **values):
    campus.profiles.save(actor, Profile(person_id=actor.person_id, **values))


def meet(campus, mentee, mentor, match, days_ago=0):
    campus.clock.advance(days=1)
    met = campus.meetings.log(mentee, match.id, campus.clock.now().date(), 30)
    campus.meetings.confirm(mentor, met.id)


def test_onboarding_is_done_once_somebody_joined_and_described_themselves(campus, onboarding):
    mia = campus.in_course(campus.person("Mia"))
    save_profile(campus, mia, **READY)
    assert campus.work(onboarding, mia) is None
    campus.participations.join(mia, Role.MENTEE)
    done = campus.work(onboarding, mia)
    assert (done.state, done.progress, done.match_id) == (WorkState.DONE, 1, None)
    save_profile(campus, mia)
    assert campus.work(onboarding, mia) == done
    assert campus.scorekeeper.told == [("onboarding", mia.person_id, 1.0)]


def test_mentors_are_onboarded_by_what_they_offer(campus, onboarding):
    ada = campus.in_course(campus.mentor())
    save_profile(campus, ada, **READY)
    assert campus.work(onboarding, ada) is None
    save_profile(campus, ada, skills_offered=("Rust",))
    assert campus.work(onboarding, ada).state is WorkState.DONE


def test_a_mentor_is_found_when_one_accepts(campus, find_mentor):
    mia, ada = campus.in_course(campus.mentee()), campus.in_course(campus.mentor())
    asked = campus.requests.ask(mia, ada.person_id)
    assert campus.work(find_mentor, mia) is None
    campus.requests.accept(ada, asked.id)
    done = campus.work(find_mentor, mia)
    assert (done.state, done.match_id) == (WorkState.DONE, asked.id)
    assert campus.work(find_mentor, ada) is None
    campus.requests.end(ada, asked.id)
    assert campus.work(find_mentor, mia) == done


def test_a_completed_match_is_a_mentor_found(campus, find_mentor):
    mia, ada = campus.mentee(), campus.mentor()
    match = campus.match(mia, ada)
    with campus.storage.tenant(campus.organization.id) as work:
        active = match.moved(MatchState.ACTIVE, campus.clock.now())
        work.matches.update(active)
        work.matches.update(active.moved(MatchState.COMPLETED, campus.clock.now()))
    save_profile(campus, campus.in_course(mia))
    assert campus.work(find_mentor, mia).match_id == match.id


def test_meetings_count_until_their_target(campus):
    two = campus.activity(ActivityKind.MEETINGS, target=2)
    mia, ada = campus.in_course(campus.mentee()), campus.mentor()
    match = campus.match(mia, ada)
    shares = []
    for _ in range(3):
        meet(campus, mia, ada, match)
        shares.append(campus.work(two, mia))
    assert [(w.state, w.progress) for w in shares] == [
        (WorkState.OPEN, 1),
        (WorkState.DONE, 2),
        (WorkState.DONE, 2),
    ]
    assert campus.scorekeeper.told == [
        ("meetings", mia.person_id, 0.5),
        ("meetings", mia.person_id, 1.0),
    ]


def test_meetings_with_an_earlier_mentor_count_on(campus):
    two = campus.activity(ActivityKind.MEETINGS, target=2)
    mia, ada, eve = campus.in_course(campus.mentee()), campus.mentor(), campus.mentor("Eve")
    first = campus.match(mia, ada)
    meet(campus, mia, ada, first)
    ended = campus.requests.end(mia, first.id)
    assert ended.end_reason is EndReason.LEFT
    meet(campus, mia, eve, campus.match(mia, eve))
    assert campus.work(two, mia).state is WorkState.DONE


def test_only_activities_of_courses_a_person_is_in_are_measured(campus, onboarding):
    mia = campus.mentee()
    save_profile(campus, mia, **READY)
    assert campus.work(onboarding, mia) is None
    save_profile(campus, campus.in_course(mia), **READY)
    assert campus.work(onboarding, mia).state is WorkState.DONE
