from dataclasses import replace

import pytest

from core.domain.activity import ActivityKind, WorkState
from core.domain.course import Course
from core.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from core.services.activities.activities import Link, activity_of
from core.services.activities.activity_plans import ActivityPlan, parameters

PLAN = ActivityPlan(
    kind=ActivityKind.MEETINGS, title="  Meet  often ", instructions="Talk.\n", target=3, points=10
)
LINK = Link(id="link-1", title="Renamed in the LMS", description="Shortened")


@pytest.fixture
def chosen(campus):
    (made,) = campus.activities.choose(campus.teacher(), [PLAN])
    return made


def test_a_chosen_activity_is_known_when_its_link_is_opened(campus, chosen):
    assert (chosen.title, chosen.instructions, chosen.origin_id) == (
        "Meet often",
        "Talk.",
        chosen.id,
    )
    opened = campus.activities.opened(campus.mentee(), parameters(chosen), LINK)
    assert opened == replace(chosen, link_id="link-1")
    again = campus.activities.opened(campus.mentee("Ben"), parameters(chosen), LINK)
    assert again == opened


def test_only_teachers_choose_and_only_for_a_course(campus):
    with pytest.raises(ForbiddenError):
        campus.activities.choose(campus.mentee(), [PLAN])
    with pytest.raises(NotFoundError, match="from your course"):
        campus.activities.choose(campus.person("Tess", manages=True, context_id=None), [PLAN])
    with pytest.raises(InvalidInputError):
        campus.activities.choose(campus.teacher(), [replace(PLAN, title=" ")])


@pytest.fixture
def copied_course(campus, chosen):
    """Somebody in a course that was copied from the first one."""
    with campus.storage.tenant(campus.organization.id) as work:
        work.courses.save(
            Course(
                registration_id=chosen.registration_id,
                context_id="course-2",
                organization_id=campus.organization.id,
                program_id=campus.program.id,
            )
        )
    return lambda actor: replace(actor, context_id="course-2")


def test_a_copied_course_gets_its_own_copy_without_anybodys_work(campus, chosen, copied_course):
    mia = campus.in_course(campus.mentee())
    campus.meetings.confirm(
        (ada := campus.mentor()),
        campus.meetings.log(mia, campus.match(mia, ada).id, campus.clock.now().date(), 30).id,
    )
    campus.activities.opened(mia, parameters(chosen), LINK)
    assert campus.work(chosen, mia).progress == 1

    copy = campus.activities.opened(
        copied_course(campus.person("Zoe")), parameters(chosen), replace(LINK, id="link-2")
    )

    assert (copy.id != chosen.id, copy.origin_id) == (True, chosen.id)
    assert (copy.context_id, copy.link_id) == ("course-2", "link-2")
    assert (copy.title, copy.instructions) == ("Renamed in the LMS", "Talk.")
    assert (copy.kind, copy.target, copy.points) == (chosen.kind, 3, 10.0)
    with campus.storage.tenant(campus.organization.id) as work:
        assert work.works.of_activities([copy.id]) == []
    again = campus.activities.opened(
        copied_course(campus.person("Yan")), parameters(chosen), replace(LINK, id="link-2")
    )
    assert again == copy


def test_an_activity_from_another_lms_is_made_from_what_the_link_tells(campus):
    told = {"activity": "00000000-0000-0000-0000-0000000000ff", "kind": "reflection"}
    made = campus.activities.opened(campus.mentee(), told, LINK)
    assert (made.title, made.instructions) == ("Renamed in the LMS", "Shortened")
    assert (made.kind, made.target, made.points) == (ActivityKind.REFLECTION, 1, None)
    with pytest.raises(NotFoundError, match="choose the activity again"):
        campus.activities.opened(campus.mentee(), {**told, "activity": "x"}, LINK)
    outside = campus.person("Out", registration_id=None, context_id=None)
    with pytest.raises(NotFoundError, match="from your course"):
        campus.activities.opened(outside, told, LINK)


def test_two_who_open_a_copy_at_once_get_the_same(campus, chosen, copied_course, monkeypatch):
    mia, ben = (copied_course(campus.person(name)) for name in ("Mia", "Ben"))
    first = campus.activities.opened(mia, parameters(chosen), LINK)
    service = campus.activities
    looks = iter([None])

    def not_there_yet(work, actor, origin_id):
        found = work.activities.in_course(actor.registration_id, actor.context_id, origin_id)
        return next(looks, found)

    monkeypatch.setattr("core.services.activities.activities._own_copy", not_there_yet)
    assert service.opened(ben, parameters(chosen), LINK) == first


def test_a_review_finds_its_activity_by_parameters_or_by_link(campus, chosen):
    teacher = campus.teacher()
    assert campus.activities.reviewed(teacher, parameters(chosen), LINK).id == chosen.id
    campus.activities.opened(teacher, parameters(chosen), LINK)
    assert campus.activities.reviewed(teacher, {}, LINK).id == chosen.id
    assert campus.activities.found(campus.mentee(), {}, LINK).id == chosen.id
    with pytest.raises(NotFoundError, match="belongs to no mentoring activity"):
        campus.activities.reviewed(teacher, {}, Link(id=""))
    with pytest.raises(ForbiddenError):
        campus.activities.reviewed(campus.mentee(), parameters(chosen), LINK)


def test_opening_measures_what_happened_before(campus, chosen):
    mia, ada = campus.in_course(campus.mentee()), campus.mentor()
    match = campus.match(mia, ada)
    with campus.storage.tenant(campus.organization.id) as work:
        work.courses.assign(chosen.registration_id, chosen.context_id, None)
    meeting = campus.meetings.log(mia, match.id, campus.clock.now().date(), 30)
    campus.meetings.confirm(ada, meeting.id)
    assert campus.work(chosen, mia) is None  # the course showed another programme meanwhile
    with campus.storage.tenant(campus.organization.id) as work:
        work.courses.assign(chosen.registration_id, chosen.context_id, campus.program.id)
    campus.activities.opened(mia, parameters(chosen), LINK)
    done = campus.work(chosen, mia)
    assert (done.state, done.progress, done.match_id) == (WorkState.OPEN, 1, match.id)


def test_only_activities_of_ones_course_or_programme_are_seen(campus, chosen):
    mia = campus.mentee()
    elsewhere = replace(mia, context_id="course-9")
    outside = replace(mia, registration_id=None, context_id=None)
    nowhere = replace(outside, program_id=None)
    with campus.storage.tenant(campus.organization.id) as work:
        assert activity_of(work, mia, chosen.id) == chosen
        assert activity_of(work, outside, chosen.id) == chosen
        for actor in (elsewhere, nowhere):
            with pytest.raises(NotFoundError):
                activity_of(work, actor, chosen.id)


def test_a_conflict_in_storage_is_not_hidden(campus, chosen):
    with campus.storage.tenant(campus.organization.id) as work, pytest.raises(ConflictError):
        work.activities.save(replace(chosen, id=chosen.organization_id))
