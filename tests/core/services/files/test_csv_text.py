"""Files as programs write them: their encodings, separators and line ends."""

import pytest

from core.errors import InvalidInputError
from core.services.files.csv_text import decode
from tests.core.services.files.people_rows import mentees, only, only_lines, problems


class TestDecoding:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_unicode(self, encoding):
        assert decode("name\nJürgen 🚀".encode(encoding)) == "name\nJürgen 🚀"

    def test_other_encodings_are_refused_with_line_and_advice(self):
        with pytest.raises(InvalidInputError, match=r"line 2\).*Windows-1252.*CSV UTF-8"):
            decode("name\nJürgen".encode("cp1252"))

    def test_utf_16_without_mark_is_refused(self):
        with pytest.raises(InvalidInputError, match="zero bytes"):
            decode("name".encode("utf-16-le"))

    def test_damaged_utf_16_is_refused(self):
        with pytest.raises(InvalidInputError):
            decode("name".encode("utf-16") + b"x")


class TestSeparators:
    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_found_by_themselves(self, separator, end):
        cells = ["id", "Goals"], ["7", '"win; lose, draw\tor not"']
        entry = only(mentees(end.join(separator.join(row) for row in cells)))
        assert entry.id == "7"
        assert entry.profile.goals == ("win", "lose, draw or not")

    def test_a_separator_inside_a_quoted_title_does_not_confuse(self):
        entry = only(mentees('"id,number,x,y";goals\n7;win', mapping={"id": "id,number,x,y"}))
        assert (entry.id, entry.profile.goals) == ("7", ("win",))

    def test_excels_own_line_is_understood_and_lines_still_count(self):
        file = mentees("sep=;\r\nid;goals\r\n7;win\r\n;lose\r\n")
        assert only_lines(file) == [3]
        assert problems(file)[0][0] == 4

    def test_quoted_line_breaks(self):
        file = mentees('id,goals\n1,"win\nlose"\n\n2,"draw ""now"""\n')
        assert [row.entry.profile.goals for row in file.rows] == [("win", "lose"), ('draw "now"',)]
        assert only_lines(file) == [2, 5]
