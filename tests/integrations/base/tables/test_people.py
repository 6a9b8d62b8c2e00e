"""The people of a file, page by page; stopped anywhere and continued, it is the same."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InvalidInputError
from core.ports.connectors import CursorExpiredError
from core.services.files.directory_cells import DayOrder
from integrations.base.tables import people
from integrations.base.tables.people import PeopleTable, columns_of

TODAY = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def short_pages(monkeypatch):
    monkeypatch.setattr(people, "PAGE_ROWS", 3)


def table(text, **columns):
    return PeopleTable(text.encode(), columns, DayOrder.DAY_FIRST, TODAY)


def keys(pages):
    return [[record.key for record in page.upserts] for page in pages]


class TestPages:
    TEXT = "id,name\n" + "".join(f"{number},Person {number}\n" for number in range(1, 9))

    def test_every_page_is_full_but_the_last(self):
        pages = list(table(self.TEXT).pages())
        assert keys(pages) == [["1", "2", "3"], ["4", "5", "6"], ["7", "8"]]
        assert [page.last for page in pages] == [False, False, True]
        assert pages[-1].next_cursor is None

    def test_nobody_is_a_last_page_too(self):
        (page,) = table("id,name\n").pages()
        assert (page.upserts, page.last) == ([], True)

    def test_another_file_is_read_from_its_beginning(self):
        first = next(table(self.TEXT).pages())
        with pytest.raises(CursorExpiredError):
            next(table(self.TEXT + "9,Person 9\n").pages(first.next_cursor))
        with pytest.raises(CursorExpiredError):
            next(table(self.TEXT).pages({**first.next_cursor, "version": 0}))

    def test_rows_above_the_header_are_nobody(self):
        text = "All people\n2026-03-01,\n" + self.TEXT
        assert keys(table(text).pages())[0] == ["1", "2", "3"]


class TestBadRows:
    def test_have_their_place_and_their_key(self):
        (page,) = table("id,name,mail\n1,Ada,?\n,Ben,\n" + "x" * 301 + ",Cy,\n").pages()
        assert [(bad.key, bad.place) for bad in page.bad] == [
            ("1", "row 2"),
            ("", "row 3"),
            ("", "row 4"),
        ]
        assert "no e-mail address" in str(page.bad[0].sentence)

    def test_rows_that_contradict_each_other_are_left_out_and_equal_ones_count_once(self):
        text = "id,name\n1,Ada\n2,Ben\n2,Ben\n1,Bob\n3,Cy\n2,Ben\n"
        pages = list(table(text).pages())
        assert keys(pages) == [["2"], ["3"]]
        assert [bad.place for page in pages for bad in page.bad] == ["row 2", "row 5"]

    def test_a_row_that_cannot_be_read_leaves_open_who_is_gone(self):
        pages = []
        with pytest.raises(InvalidInputError, match="Line 3 cannot be read"):
            pages.extend(table('id,name\n1,Ada\n2,"B"en\n3,Cy\n4,"Dee\n').pages())
        reading = table('id,name\n1,Ada\n2,"B"en\n3,Cy\n4,"Dee\n').pages()
        pages = [next(reading), next(reading)]
        assert keys(pages) == [["1", "3"], []]
        assert [bad.place for page in pages for bad in page.bad] == ["row 3", "row 5"]
        assert not any(page.last for page in pages)


class TestColumns:
    def test_those_of_the_file_and_what_they_may_mean(self):
        found = columns_of(b"Report;\nMail;Name;;Name\na@example.org;Ada;;\n", {})
        assert found.names == ["Mail", "Name"]
        assert found.suggested == {"email": "Mail", "name": "Name"}
        assert ("key", "Lasting id") in found.ours

    def test_nobody_can_be_read_without_an_id(self):
        with pytest.raises(InvalidInputError, match="lasting id"):
            table("Mail,Name\na@example.org,Ada\n")
        (page,) = table("Nr,Name\n7,Ada\n", key="Nr").pages()
        assert [(one.key, one.name) for one in page.upserts] == [("7", "")]

    def test_nothing_but_rows_that_cannot_be_read(self):
        with pytest.raises(InvalidInputError, match="is empty"):
            columns_of(b'"id', {})


ROWS = st.lists(
    st.tuples(st.sampled_from(["1", "2", "3", "4", "5", "", "6"]), st.sampled_from("ab?")),
    max_size=14,
)


@given(rows=ROWS, cut=st.integers(min_value=0, max_value=9))
def test_stopped_anywhere_and_continued_it_is_the_same(rows, cut):
    text = "id,name,mail\n" + "".join(
        f"{key},{name},{'?' if name == '?' else ''}\n" for key, name in rows
    )
    people.PAGE_ROWS = 3
    whole = list(table(text).pages())
    first = whole[: min(cut, len(whole) - 1)]
    cursor = first[-1].next_cursor if first else None
    assert first + list(table(text).pages(cursor)) == whole
    told = [record.key for page in whole for record in page.upserts]
    assert len(told) == len(set(told))
