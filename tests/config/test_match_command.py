"""`mentorloom match` as people run it, with a small encoder in place of the model."""

import csv
import io
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from config.cli import match as command
from core.errors import InvalidInputError
from core.services.files.csv_text import safe
from tests.fakes.encoder import FakeEncoder

MENTORS = "id,name,skills,capacity,blocked\nM1,Ada,physics,1,\nM2,Bo,law,1,E9\n"
MENTEES = "ID;Name;Ziele;Schuhgröße\nE1;Cy;law;44\nE2;Di;physics;45\n"


@pytest.fixture(autouse=True)
def _small_encoder(monkeypatch):
    monkeypatch.setattr(command, "encoder", lambda _folder: FakeEncoder())


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


class Files:
    def __init__(self, folder: Path):
        self.folder = folder
        self.mentors, self.mentees = folder / "mentors.csv", folder / "mentees.csv"
        self.pairs = folder / "pairs.csv"
        self.mentors.write_text(MENTORS, "utf-8-sig")
        self.mentees.write_text(MENTEES, "utf-8")

    def run(self, *options):
        return CliRunner().invoke(command.match, [str(self.mentors), str(self.mentees), *options])

    def fails(self, *options):
        result = self.run(*options)
        assert isinstance(result.exception, InvalidInputError), result.output
        return str(result.exception)


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


class TestPairs:
    def test_to_standard_output(self, files):
        result = files.run()
        assert result.exit_code == 0
        rows = table(result.stdout)
        assert [(row["mentee_id"], row["mentor_id"]) for row in rows] == [
            ("E1", "M2"),
            ("E2", "M1"),
        ]
        assert rows[0]["mentee"] == "Cy"
        assert 0 < float(rows[0]["low"]) < float(rows[0]["score"]) < float(rows[0]["high"]) <= 1
        assert "reason_1" not in rows[0]

    def test_to_a_file_with_reasons(self, files):
        result = files.run("-o", str(files.pairs), "--explain")
        assert (result.exit_code, result.stdout) == (0, "")
        rows = table(files.pairs.read_text())
        assert "law" in rows[0]["reason_1"]
        assert set(rows[0]) >= {"reason_1", "reason_2", "reason_3", "weaker_point"}

    def test_the_file_is_readable_as_other_files_are(self, files):
        files.run("-o", str(files.pairs))
        other = files.folder / "other"
        other.write_text("")
        assert stat.S_IMODE(files.pairs.stat().st_mode) == stat.S_IMODE(other.stat().st_mode)

    def test_what_was_understood_is_told(self, files):
        told = files.run().stderr
        assert "Ziele = goals" in told
        assert "columns not used: Schuhgröße" in told
        assert "Mentees with a mentor: 2 of 2" in told
        assert "stated beliefs" in told

    def test_a_column_can_be_named(self, files):
        files.mentees.write_text("Wer,Was\nCy,law\nDi,physics\n")
        result = files.run("--map", "name=Wer", "--map", "goals = was")
        assert result.exit_code == 0
        assert [row["mentor_id"] for row in table(result.stdout)] == ["M2", "M1"]


class TestLeftOver:
    def test_everybody_is_listed_with_the_reason(self, files):
        files.mentees.write_text(MENTEES + "E3;Ed;law;1\n")
        left = files.folder / "left.csv"
        result = files.run("--unmatched", str(left), "-o", str(files.pairs))
        assert "Mentees without a mentor: 1" in result.stderr
        assert "All places" in result.stderr
        (row,) = table(left.read_text())
        assert (row["role"], row["why"][:10]) == ("mentee", "All places")

    def test_idle_mentors_are_listed(self, files):
        files.mentors.write_text("id,skills,capacity\nM1,law,5\nM2,art,0\n")
        assert "M2: Offers no place." in files.run().stderr

    def test_nobody_can_be_matched(self, files):
        files.mentors.write_text("id,skills,capacity\nM1,law,0\n")
        result = files.run()
        assert result.exit_code == 0
        assert table(result.stdout) == []
        assert "Mentees with a mentor: 0 of 2" in result.stderr

    def test_the_default_number_of_places(self, files):
        files.mentors.write_text("id,skills\nM1,law\n")
        assert len(table(files.run("--capacity", "2").stdout)) == 2

    def test_blocked_people_do_not_meet(self, files):
        files.mentors.write_text("id,skills,blocked\nM1,law,E1; E2\n")
        result = files.run()
        assert table(result.stdout) == []
        assert "Every mentor with a place is blocked" in result.stderr

    def test_a_blocked_name_nobody_has_is_noticed(self, files):
        assert "mentors.csv, line 3 (note)" in files.run().stderr


class TestBadRows:
    BAD = "id,name,skills,capacity\nM1,Ada,physics,1\nM2,Bo,law,many\n"

    def test_stop_the_run_and_nothing_is_written(self, files):
        files.mentors.write_text(self.BAD)
        files.pairs.write_text("from yesterday")
        result = files.run("-o", str(files.pairs))
        assert "Rows that cannot be used: 1." in str(result.exception)
        assert "--skip-bad-rows" in str(result.exception)
        assert "mentors.csv, line 3, capacity (not used): “many”" in result.stderr
        assert files.pairs.read_text() == "from yesterday"
        assert len(list(files.folder.iterdir())) == 3

    def test_can_be_skipped_but_are_still_told(self, files):
        files.mentors.write_text(self.BAD)
        result = files.run("--skip-bad-rows")
        assert result.exit_code == 0
        assert "line 3" in result.stderr
        assert len(table(result.stdout)) == 1

    def test_nobody_left(self, files):
        files.mentees.write_text("id,goals\n")
        assert "there is nobody in it" in files.fails()

    def test_a_broken_header_names_the_file(self, files):
        files.mentees.write_text("colour\nred\n")
        assert "mentees.csv: No column says who" in files.fails()

    def test_another_encoding_names_the_file(self, files):
        files.mentees.write_bytes(MENTEES.encode("cp1252"))
        assert "mentees.csv: The file is not UTF-8" in files.fails()

    @pytest.mark.parametrize("given", ["goals", "nonsense=Ziele", "goals="])
    def test_a_mapping_that_makes_no_sense(self, files, given):
        assert "OUR=THEIRS" in files.fails("--map", given)

    def test_a_mapping_to_no_column(self, files):
        assert "neither file has a column" in files.fails("--map", "goals=Traum")

    def test_a_missing_file(self, files):
        files.mentees.unlink()
        result = files.run()
        assert result.exit_code == 2
        assert "does not exist" in result.stderr

    def test_a_file_that_cannot_be_read(self, files, monkeypatch):
        def refuse(_path):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "read_bytes", refuse)
        assert "mentors.csv cannot be read: Permission denied" in files.fails()


class TestTargets:
    def test_never_one_of_the_lists(self, files):
        before = files.mentors.read_bytes()
        assert "one of the lists" in files.fails("-o", str(files.mentors))
        assert files.mentors.read_bytes() == before

    def test_a_folder_that_is_not_there(self, files):
        assert "cannot be written" in files.fails("-o", str(files.folder / "no" / "pairs.csv"))

    def test_a_failing_disk_leaves_the_old_file_and_no_rest(self, files, monkeypatch):
        files.pairs.write_text("from yesterday")

        def full(_path, _target):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "replace", full)
        assert "No space left on device" in files.fails("-o", str(files.pairs))
        assert files.pairs.read_text() == "from yesterday"
        assert not list(files.folder.glob(".*.part"))


class TestSafety:
    @pytest.mark.parametrize("cell", ["=1+1", "+cmd|x", "-2+3", "@SUM(A1)", "\tx", "\rx", "＝1"])  # noqa: RUF001 - full width
    def test_formulas_become_text(self, cell):
        assert safe(cell) == f"'{cell}"

    @pytest.mark.parametrize("cell", ["", "Ada", "-5", "+49", "0.5", "-1,5", "a=b", "'x"])
    def test_everything_else_stays(self, cell):
        assert safe(cell) == cell

    def test_in_the_written_file(self, files):
        files.mentees.write_text('id,name,goals\nE1,"=HYPERLINK(""x"")",law\n')
        (row,) = table(files.run("--explain").stdout)
        assert row["mentee"] == '\'=HYPERLINK("x")'

    def test_markup_in_a_name_is_printed_as_it_is(self, files):
        files.mentees.write_text("id,name,goals\nE1,[red]x[/nope],law\nE1,y,z\n")
        assert "E1" in files.run("--skip-bad-rows").stderr
