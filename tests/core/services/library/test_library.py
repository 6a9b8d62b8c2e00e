"""Searching the catalogue."""

from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest

from core.domain.course import Course
from core.domain.profile import TextEmbedding, TextKind, text_hash
from core.services.library.library import Library, LibraryQuery
from tests.core.services.campus import REGISTRATION
from tests.fakes.encoder import FakeEncoder


@pytest.fixture
def ada(platform):
    return platform.campus.person("Ada")


@pytest.fixture
def library(platform):
    return Library(platform.storage, FakeEncoder.model)


def titles(found):
    return [one.record.title for one in found.items]


def test_everything_comes_by_course_and_in_pages(platform, library, ada):
    platform.offers(*(f"Page {number:02}" for number in range(25)))
    platform.reads()
    first = library.search(ada, LibraryQuery())
    assert titles(first) == [f"Page {number:02}" for number in range(20)]
    assert (first.found, first.total, first.page, first.pages) == (25, 25, 1, 2)
    assert not first.fitted
    last = library.search(ada, LibraryQuery(page=99))
    assert (titles(last)[0], last.page) == ("Page 20", 2)
    assert library.search(ada, LibraryQuery(page=-1)).page == 1


def test_words_and_skills_are_searched(platform, library, ada):
    platform.offers("Joins in SQL", "Excel tables", "Welcome")
    platform.reads()
    assert titles(library.search(ada, LibraryQuery(text="TABLES"))) == ["Excel tables"]
    assert titles(library.search(ada, LibraryQuery(text="joins sql"))) == ["Joins in SQL"]
    by_alias = library.search(ada, LibraryQuery(skill="Structured query language"))
    assert titles(by_alias) == ["Joins in SQL"]
    none = library.search(ada, LibraryQuery(text="joins", skill="excel"))
    assert (titles(none), none.found, none.total, none.pages) == ([], 0, 3, 1)
    assert none.skills == ["excel", "sql"]


def test_what_fits_somebody_s_wishes_comes_first(platform, library, ada):
    platform.offers("A welcome", "Joins in SQL", "Not read yet")
    platform.reads()
    platform.encodes()
    wish = FakeEncoder().encode(["joins"]).astype("<f4")[0].tobytes()
    told = [
        TextEmbedding(
            person_id=ada.person_id,
            kind=kind,
            text_hash=text_hash(kind),
            model=FakeEncoder.model,
            vector=vector,
        )
        for kind, vector in (
            (TextKind.GOAL, wish),
            (TextKind.EXPERIENCE, np.ones(FakeEncoder.dimension, dtype="<f4").tobytes()),
        )
    ]
    with platform.tenant() as work:
        work.embeddings.replace(ada.person_id, FakeEncoder.model, told[1:])
    assert not library.search(ada, LibraryQuery()).fitted
    with platform.tenant() as work:
        work.embeddings.replace(ada.person_id, FakeEncoder.model, told)
    found = library.search(ada, LibraryQuery())
    assert found.fitted
    assert len({one.id for one in found.items}) == 3
    assert titles(found)[0] == "Joins in SQL"


class TestWhose:
    def test_resources_are_those_of_the_programme_s_lms(self, platform, library, ada):
        platform.offers("SQL")
        platform.reads()
        with platform.tenant() as work:
            for one in work.courses.of_program(platform.campus.program.id):
                work.courses.assign(one.registration_id, one.context_id, None)
        assert library.search(ada, LibraryQuery()).total == 1  # a programme without a course
        with platform.tenant() as work:
            teaches(work, platform, UUID(int=901))
        assert library.search(ada, LibraryQuery()).total == 0
        with platform.tenant() as work:
            teaches(work, platform, REGISTRATION)
        assert library.search(ada, LibraryQuery()).total == 1

    def test_nobody_without_a_programme_has_any(self, platform, library, ada):
        platform.offers("SQL")
        platform.reads()
        nowhere = replace(ada, program_id=None)
        assert library.search(nowhere, LibraryQuery()).total == 0


def teaches(work, platform, registration):
    course = Course(
        registration_id=registration,
        context_id="c-1",
        organization_id=platform.campus.organization.id,
    )
    work.courses.save(course)
    work.courses.assign(registration, "c-1", platform.campus.program.id)
