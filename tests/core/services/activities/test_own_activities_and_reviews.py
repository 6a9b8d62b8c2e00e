from dataclasses import replace

import pytest

from core.domain.activity import ActivityKind
from core.domain.course import CourseRole, MemberStatus
from core.domain.profile import Profile
from core.domain.program import Role
from core.domain.score import Score
from core.errors import ForbiddenError, NotFoundError
from core.services.activities.activity_plans import ActivityPlan
from core.services.activities.own_activities import NextStep
from core.services.activities.work import NOT_BEGUN

KINDS = list(ActivityKind)


@pytest.fixture
def six(campus):
    """One activity of each kind."""
    return {kind: campus.activity(kind) for kind in KINDS}


def steps(campus, actor):
    return {own.activity.kind: own.next for own in campus.own_activities.all(actor)}


def everything(step):
    return dict.fromkeys(KINDS, step)


def test_what_is_next_changes_on_the_way(campus, six):
    mia, ada = campus.in_course(campus.person("Mia")), campus.mentor()
    early = replace(mia, program_id=None)
    assert steps(campus, early) == everything(NextStep.WAIT_FOR_PROGRAMME)
    assert steps(campus, mia) == everything(NextStep.JOIN)
    campus.participations.join(mia, Role.MENTEE)
    joined = everything(NextStep.DESCRIBE) | {ActivityKind.PATH_STEP: NextStep.TICK_OFF}
    assert steps(campus, mia) == joined
    campus.profiles.save(mia, Profile(person_id=mia.person_id, goals=("Grow",)))
    described = everything(NextStep.FIND_MENTOR) | {
        ActivityKind.ONBOARDING: NextStep.NOTHING,
        ActivityKind.PATH_STEP: NextStep.TICK_OFF,
    }
    assert steps(campus, mia) == described
    asked = campus.requests.ask(mia, ada.person_id)
    assert steps(campus, mia)[ActivityKind.MEETINGS] is NextStep.AWAIT_MENTOR
    campus.requests.accept(ada, asked.id)
    writing = dict.fromkeys((ActivityKind.MILESTONE, ActivityKind.REFLECTION), NextStep.WRITE)
    matched = {
        **described,
        **writing,
        ActivityKind.FIND_MENTOR: NextStep.NOTHING,
        ActivityKind.MEETINGS: NextStep.MEET,
    }
    assert steps(campus, mia) == matched
    milestone = six[ActivityKind.MILESTONE]
    campus.works.hand_in(mia, milestone.id, "Reached.", NOT_BEGUN)
    campus.works.mark_done(mia, six[ActivityKind.PATH_STEP].id)
    one = campus.own_activities.one(mia, milestone.id)
    assert (one.next, one.done, one.share) == (NextStep.AWAIT_APPROVAL, False, 0.0)
    assert [(key, mentor.name) for key, mentor in one.mentors] == [(asked.id, "Ada")]
    assert campus.own_activities.one(mia, six[ActivityKind.PATH_STEP].id).done


def test_mentors_have_onboarding_and_no_more(campus, six):
    asks = steps(campus, campus.mentor())
    onboarding = asks.pop(ActivityKind.ONBOARDING)
    assert (onboarding, set(asks.values())) == (NextStep.DESCRIBE, {NextStep.JOIN})


def test_an_activity_is_offered_from_its_first_opening(campus):
    mia = campus.mentee()
    assert not campus.own_activities.offered(mia)
    (made,) = campus.activities.choose(
        campus.teacher(), [ActivityPlan(kind=ActivityKind.PATH_STEP, title="Read")]
    )
    assert not campus.own_activities.offered(mia)
    assert campus.own_activities.all(mia) == []
    with campus.storage.tenant(campus.organization.id) as work:
        work.activities.linked(made.id, "link")
    assert campus.own_activities.offered(mia)
    with pytest.raises(NotFoundError):
        campus.own_activities.one(mia, campus.program.id)


@pytest.fixture
def reflection(campus):
    return campus.activity(ActivityKind.REFLECTION)


def test_teachers_see_figures_and_a_roll_without_texts(campus, reflection):
    people = {
        name: campus.in_course(campus.mentee(name)) for name in ("open", "waiting", "back", "done")
    }
    ada = campus.mentor(capacity=9)
    for name, mentee in people.items():
        campus.match(mentee, ada)
        if name == "open":
            campus.works.keep(mentee, reflection.id, "Draft", NOT_BEGUN)
        else:
            campus.works.hand_in(mentee, reflection.id, "Text", NOT_BEGUN)
    campus.approvals.give_back(ada, reflection.id, people["back"].person_id, 1, "More")
    campus.approvals.approve(ada, reflection.id, people["done"].person_id, 1)
    campus.in_course(campus.mentee("idle"))
    campus.in_course(campus.person("not taking part"))
    campus.in_course(campus.mentee("teacher too"), CourseRole.TEACHER)
    with campus.storage.tenant(campus.organization.id) as work:
        (gone,) = work.rosters.of_person(campus.in_course(campus.mentee("gone")).person_id)
        work.rosters.save_launch(replace(gone, status=MemberStatus.GONE))

    [figures] = campus.reviews.overview(campus.teacher())
    assert figures.activity.id == reflection.id
    assert (figures.learners, figures.begun, figures.waiting) == (5, 1, 1)
    assert (figures.returned, figures.done) == (1, 1)
    roll = campus.reviews.roll(campus.teacher(), reflection.id)
    assert [(row.person.name, row.share) for row in roll.learners] == [
        ("back", 0.0),
        ("done", 1.0),
        ("idle", 0.0),
        ("open", 0.0),
        ("waiting", 0.0),
    ]
    assert campus.reviews.overview(replace(campus.teacher(), program_id=None))[0].learners == 0


def test_a_review_shows_what_was_handed_in_and_no_draft(campus, reflection):
    mia, ada = campus.in_course(campus.mentee()), campus.mentor()
    teacher, match = campus.teacher(), campus.match(mia, ada)
    subject = f"sub-{mia.person_id.int}"
    draft = campus.works.keep(mia, reflection.id, "Not yet", NOT_BEGUN)
    assert campus.reviews.one(teacher, reflection.id, subject).text == ""
    handed_in = campus.works.hand_in(mia, reflection.id, "I learned.", draft.version)
    met = campus.meetings.log(mia, match.id, campus.clock.now().date(), 30)
    campus.meetings.confirm(ada, met.id)
    with campus.storage.tenant(campus.organization.id) as work:
        score = work.scores.add(
            Score(
                activity_id=reflection.id,
                organization_id=campus.organization.id,
                person_id=mia.person_id,
                subject=subject,
                given=5,
                maximum=10,
                updated_at=campus.clock.now(),
            )
        )
    review = campus.reviews.one(teacher, reflection.id, subject)
    assert (review.text, review.meetings) == ("I learned.", 1)
    assert (review.learner.person.name, review.learner.score) == ("Mia", score)
    campus.approvals.give_back(ada, reflection.id, mia.person_id, handed_in.version, "More")
    assert campus.reviews.one(teacher, reflection.id, subject).text == ""
    nowhere = replace(teacher, program_id=None)
    assert campus.reviews.one(nowhere, reflection.id, subject).meetings == 0


def test_reviews_are_for_teachers_of_the_course(campus, reflection):
    mia = campus.in_course(campus.mentee())
    subject = f"sub-{mia.person_id.int}"
    for call in (
        campus.reviews.overview,
        lambda actor: campus.reviews.roll(actor, reflection.id),
        lambda actor: campus.reviews.one(actor, reflection.id, subject),
    ):
        with pytest.raises(ForbiddenError):
            call(mia)
    elsewhere = replace(campus.teacher(), context_id="course-9")
    with pytest.raises(NotFoundError):
        campus.reviews.one(elsewhere, reflection.id, subject)
    with pytest.raises(NotFoundError, match="has not opened Mentoring"):
        campus.reviews.one(campus.teacher(), reflection.id, "sub-unknown")
    outside = replace(campus.teacher(), registration_id=None, context_id=None)
    assert campus.reviews.roll(outside, reflection.id).learners == ()
