"""Which programme a course shows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.course import CourseRole, MemberStatus
from core.domain.program import Program, Role
from core.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from core.services.administration.sessions import Sessions
from core.services.courses.course_programs import CoursePrograms
from tests.core.services.courses.roster_campus import LEARNER, TEACHER, RosterCampus


@pytest.fixture
def place(campus):
    return RosterCampus(campus)


@pytest.fixture
def mapping(place):
    return CoursePrograms(place.storage, place.clock, place.campus.entropy)


@pytest.fixture
def nursing(place):
    """A programme of the same organization that another course shows."""
    made = Program(
        id=place.campus.entropy.uuid(),
        organization_id=place.id,
        name="Nursing",
        description="Wards",
        open_request_limit=5,
        default_capacity=4,
        created_at=place.clock.now() - timedelta(days=400),
    )
    with place.tenant() as work:
        work.programs.save(made)
        work.courses.save(replace(place.course, context_id="old", program_id=made.id))
    return made


def arrive(place, context_id, roles=TEACHER, subject="t", **course):
    told = replace(place.course, context_id=context_id, program_id=None, **course)
    return place.launch(subject, roles, course=told)


def program_of(place, context_id):
    with place.tenant() as work:
        return work.courses.get(place.registration.id, context_id).program_id


class TestCopies:
    def test_a_copied_course_starts_like_the_nearest_one(self, place, mapping, nursing):
        teacher = arrive(place, "new", history=("unknown", "old", "course-1"))
        assert mapping.options(teacher).model == nursing
        place.clock.advance(days=1)
        started = mapping.start_like(teacher, nursing.id)
        assert started == replace(nursing, id=started.id, created_at=place.clock.now())
        assert started.id != nursing.id
        assert program_of(place, "new") == started.id
        with place.tenant() as work:
            assert work.participations.of_program(started.id) == []
        assert place.storage.jobs[-1]["arguments"]["context_id"] == "new"

    def test_it_starts_once_and_only_like_its_own_origin(self, place, mapping, nursing):
        teacher = arrive(place, "new", history=("old",))
        with pytest.raises(NotFoundError):
            mapping.start_like(teacher, place.campus.program.id)
        mapping.start_like(teacher, nursing.id)
        assert mapping.options(teacher).model is None
        with pytest.raises(ConflictError):
            mapping.start_like(teacher, nursing.id)

    def test_a_course_of_its_own_has_no_model(self, place, mapping, nursing):
        teacher = arrive(place, "new")
        assert mapping.options(teacher).model is None
        with pytest.raises(NotFoundError):
            mapping.start_like(teacher, nursing.id)


class TestChoices:
    def choices(self, mapping, actor):
        return [program.name for program in mapping.options(actor).choices]

    def test_a_teacher_chooses_among_the_courses_they_teach(self, place, mapping, nursing):
        teacher = arrive(place, "new")
        assert self.choices(mapping, teacher) == []
        with pytest.raises(NotFoundError):
            mapping.connect(teacher, nursing.id)
        arrive(place, "old")
        assert self.choices(mapping, teacher) == ["Nursing"]
        mapping.connect(teacher, nursing.id)
        assert program_of(place, "new") == nursing.id
        assert self.choices(mapping, teacher) == []

    @pytest.mark.usefixtures("nursing")
    @pytest.mark.parametrize("change", [{"launch_roles": LEARNER}, {"status": MemberStatus.GONE}])
    def test_what_they_were_once_does_not_count(self, place, mapping, change):
        teacher = arrive(place, "new")
        arrive(place, "old")
        with place.tenant() as work:
            member = work.rosters.member(place.registration.id, "old", "t")
            work.rosters.save_launch(replace(member, **change))
        assert self.choices(mapping, teacher) == []

    @pytest.mark.usefixtures("nursing")
    def test_administrators_of_the_lms_choose_among_all(self, place, mapping):
        actor = place.launch("a", course=replace(place.course, context_id="new", program_id=None))
        assert self.choices(mapping, replace(actor, administers=True)) == ["Nursing", "Peers"]

    def test_people_stay_where_they_take_part_and_sign_ins_follow(self, place, mapping, nursing):
        mia = place.campus.mentee()
        sessions = Sessions(place.storage, place.clock, place.campus.entropy, timedelta(hours=2))
        opened = sessions.open(mia, "lti", "auto", "en")
        teacher = replace(place.campus.person("Tess"), manages=True, administers=True)
        mapping.connect(teacher, nursing.id)
        assert sessions.find(opened.token).actor.program_id == nursing.id
        mapping.disconnect(teacher)
        mapping.disconnect(teacher)
        assert program_of(place, "course-1") is None
        assert sessions.find(opened.token).actor.program_id is None
        assert place.participation(mia, Role.MENTEE) is not None


class TestWhoMay:
    def test_only_teachers_of_a_course(self, place, mapping, nursing):
        deeds = (
            mapping.options,
            mapping.disconnect,
            lambda actor: mapping.connect(actor, nursing.id),
            lambda actor: mapping.start_like(actor, nursing.id),
        )
        tess = place.campus.person("Tess", manages=True)
        for deed in deeds:
            with pytest.raises(ForbiddenError):
                deed(place.campus.mentee())
            for nowhere in ({"context_id": None}, {"context_id": "nowhere"}):
                with pytest.raises(NotFoundError, match="from a course"):
                    deed(replace(tess, **nowhere))


class TestChangingAProgramme:
    def test_name_and_limits(self, place):
        tess = place.campus.person("Tess", manages=True)
        changed = place.campus.programs.change(
            tess,
            " New name ",
            " For all ",
            {"open_request_limit": 5, "default_capacity": 3, "response_days": 14},
            reminders=False,
        )
        assert place.campus.programs.current(tess) == changed
        told = (changed.name, changed.description, changed.open_request_limit)
        assert told == ("New name", "For all", 5)
        assert (changed.response_days, changed.reminders) == (14, False)
        assert changed.mentor_request_limit == place.campus.program.mentor_request_limit
        kept = place.campus.programs.change(tess, "New name", "", {})
        assert (kept.response_days, kept.reminders) == (14, False)
        assert changed.id == place.campus.program.id
        ada = place.campus.person("Ada")
        assert place.campus.participations.join(ada, Role.MENTOR).capacity == 3

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            (("", "", {}), "name"),
            (("Fine", "y" * 2001, {}), "description"),
            (("Fine", "", {"open_request_limit": 0}), "open_request_limit"),
            (("Fine", "", {"default_capacity": 21}), "default_capacity"),
            (("Fine", "", {"response_days": 15}), "response_days"),
            (("Fine", "", {"mentors_per_mentee": 6}), "mentors_per_mentee"),
        ],
    )
    def test_nothing_impossible(self, place, told, field):
        tess = place.campus.person("Tess", manages=True)
        with pytest.raises(InvalidInputError) as refused:
            place.campus.programs.change(tess, *told)
        assert set(refused.value.fields) == {field}

    def test_only_by_its_managers(self, place):
        with pytest.raises(ForbiddenError):
            place.campus.programs.change(place.campus.mentee(), "Mine", "", {})

    def test_starting_one_has_the_roster_read(self, place):
        teacher = arrive(place, "new", roles=frozenset({CourseRole.TEACHER}))
        place.campus.programs.start(teacher, "New")
        (job,) = place.storage.jobs
        assert (job["arguments"]["trigger"], job["urgent"]) == ("hand", True)
