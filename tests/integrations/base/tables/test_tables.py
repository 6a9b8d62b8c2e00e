"""Every kind of table: rows with their numbers, or a sentence that says what is wrong."""

import io
import json
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from core.errors import InvalidInputError
from core.services.files.csv_text import Problem
from integrations.base.tables import workbook
from integrations.base.tables.opening import opened


def sheet(*rows, before=(), title="People", hidden=False):
    book = openpyxl.Workbook()
    for name, state in before:
        book.create_sheet(name, len(book.worksheets) - 1).sheet_state = state
    page = book.worksheets[-1]
    page.title = title
    for row in rows:
        page.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def zipped(parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return file.getvalue()


def rows(data):
    return list(opened(data).rows())


def refused(data):
    with pytest.raises(InvalidInputError) as caught:
        rows(data)
    return str(caught.value)


class TestDelimited:
    @pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    @pytest.mark.parametrize("cut", [",", ";", "\t", "|"])
    def test_encodings_and_separators(self, codec, cut):
        text = f'id{cut}Größe\r\n\r\n1{cut}"a{cut}\r\nb"\r\n ; {cut}\r\n'.replace(" ; ", " ")
        assert rows(text.encode(codec)) == [
            (1, ["id", "Größe"]),
            (3, ["1", f"a{cut}\r\nb"]),
        ]

    def test_excels_own_first_line(self):
        assert rows(b"sep=;\r\nid;name\r\n1;Ada\r\n") == [(2, ["id", "name"]), (3, ["1", "Ada"])]

    def test_a_row_that_cannot_be_read(self):
        found = rows(b'id,name\n1,"A"da\n2,Ben\n')
        assert isinstance(found[1], Problem)
        assert (found[1].line, found[2]) == (2, (3, ["2", "Ben"]))

    def test_may_be_read_again(self):
        table = opened(b"id\n1\n")
        assert list(table.rows()) == list(table.rows())
        assert table.place == "row"


class TestWorkbook:
    def test_cells_as_people_read_them(self):
        data = sheet(
            ["id", "hired", "at", "share", "active"],
            [42, date(2026, 1, 31), datetime.fromisoformat("2026-01-31T09:30"), 0.5, True],
            [],
            ["007", None, None, None, None],
        )
        assert rows(data) == [
            (1, ["id", "hired", "at", "share", "active"]),
            (2, ["42", "2026-01-31", "2026-01-31T09:30:00", "0.5", "True"]),
            (4, ["007", "", "", "", ""]),
        ]

    def test_rows_keep_the_numbers_of_the_sheet(self):
        assert rows(sheet([], [], ["id"], ["1"])) == [(3, ["id"]), (4, ["1"])]

    def test_the_first_visible_sheet_with_rows(self):
        data = sheet(["id"], before=[("Cover", "visible"), ("Old", "hidden")])
        assert rows(data) == [(1, ["id"])]

    def test_no_rows(self):
        assert "No sheet" in refused(sheet())

    def test_damaged(self):
        data = sheet(["id"])
        assert "may be damaged" in refused(data[: len(data) // 2])
        assert "may be damaged" in refused(data[:40] + data[60:])
        assert "may be damaged" in refused(zipped({"hello.txt": "no spreadsheet"}))

    def test_with_a_password(self):
        locked = workbook.OLDER + bytes(512) + "EncryptedPackage".encode("utf-16-le")
        assert "has a password" in refused(locked)

    def test_of_an_older_kind(self):
        assert "older kind" in refused(workbook.OLDER + bytes(512))
        assert "older kind" in refused(zipped({"xl/workbook.bin": "\0"}))

    def test_far_more_than_it_seems(self, monkeypatch):
        monkeypatch.setattr(workbook, "MOST_UNPACKED", 1_000)
        assert "too large" in refused(sheet(["id"]))

    @pytest.mark.parametrize("word", ["no XML ", "<a/>   "])
    def test_far_more_than_it_says(self, monkeypatch, word):
        monkeypatch.setattr(workbook, "MOST_UNPACKED", 100_000)
        told = word * 9_001
        whole = zipped({"xl/workbook.xml": "<workbook/>", "a.xml": told, "b.xml": told})
        lying = whole.replace(len(told).to_bytes(4, "little"), (7).to_bytes(4, "little"))
        with zipfile.ZipFile(io.BytesIO(lying)) as seen:
            assert sum(part.file_size for part in seen.infolist()) < 100
        assert "too large" in refused(lying)

    @pytest.mark.parametrize(
        "told",
        [
            '<row r="1"><c r="A1"><v>1</v></c></row><row><c r="XFD1048576"><v>1</v></c></row>',
            '<row r="1"><c><v>1</v></c></row><x:row r="99999999"><x:c><x:v>1</x:v></x:c></x:row>',
            f"<row>{'<c><v>1</v></c>' * 5_000}</row>{'<row><c><is/></c></row>' * 5_000}",
        ],
    )
    def test_one_cell_at_the_very_end_of_a_sheet(self, told):
        told = f'<worksheet xmlns:x="x"><sheetData>{told}</sheetData></worksheet>'
        whole = {"xl/workbook.xml": "<workbook/>", "xl/any/name.png": told}
        assert "too large" in refused(zipped(whole))

    def test_a_filled_cell_repeated_to_the_very_end(self):
        row = '<r:table-row table:number-rows-repeated="1048576">{}</r:table-row>'
        cell = '<r:table-cell table:number-columns-repeated="16384"{}/>'
        content = '<a xmlns:r="r" xmlns:table="t" xmlns:o="o"><r:table>{}</r:table></a>'
        filled = content.format(row.format(cell.format(' o:value="1"')))
        assert "too large" in refused(zipped({"content.xml": filled}))
        # Every sheet ends like this; what is empty takes no room.
        empty = content.format(row.format(cell.format("")))
        assert "may be damaged" in refused(zipped({"content.xml": empty}))

    def test_empty_cells_take_no_room(self):
        book = openpyxl.Workbook()
        book.active["A1"] = "id"
        book.active["XFD1048576"].font = openpyxl.styles.Font(bold=True)
        file = io.BytesIO()
        book.save(file)
        assert rows(file.getvalue()) == [(1, ["id"])]

    def test_a_sheet_that_ends_early(self):
        assert "may be damaged" in refused(zipped({"a.xml": "<worksheet><sheetData><row>"}))


class TestListing:
    def test_a_list_of_objects(self):
        told = [
            {"id": 1, "name": "Ada", "tags": ["x"], "active": True},
            {"id": 2, "manager": {"id": 1, "mail": {"work": "a@example.org"}}, "left": None},
            {},
            "?",
        ]
        table = opened(b"\xef\xbb\xbf \n" + json.dumps(told, indent=1).encode())
        assert table.place == "record"
        assert list(table.rows()) == [
            (0, ["id", "name", "active", "manager.id", "manager.mail.work"]),
            (1, ["1", "Ada", "true", "", ""]),
            (2, ["2", "", "", "1", "a@example.org"]),
        ]

    @pytest.mark.parametrize(
        "told",
        [
            {"Report_Entry": [{"id": "1"}]},
            {"errors": [], "names": ["x"], "data": {"total": 1, "people": [{"id": "1"}]}},
            {"people": [{"id": "1"}], "next": None},
        ],
    )
    def test_wherever_it_is(self, told):
        assert rows(json.dumps(told).encode()) == [(0, ["id"]), (1, ["1"])]

    def test_an_empty_list_is_a_list(self):
        assert rows(b'{"count": 0, "people": [ ], "x": {}}') == [(0, [])]
        assert rows(b"[]") == [(0, [])]

    def test_not_deeper_than_anybody_wraps_it(self):
        assert "no list" in refused(b'{"a":' * 9 + b'[{"id": 1}]' + b"}" * 9)

    @pytest.mark.parametrize("told", [b"{}", b'{"a": "b"}', b'{"a": ["b"]}', b'{"a": {"b": 1}}'])
    def test_no_list(self, told):
        assert "no list of people" in refused(told)

    @pytest.mark.parametrize(
        "told",
        [
            b'[{"id": 1}',
            b'[{"id": 1},',
            b'[{"id": 1',
            b'[{"id": 1} {"id": 2}]',
            b'{"people": [{"id": 1}, {"id"',
            b'{"people": ',
            b'[{"id": 1}, x]',
            b'{"people',
            b"[" * 100_000,
        ],
    )
    def test_cut_off(self, told):
        assert "cut off" in refused(told)


class TestOpening:
    @pytest.mark.parametrize("data", [b"", b" \n\n", b"\xef\xbb\xbf"])
    def test_empty(self, data):
        assert "is empty" in refused(data)

    def test_other_files(self):
        assert "page to sign in" in refused(b"\n<!DOCTYPE html><html>")
        assert "page to sign in" in refused(b"<HTML lang=en>")
        assert "format=json" in refused(b"<?xml version='1.0'?><x/>")

    @pytest.mark.parametrize("data", [b"id\0name", b"%PDF-1.7", b"{\\rtf1", b"\x89PNG\r\n\0"])
    def test_no_table_at_all(self, data):
        assert "no table" in refused(data)
