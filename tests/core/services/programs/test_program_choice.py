"""Programmes of people who come from no course."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from core.domain.program import Program, Role
from core.errors import ForbiddenError, InvalidInputError, NotFoundError
from core.services.administration.sessions import Sessions
from core.services.programs.program_choice import ProgramChoice
from core.services.programs.program_staff import ProgramStaff

NOWHERE = {"program_id": None, "registration_id": None, "context_id": None}


@pytest.fixture
def choice(campus):
    return ProgramChoice(campus.storage)


@pytest.fixture
def staff(campus):
    return ProgramStaff(campus.storage, campus.clock, campus.entropy)


@pytest.fixture
def somebody(campus):
    return campus.person("Mia", **NOWHERE)


@pytest.fixture
def administrator(campus):
    return campus.person("Ada", configures=True, **NOWHERE)


@pytest.fixture
def program(campus):
    """Make a programme."""

    def make(name, **values):
        made = Program(
            id=campus.entropy.uuid(),
            organization_id=campus.organization.id,
            name=name,
            created_at=campus.clock.now(),
            **values,
        )
        with campus.storage.tenant(campus.organization.id) as work:
            work.programs.save(made)
        return made

    return make


def audited(campus):
    with campus.storage.tenant(campus.organization.id) as work:
        return [(one.deed, one.by, str(one.sentence)) for one in work.audit.page(None, 20)]


class TestChoosing:
    def test_what_is_open_and_what_is_theirs(self, campus, choice, staff, somebody, program):
        opened, managed = program("Open", open_to_all=True), program("Managed")
        program("Closed")
        staff.appoint(campus.person("Boss", configures=True), managed.id, somebody.person_id)
        campus.participations.join(replace(somebody, program_id=campus.program.id), Role.MENTEE)
        assert choice.of(somebody) == [managed, opened, campus.program]

    def test_administrators_choose_among_all_as_managers(self, campus, choice, administrator):
        assert choice.of(administrator) == [campus.program]
        inside = choice.choose(administrator, campus.program.id)
        assert (inside.program_id, inside.manages) == (campus.program.id, True)

    def test_a_course_chooses_for_those_who_come_from_it(self, campus, choice, program):
        opened = program("Open", open_to_all=True)
        learner = campus.person("Lea")
        assert choice.of(learner) == []
        with pytest.raises(NotFoundError):
            choice.choose(learner, opened.id)

    def test_rights_are_those_in_the_programme_that_is_chosen(
        self, choice, staff, somebody, administrator, program
    ):
        one, other = program("One", open_to_all=True), program("Other", open_to_all=True)
        staff.appoint(administrator, one.id, somebody.person_id)
        manager = choice.choose(somebody, one.id)
        assert manager.manages
        assert not choice.choose(manager, other.id).manages

    def test_no_way_into_others(self, choice, somebody, program):
        for program_id in (program("Closed").id, uuid4()):
            with pytest.raises(NotFoundError, match="no such programme for you"):
                choice.choose(somebody, program_id)


class TestEntering:
    def test_the_only_one_they_are_in(self, campus, choice, somebody, program):
        program("Open", open_to_all=True)
        assert choice.enter(somebody) == somebody.__class__(
            organization_id=somebody.organization_id,
            person_id=somebody.person_id,
            program_id=choice.of(somebody)[0].id,
        )
        campus.participations.join(replace(somebody, program_id=campus.program.id), Role.MENTOR)
        assert choice.enter(somebody).program_id == campus.program.id

    def test_nobody_decides_between_several(self, campus, choice, staff, administrator, program):
        mine = program("Mine")
        both = campus.person("Bea", **NOWHERE)
        campus.participations.join(replace(both, program_id=campus.program.id), Role.MENTEE)
        staff.appoint(administrator, mine.id, both.person_id)
        assert choice.enter(both) == both
        assert choice.enter(campus.person("New", **NOWHERE)).program_id is None

    def test_the_programme_of_the_place_counts_if_they_may_be_in_it(
        self, choice, somebody, program
    ):
        opened, closed = program("Open", open_to_all=True), program("Closed")
        program("Also open", open_to_all=True)
        assert choice.enter(somebody, opened.id).program_id == opened.id
        assert choice.enter(somebody, closed.id).program_id is None


class TestStaff:
    def test_starting_one_without_a_course(self, campus, staff, administrator):
        made = staff.start(administrator, " Leadership ", " For all. ")
        assert (made.name, made.description, made.open_to_all) == ("Leadership", "For all.", True)
        assert [one.program for one in staff.all(administrator)] == [made, campus.program]
        told = "The programme “Leadership” was started outside courses."
        assert audited(campus) == [("program.started", administrator.person_id, told)]

    def test_a_name_is_needed_and_must_be_free(self, staff, administrator):
        for name in ("", "pEERS"):
            with pytest.raises(InvalidInputError) as error:
                staff.start(administrator, name)
            assert list(error.value.fields) == ["name"]

    def test_appointing_and_dismissing(self, campus, staff, administrator, somebody):
        where = campus.program.id
        staff.appoint(administrator, where, somebody.person_id)
        staff.appoint(administrator, where, somebody.person_id)
        assert [p.name for p in staff.get(administrator, where).managers] == ["Mia"]
        staff.dismiss(administrator, where, somebody.person_id)
        staff.dismiss(administrator, where, somebody.person_id)
        assert staff.get(administrator, where).managers == ()
        assert [deed for deed, _, _ in audited(campus)] == [
            "program.dismissed",
            "program.appointed",
        ]

    def test_rights_change_at_once(self, campus, staff, administrator, somebody):
        sessions = Sessions(campus.storage, campus.clock, campus.entropy, timedelta(hours=1))
        for change in (staff.appoint, staff.dismiss):
            token = sessions.open(somebody, "teams", "light", "en").token
            change(administrator, campus.program.id, somebody.person_id)
            assert sessions.find(token) is None

    def test_opening_to_all(self, campus, staff, choice, administrator, somebody):
        where = campus.program.id
        for opened in (True, True, False):
            staff.set_open(administrator, where, open_to_all=opened)
            assert bool(choice.of(somebody)) is opened
        assert len(audited(campus)) == 2

    def test_looking_for_managers(self, campus, staff, administrator, somebody):
        where = campus.program.id
        assert staff.look_for(administrator, where, " ") == []
        assert [p.id for p in staff.look_for(administrator, where, "mi")] == [somebody.person_id]
        staff.appoint(administrator, where, somebody.person_id)
        assert staff.look_for(administrator, where, "mi") == []

    def test_what_is_not_there(self, campus, staff, administrator, somebody):
        where, who = campus.program.id, somebody.person_id
        for call in (
            lambda: staff.get(administrator, uuid4()),
            lambda: staff.appoint(administrator, uuid4(), who),
            lambda: staff.appoint(administrator, where, uuid4()),
            lambda: staff.dismiss(administrator, uuid4(), who),
            lambda: staff.set_open(administrator, uuid4(), open_to_all=True),
        ):
            with pytest.raises(NotFoundError):
                call()

    def test_only_administrators_decide(self, campus, staff, somebody):
        where, who = campus.program.id, somebody.person_id
        for call in (
            lambda: staff.all(somebody),
            lambda: staff.look_for(somebody, where, "a"),
            lambda: staff.start(somebody, "Mine"),
            lambda: staff.appoint(somebody, where, who),
            lambda: staff.dismiss(somebody, where, who),
            lambda: staff.set_open(somebody, where, open_to_all=True),
        ):
            with pytest.raises(ForbiddenError):
                call()


def test_whoever_is_in_no_programme_is_told_to_choose_one(somebody):
    with pytest.raises(NotFoundError, match="Choose one first"):
        somebody.program()
    with pytest.raises(ForbiddenError, match="who manage this programme"):
        somebody.must_manage()
