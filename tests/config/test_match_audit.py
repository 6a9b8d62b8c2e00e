"""`mentorloom match --audit`: a fairness report beside the pairs, and nothing in the scores."""

import csv

import pytest
from click.testing import CliRunner

from config.cli import match as command
from core.errors import InvalidInputError
from tests.fakes.encoder import FakeEncoder

PHYSICS, LAW = "physics", "law"


@pytest.fixture(autouse=True)
def _small_encoder(monkeypatch):
    monkeypatch.setattr(command, "encoder", lambda _folder: FakeEncoder())


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


class Files:
    """20 women who speak what a mentor speaks; 20 men, of whom only 5 do; 2 who say nothing."""

    def __init__(self, folder):
        self.mentors, self.mentees = folder / "mentors.csv", folder / "mentees.csv"
        self.report, self.pairs = folder / "fairness.csv", folder / "pairs.csv"
        rows = [f"M{n},physics,2,en,{'yes' if n % 2 else 'no'}" for n in range(20)]
        self.mentors.write_text("id,skills,capacity,languages,senior\n" + "\n".join(rows))
        rows = [f"W{n},physics,en,Woman,{'x' if n % 2 else 'y'}" for n in range(20)]
        rows += [f"X{n},physics,{'en' if n < 5 else 'fi'},man," for n in range(20)]
        rows += [f"S{n},physics,en,," for n in range(2)]
        self.mentees.write_text("id,goals,languages,Gender,team\n" + "\n".join(rows))

    def run(self, *options):
        lists = [str(self.mentors), str(self.mentees), "-o", str(self.pairs)]
        return CliRunner().invoke(command.match, [*lists, *options])

    def fails(self, *options):
        result = self.run(*options)
        assert isinstance(result.exception, InvalidInputError), result.output
        return str(result.exception)


def test_groups_are_compared(files):
    told = files.run("--audit", "gender").stderr
    assert "Mentees by gender: matched (people: 42; not said: fewer than 5)" in told
    assert "Woman: 20 of 20, 100% (84% to 100%); most favoured group" in told
    assert "man: 5 of 20, 25% (11% to 47%); impact ratio 0.25" in told
    assert "look closer" in told
    assert "Load of mentors: " in told
    assert "Note: Differences can arise by chance" in told
    assert "Mentors by gender" not in told  # their file has no such column


def test_two_columns_and_their_combinations_as_csv(files):
    done = files.run("--audit", "senior", "--audit", "TEAM", "--audit-output", str(files.report))
    assert done.exit_code == 0
    with files.report.open() as opened:
        rows = list(csv.DictReader(opened))
    assert {row["by"] for row in rows} == {"senior", "TEAM"}
    assert {row["side"] for row in rows} == {"mentors", "mentees"}
    teams = [row for row in rows if row["by"] == "TEAM" and row["measure"] == "placed"]
    assert [(row["group"], row["people"], row["hits"]) for row in teams] == [
        ("x", "10", "10"),
        ("y", "10", "10"),
        ("(not said)", "22", ""),
    ]
    assert teams[0]["remark"] == "most favoured group"
    assert float(teams[1]["ratio_low"]) <= float(teams[1]["impact_ratio"]) == 1


def test_what_is_audited_never_reaches_a_score(files):
    files.run()
    before = files.pairs.read_text()
    files.run("--audit", "gender")
    assert files.pairs.read_text() == before
    files.mentees.write_text(files.mentees.read_text().replace("Woman", "man"))
    files.run("--audit", "gender")
    assert files.pairs.read_text() == before


def test_what_is_matched_by_is_not_audited_unknowingly(files):
    for options in (("--tags", "team=senior"), ("--map", "department=team")):
        assert "Choose one of the two" in files.fails("--audit", "TEAM", *options)
    told = files.run("--audit", "languages").stderr
    assert "Note: people are matched by “languages”, too." in told


def test_small_and_rare_groups(files):
    more = "\n".join(f"R{n},physics,fi,diverse," for n in range(3))
    files.mentees.write_text(f"{files.mentees.read_text()}\n{more}\n")
    told = files.run("--audit", "gender").stderr
    assert "diverse" not in told
    assert "in groups too small to show: 23" in told
    files.run("--audit", "gender", "--audit-output", str(files.report))
    assert "mentees,placed,gender,(smaller groups),23," in files.report.read_text()
    many = "\n".join(f"Q{n},physics,fi,Woman," for n in range(270))
    five = "\n".join(f"P{n},physics,fi,diverse," for n in range(2))
    files.mentees.write_text(f"{files.mentees.read_text()}{many}\n{five}\n")
    told = files.run("--audit", "gender").stderr
    assert "diverse: 0 of 5, 0% (0% to 43%); less than 2 % of the people, no ratio" in told


def test_chance_is_said_to_be_possible(files):
    rows = [f"W{n},physics,en,woman" for n in range(6)]
    rows += [f"X{n},physics,{'en' if n < 4 else 'fi'},man" for n in range(6)]
    files.mentees.write_text("id,goals,languages,gender\n" + "\n".join(rows))
    assert "below 0.80, may be chance" in files.run("--audit", "gender").stderr


def test_mistakes_are_told_before_the_work(files):
    assert "neither file has a column of that name" in files.fails("--audit", "shoe size")
    assert "name a column" in files.fails("--audit-output", str(files.report))
    told = files.fails("--audit", "gender", "--audit-output", str(files.mentees))
    assert "one of the lists to read" in told
    assert not files.pairs.exists()
