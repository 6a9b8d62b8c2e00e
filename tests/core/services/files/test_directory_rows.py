"""Rows of HR exports become records, or say what is wrong without showing the cell."""

from datetime import date

import pytest

from core.domain.directory import DirectoryRecord, EmploymentStatus, EmploymentType
from core.errors import InvalidInputError
from core.services.files.directory_cells import DayOrder
from core.services.files.directory_rows import (
    Roll,
    Rows,
    header_of,
    header_row,
    titles_of,
)
from core.services.files.people_cells import CellError

TODAY = date(2026, 3, 1)


def rows_of(*titles, order=DayOrder.DAY_FIRST, file=(), **columns):
    header = header_of(titles, columns)
    roll = Roll(header)
    for row in file:
        roll.add(row)
    return Rows(header, order, TODAY, roll)


def told(title, cell, **options):
    return rows_of("id", title, **options).record(["7", cell])


def refused(rows, *cells):
    with pytest.raises(CellError) as caught:
        rows.record(cells)
    return str(caught.value.why)


class TestHeaders:
    def test_columns_and_their_fields(self):
        header = header_of(["Employee ID", " Shoe  size ", "Name"], {})
        assert header.titles == titles_of(["Employee ID", "Shoe size", "Name"])
        assert header.places == {"key": 0, "employee_number": 0, "name": 2}
        assert header.title("key") == "Employee ID"

    def test_an_e_mail_address_is_no_id(self):
        with pytest.raises(InvalidInputError, match=r"lasting id.*Found: Name, Mail"):
            header_of(["Name", "Mail", ""], {})

    def test_a_chosen_column_that_is_gone(self):
        with pytest.raises(InvalidInputError, match=r"no column “Team” any more.*Found: id, Squad"):
            header_of(["id", "Squad"], {"key": "id", "department": "Team"})

    def test_two_columns_of_one_name(self):
        with pytest.raises(InvalidInputError, match="Two columns are named “Name”"):
            header_of(["id", "Name", "name"], {})

    def test_columns_of_one_name_that_nobody_reads_do_not_matter(self):
        assert header_of(["id", "x", "x"], {}).places == {"key": 0}

    def test_the_row_that_names_the_columns_comes_after_a_title(self):
        rows = [["All people"], ["of", "March"], ["id", "name"], ["7", "Mara"]]
        assert header_row(rows, {}) == 2
        assert header_row([["Bericht"], ["Nr.", "Wer"]], {"key": "Nr."}) == 1
        assert header_row([["a"], ["b"]], {}) == 0


class TestRecords:
    def test_everything(self):
        columns = {
            "ID": "7",
            "External ID": "x-1",
            "Login": "mara",
            "Display name": "Mara Lindqvist",
            "First name": "Mara",
            "Last name": "Lindqvist",
            "Work e-mail": "mara@example.org",
            "Employee number": "00042",
            "Job title": "Engineer",
            "Department": "R&D",
            "Office": "Berlin",
            "Time zone": "Europe/Berlin",
            "Language": "Deutsch",
            "Worker type": "Part-time",
            "Status": "On leave",
            "Hire date": "2020-02-29T00:00:00+01:00",
            "Last day": "31.12.2027",
            "Manager ID": "3",
        }
        record = rows_of(*columns).record([*columns.values()])
        assert record == DirectoryRecord(
            key="7",
            external_id="x-1",
            user_name="mara",
            name="Mara Lindqvist",
            given_name="Mara",
            family_name="Lindqvist",
            email="mara@example.org",
            employee_number="00042",
            title="Engineer",
            department="R&D",
            work_location="Berlin",
            time_zone="Europe/Berlin",
            locale="de",
            employment_type=EmploymentType.PART_TIME,
            status=EmploymentStatus.ON_LEAVE,
            start_date=date(2020, 2, 29),
            end_date=date(2027, 12, 31),
            manager_key="3",
        )

    def test_a_short_row_and_empty_cells_say_nothing(self):
        rows = rows_of("id", "status", "email", "time zone", "title", "worker type")
        assert rows.record(["7"]) == DirectoryRecord(key="7")
        assert rows.record(["7", "", " ", "n/a", "-", "k. A."]) == DirectoryRecord(
            key="7", title="-"
        )

    def test_a_name_of_its_parts(self):
        rows = rows_of("id", "Vorname", "Nachname")
        assert rows.record(["7", "Mara", "Lindqvist"]).name == "Mara Lindqvist"
        assert rows.record(["7", "", "Lindqvist"]).name == "Lindqvist"
        assert refused(rows, "7", " ", "") == "The row has no name."

    def test_texts_are_one_line_of_composed_letters_that_a_database_can_keep(self):
        assert told("title", " Bü\u0000ro\n\ud800 leitung ").title == "Büro leitung"
        assert told("title", "'=Head").title == "=Head"

    def test_words_of_the_company_are_another_kind_of_employment(self):
        assert told("worker type", "Gig 3b").employment_type is EmploymentType.OTHER

    @pytest.mark.parametrize(
        ("cell", "order", "day"),
        [
            ("03/04/2026", DayOrder.DAY_FIRST, date(2026, 4, 3)),
            ("03/04/2026", DayOrder.MONTH_FIRST, date(2026, 3, 4)),
            ("3.4.2026", DayOrder.MONTH_FIRST, date(2026, 4, 3)),
            ("20260403", DayOrder.DAY_FIRST, date(2026, 4, 3)),
            ("2026/04/03", DayOrder.MONTH_FIRST, date(2026, 4, 3)),
        ],
    )
    def test_days(self, cell, order, day):
        assert told("hire date", cell, order=order).start_date == day

    @pytest.mark.parametrize(
        ("about", "title", "cell", "why"),
        [
            ("start_date", "Start", "12/31/2026", "no date such as"),
            ("start_date", "Start", "soon", "no date such as"),
            ("end_date", "End", "2026-02-30", "no date such as"),
            ("email", "Mail", "mara at example.org", "no e-mail address"),
            ("status", "Status", "on fire", "a status we do not know"),
            ("time_zone", "TZ", "Hamburg", "no time zone"),
            ("locale", "Language", "Klingon!", "no language"),
            ("title", "Title", "x" * 301, "more than 300 characters"),
        ],
    )
    def test_what_cannot_be_understood_is_said_without_the_cell(self, about, title, cell, why):
        rows = rows_of("id", title, **{about: title, "key": "id"})
        said = refused(rows, "7", cell)
        assert why in said
        assert f"Column “{title}”" in said
        assert cell not in said

    def test_rows_without_a_lasting_id(self):
        rows = rows_of("Nr", "name", key="Nr", name="name")
        assert refused(rows, " ", "Mara") == "Column “Nr” is empty."
        assert "addresses change hands" in refused(rows, "mara@example.org", "Mara")
        assert rows.key([]) == ""

    def test_too_many_cells(self):
        rows = rows_of("id", "name")
        assert rows.record(["7", "Mara", "", " "]).name == "Mara"
        assert "more cells than" in refused(rows, "7", "Lindqvist", "Mara")


class TestPresence:
    def test_days_tell_where_no_status_does(self):
        rows = rows_of("id", "hire date", "last day")
        status = [
            rows.record(row).status
            for row in (
                ["7", "2020-01-01", ""],
                ["7", "2026-03-01", "2026-03-01"],
                ["7", "2026-03-02", ""],
                ["7", "2020-01-01", "2026-02-28"],
            )
        ]
        assert status == [
            EmploymentStatus.ACTIVE,
            EmploymentStatus.ACTIVE,
            EmploymentStatus.PENDING,
            EmploymentStatus.TERMINATED,
        ]

    def test_a_status_goes_before_the_days(self):
        rows = rows_of("id", "aktiv", "last day")
        assert rows.record(["7", "ja", "2020-01-01"]).status is EmploymentStatus.ACTIVE
        assert rows.record(["7", "nein", ""]).status is EmploymentStatus.TERMINATED


class TestRoll:
    def test_managers_by_id_or_address_of_one_person_in_the_file(self):
        file = (
            ["1", "ada@example.org", ""],
            ["2", "ben@example.org", "ADA@example.org"],
            ["3", "ben@example.org", "1"],
            ["", "nobody@example.org", ""],
            ["4", "", "ben@example.org"],
            ["5"],
        )
        rows = rows_of("id", "email", "manager", file=file)
        managers = [rows.record(row).manager_key for row in file if row[0]]
        assert managers == ["", "1", "1", "", ""]

    def test_nobody_is_their_own_manager(self):
        assert told("manager", "7").manager_key == ""

    def test_an_unknown_id_may_come_later_a_name_may_not(self):
        assert told("manager", "99").manager_key == "99"
        assert told("manager", "Ada Byron").manager_key == ""

    def test_an_address_helps_where_the_other_column_names_nobody(self):
        rows = rows_of(
            "id", "manager", "manager e-mail", "email", file=[["1", "", "", "ada@example.org"]]
        )
        assert rows.record(["2", "Ada Byron", "ada@example.org"]).manager_key == "1"

    def test_of_rows_that_contradict_each_other_none_is_used(self):
        file = [["1", "Ada"], ["1", "Ben"], ["1", "Ada"], ["2", "Cy"], ["2", "Cy"]]
        rows = rows_of("id", "name", file=file)
        assert "None of them is used" in refused(rows, "1", "Ada")
        assert rows.record(["2", "Cy"]).name == "Cy"
