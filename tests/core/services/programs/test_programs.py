import pytest

from core.domain.program import Role
from core.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError


def test_the_overview_counts_and_finds_who_waits(campus):
    teacher = campus.person("Tess", manages=True)
    mia, ada = campus.mentee("Mia"), campus.mentor("Ada")
    campus.mentee("Ben")
    campus.participations.update(campus.mentee("Cem"), Role.MENTEE, paused=True)
    campus.requests.ask(mia, ada.person_id)
    overview = campus.programs.overview(teacher)
    assert overview.program == campus.program
    assert [(p.person.name, p.open_matches) for p in overview.participants] == [
        ("Ben", 0),
        ("Cem", 0),
        ("Mia", 1),
        ("Ada", 1),
    ]
    assert [p.name for p in overview.waiting] == ["Ben"]
    assert [v.mentee.name for v in overview.matches] == ["Mia"]


def test_only_managers_see_the_overview(campus):
    with pytest.raises(ForbiddenError):
        campus.programs.overview(campus.mentee())
    seen_by_admin = campus.programs.overview(campus.person("Admin", administers=True))
    assert [p.name for p in seen_by_admin.waiting] == ["Mia"]
    with pytest.raises(NotFoundError):
        campus.programs.overview(campus.person("Tess", manages=True, program_id=None))


def test_starting_a_programme_is_for_teachers_of_a_course_without_one(campus):
    with pytest.raises(ForbiddenError):
        campus.programs.start(campus.mentee(), "Mine")
    teacher = campus.person("Tess", manages=True)
    with pytest.raises(ConflictError, match="has a programme already"):
        campus.programs.start(teacher, "Again")
    outside = campus.person("Out", manages=True, registration_id=None, program_id=None)
    assert campus.programs.course(outside) is None
    assert campus.programs.current(outside) is None
    with pytest.raises(ConflictError, match="from a course"):
        campus.programs.start(outside, "Nowhere")


@pytest.mark.parametrize(
    ("name", "description", "field"),
    [
        ("A\x00", "", "name"),
        ("Fine", "\ud83d", "description"),
        ("  ", "", "name"),
        ("x" * 121, "", "name"),
        ("Fine", "y" * 2001, "description"),
    ],
)
def test_a_programme_needs_a_sensible_name(campus, name, description, field):
    with pytest.raises(InvalidInputError) as refused:
        campus.programs.start(campus.person("Tess", manages=True), name, description)
    assert set(refused.value.fields) == {field}


def test_all_programmes_are_for_administrators_of_the_lms(campus):
    admin = campus.person("Adm", administers=True)
    assert campus.programs.all(admin) == [campus.program]
    with pytest.raises(ForbiddenError):
        campus.programs.all(campus.person("Tess", manages=True))
