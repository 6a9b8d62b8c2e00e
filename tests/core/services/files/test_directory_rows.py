"""Rows of HR exports become records, or say what is wrong without showing the cell."""

from datetime import date

import pytest

from core.domain.directory import DirectoryRecord, EmploymentStatus, EmploymentType
from core.errors import InvalidInputError
from core.services.files.directory_cells import DayOrder
from core.services.files.directory_rows import (
    Managers,
    Rows,
    header_of,
    header_row,
    names_managers,
    previewed,
)
from core.services.files.people_cells import CellError

TODAY = date(2026, 3, 1)


def rows_of(*titles, order=DayOrder.DAY_FIRST, managers=None, **columns):
    return Rows(header_of(titles, columns), order, TODAY, managers)


def told(title, cell, **options):
    return rows_of("id", title, **options).record(["7", cell])


def refused(rows, *cells):
    with pytest.raises(CellError) as caught:
        rows.record(cells)
    return str(caught.value.why)


class TestHeaders:
    def test_columns_and_their_fields_in_the_files_order(self):
        header = header_of(["Employee ID", " Colour ", "Name"], {})
        assert list(previewed(header)) == [
            ("Employee ID", ("key", "employee_number")),
            ("Colour", ()),
            ("Name", ("name",)),
        ]

    def test_an_e_mail_address_is_no_id(self):
        with pytest.raises(InvalidInputError, match=r"lasting id.*Found: Name, Mail"):
            header_of(["Name", "Mail", ""], {})

    def test_a_chosen_column_that_is_gone(self):
        with pytest.raises(InvalidInputError, match=r"no column “Team” any more.*Found: id, Squad"):
            header_of(["id", "Squad"], {"department": "Team"})

    def test_two_columns_of_one_name(self):
        with pytest.raises(InvalidInputError, match="Two columns are named “Name”"):
            header_of(["id", "Name", "name"], {})

    def test_columns_of_one_name_that_nobody_reads_do_not_matter(self):
        assert header_of(["id", "x", "x"], {}).places == {"key": 0}

    def test_the_row_that_names_the_columns_comes_after_a_title(self):
        rows = [["All people"], ["of", "March"], ["id", "name"], ["7", "Mara"]]
        assert header_row(rows, {}) == 2
        assert header_row([["Bericht"], ["Nr.", "Wer"]], {"key": "Nr.", "name": "-"}) == 1
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
        rows = rows_of("id", "status", "email", "time zone", "title")
        assert rows.record(["7"]) == DirectoryRecord(key="7")
        assert rows.record(["7", "", " ", "n/a", "-"]) == DirectoryRecord(key="7", title="-")

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
        ("title", "cell", "why"),
        [
            ("Start", "12/31/2026", "no date such as"),
            ("Start", "soon", "no date such as"),
            ("Start", "2026-02-30", "no date such as"),
            ("Mail", "mara at example.org", "no e-mail address"),
            ("Status", "on fire", "a status we do not know"),
            ("TZ", "Hamburg", "no time zone"),
            ("Language", "Klingon!", "no language"),
            ("Title", "x" * 301, "more than 300 characters"),
        ],
    )
    def test_what_cannot_be_understood_is_said_without_the_cell(self, title, cell, why):
        rows = rows_of("id", title, **({"start_date": "Start"} if title == "Start" else {}))
        said = refused(rows, "7", cell)
        assert why in said
        assert f"Column “{title}”" in said
        assert cell not in said

    def test_rows_without_a_lasting_id(self):
        rows = rows_of("Nr", "name", key="Nr")
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


class TestManagers:
    ROWS = (
        ["1", "ada@example.org", ""],
        ["2", "ben@example.org", "ADA@example.org"],
        ["3", "ben@example.org", "1"],
        ["", "nobody@example.org", ""],
        ["4", "", "ben@example.org"],
        ["5"],
    )

    def test_by_id_or_address_of_one_person_in_the_file(self):
        header = header_of(["id", "email", "manager"], {})
        assert names_managers(header)
        rows = Rows(header, DayOrder.DAY_FIRST, TODAY, Managers.of(header, self.ROWS))
        managers = [rows.record(row).manager_key for row in self.ROWS if row[0]]
        assert managers == ["", "1", "1", "", ""]

    def test_an_unknown_id_may_come_later_a_name_may_not(self):
        assert told("manager", "99").manager_key == "99"
        assert told("manager", "Ada Byron").manager_key == ""

    def test_an_address_helps_where_the_other_column_names_nobody(self):
        managers = Managers(keys={"1"}, by_email={"ada@example.org": "1"})
        rows = rows_of("id", "manager", "manager e-mail", managers=managers)
        assert rows.record(["2", "Ada Byron", "ada@example.org"]).manager_key == "1"

    def test_a_file_that_names_none(self):
        assert not names_managers(header_of(["id", "email"], {}))
