"""`mentorloom match`: what the best pairing is."""

import csv
import io
from dataclasses import replace

import pytest
from click.testing import CliRunner

from config.cli import match as command
from core.engine.matching.model.prior import BELIEFS
from core.errors import InvalidInputError
from tests.fakes.encoder import FakeEncoder

MENTORS = "id,name,skills,capacity\nM1,Ada,physics,2\nM2,Bo,law,2\n"
MENTEES = "id,name,skills\nE1,Cy,law\nE2,Di,physics\n"


@pytest.fixture(autouse=True)
def _small_encoder(monkeypatch):
    monkeypatch.setattr(command, "encoder", lambda _folder: FakeEncoder())


@pytest.fixture
def run(tmp_path):
    """Run the command on the two lists; a dict of files is written beside them first."""

    def run(*options, **files):
        for name, text in {"mentors": MENTORS, "mentees": MENTEES, **files}.items():
            (tmp_path / f"{name}.csv").write_text(text)
        paths = [str(tmp_path / f"{name}.csv") for name in ("mentors", "mentees")]
        given = [o.replace("@", str(tmp_path) + "/") for o in options]
        return CliRunner().invoke(command.match, [*paths, *given])

    return run


def pairs(result):
    assert result.exit_code == 0, result.output
    rows = csv.DictReader(io.StringIO(result.stdout))
    return sorted((row["mentee_id"], row["mentor_id"]) for row in rows)


def refused(result):
    assert isinstance(result.exception, InvalidInputError), result.output
    return str(result.exception)


def test_the_proof_is_told(run):
    result = run()
    assert pairs(result) == [("E1", "M2"), ("E2", "M1")]
    assert "Proved: no other pairing of these people is better." in result.stderr
    assert "would both rather have each other: 0" in result.stderr


@pytest.mark.parametrize("objective", ["total", "points", "fair", "stable"])
def test_every_objective(run, objective):
    assert pairs(run("--objective", objective)) == [("E1", "M2"), ("E2", "M1")]


def test_locked_pairs_stay(run):
    result = run("--lock", "@locked.csv", locked="mentee,mentor\nCy,ada\n")
    assert pairs(result) == [("E1", "M1"), ("E2", "M1")]


def test_kept_pairs_stay_unless_it_is_worth_it(run):
    kept = "mentee,mentor\nE1,M1\nE2,M2\n"
    keep = ("--keep", "@kept.csv", "--keep-worth")
    assert pairs(run(*keep, "1", kept=kept)) == [("E1", "M1"), ("E2", "M2")]
    assert pairs(run(*keep, "0", kept=kept)) == [("E1", "M2"), ("E2", "M1")]


def test_strangers_in_pairs_are_named(run):
    message = refused(run("--lock", "@locked.csv", locked="mentee,mentor\nE1,M9\n"))
    assert "“E1” and “M9” are not both in the lists" in message


def test_several_mentors_each(run):
    result = run("--mentors-each", "2")
    assert len(pairs(result)) == 4
    assert "Mentees with a mentor: 2 of 2; mentors with a mentee: 2 of 2" in result.stderr


def test_who_has_fewer_mentors_than_wished_is_not_without_one(run):
    told = run("--mentors-each", "2", mentors="id,name,skills\nM1,Ada,physics\nM2,Bo,law\n").stderr
    assert "Mentees with a mentor: 2 of 2" in told
    assert "Mentees with fewer mentors than wished: 2" in told
    assert "without a mentor" not in told


def test_a_least_load_that_cannot_be_had_is_told(run):
    result = run("--least", "2")
    assert "Mentors with fewer mentees than wished: " in result.stderr


def test_what_does_not_count_changes_no_score(run):
    off = [f"--importance={name}=0" for name in ("goals", "skills", "practice")]
    result = run(*off)
    scores = {row["score"] for row in csv.DictReader(io.StringIO(result.stdout))}
    assert len(scores) == 1


@pytest.mark.parametrize("given", ["skills", "skills=5", "skills=x", "age=2"])
def test_importance_that_makes_no_sense(run, given):
    assert "write FEATURE=0..4" in refused(run("--importance", given))


def test_something_must_count(run):
    off = [f"--importance={name}=0" for name in BELIEFS]
    assert refused(run(*off)) == "At least one feature must count."
    assert len(pairs(run(*off[1:]))) == 2


@pytest.mark.parametrize("wish", [("--keep", "@kept.csv"), ("--least", "1")])
def test_stable_pairs_leave_no_room_for_other_wishes(run, wish):
    result = run("--objective", "stable", *wish, kept="mentee,mentor\nE1,M1\n")
    assert "--objective stable" in refused(result)


def test_a_template_weighs_and_demands(run):
    result = run("--template", "peer")
    assert len(pairs(result)) == 2


def test_what_must_be(run):
    result = run(
        "--must",
        "place",
        mentors="id,skills,city\nM1,physics,Rome\n",
        mentees="id,skills,city\nE1,physics,Oslo\n",
    )
    assert pairs(result) == []


def test_a_file_of_pairs_is_never_written_over(run):
    locked = "mentee,mentor\nE1,M1\n"
    assert "Choose another name" in refused(
        run("--lock", "@locked.csv", "-o", "@locked.csv", locked=locked)
    )


@pytest.mark.parametrize(
    ("gap", "told"),
    [
        (0.0, "Proved among the best pairs of everybody; not all pairs could be looked at."),
        (0.5, "At most 0.5000 below the best pairing there can be."),
    ],
)
def test_what_was_not_looked_at_is_no_proof(run, monkeypatch, gap, told):
    real = command.pair_stored

    def hurried(*args, **kwargs):
        found = real(*args, **kwargs)
        certificate = replace(found.certificate, gap=gap, proved=gap == 0)
        return replace(found, complete=False, certificate=certificate)

    monkeypatch.setattr(command, "pair_stored", hurried)
    result = run()
    assert told in result.stderr
    assert "no other pairing" not in result.stderr
