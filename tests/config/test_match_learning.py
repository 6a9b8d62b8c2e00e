"""`mentorloom match --learn`, `--model` and `--score` as people run them."""

import csv
import io
import json

import numpy as np
import pytest
from click.testing import CliRunner

from config.cli import match as command
from core.errors import InvalidInputError
from tests.fakes.encoder import FakeEncoder


@pytest.fixture(autouse=True)
def _small_encoder(monkeypatch):
    monkeypatch.setattr(command, "encoder", lambda _folder: FakeEncoder())


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """12 mentors, 40 mentees; a shared club and mentor M0 make a match likely."""
    folder, draw = tmp_path_factory.mktemp("learning"), np.random.default_rng(5)
    clubs = ["chess", "rowing", "choir"]
    theirs = {f"M{k}": clubs[k % 3] for k in range(12)}
    ours = {f"E{k}": clubs[k % 3] for k in range(40)}
    for name, people in (("mentors", theirs), ("mentees", ours)):
        lines = [f"{who},{club},44" for who, club in people.items()]
        (folder / f"{name}.csv").write_text("id,club,age\n" + "\n".join(lines) + "\n")
    lines = []
    for mentee, club in ours.items():
        for mentor in draw.permutation(list(theirs))[:6]:
            chance = 0.15 + 0.5 * (theirs[mentor] == club) + 0.3 * (mentor == "M0")
            lines.append(f"{mentee},{mentor},{'matched' if draw.random() < chance else 'skipped'}")
    (folder / "history.csv").write_text("mentee,mentor,status\n" + "\n".join(lines) + "\n")
    (folder / "pairs.csv").write_text("mentor,mentee\nM3,E0\nM4,E0\nM0,E1\nM99,E0\n")
    return folder


def run(folder, *options):
    files = [str(folder / "mentors.csv"), str(folder / "mentees.csv")]
    return CliRunner().invoke(command.match, [*files, "--tags", "club", *map(str, options)])


def fails(folder, *options):
    result = run(folder, *options)
    assert isinstance(result.exception, InvalidInputError), result.output
    return str(result.exception)


def table(text):
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture(scope="module")
def model(folder):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "encoder", lambda _folder: FakeEncoder())
        target = folder / "model.json"
        result = run(folder, "--learn", folder / "history.csv", "--save", target)
    assert result.exit_code == 0, result.output
    return target, result


def test_what_was_learned_is_told(model):
    told = model[1].stderr
    assert "Outcomes: 240" in told
    assert "Learned from 240 outcomes" in told
    assert "Held-out mentees" in told
    assert "50 % is chance" in told
    assert "Mentors differ" in told
    assert "tags club: covered" in told
    assert "stated beliefs" not in told


def test_pairs_are_made_of_what_was_learned(model):
    rows = table(model[1].stdout)
    assert len(rows) == 12
    clubs = [int(row["mentee_id"][1:]) % 3 == int(row["mentor_id"][1:]) % 3 for row in rows]
    assert sum(clubs) >= 10


def test_a_saved_model_scores_the_same(folder, model):
    score = ("--score", folder / "pairs.csv")
    saved = run(folder, "--model", model[0], *score)
    fresh = run(folder, "--learn", folder / "history.csv", *score)
    assert saved.exit_code == 0, saved.output
    assert "Learned from 240 outcomes" in saved.stderr
    both = zip(table(saved.stdout), table(fresh.stdout), strict=True)
    assert all(float(a["score"]) == pytest.approx(float(b["score"]), abs=1e-4) for a, b in both)


def test_scores_come_in_the_order_of_the_file(folder, model):
    result = run(folder, "--model", model[0], "--score", folder / "pairs.csv")
    rows = table(result.stdout)
    assert [(row["mentee"], row["mentor"]) for row in rows] == [
        ("E0", "M3"),
        ("E0", "M4"),
        ("E1", "M0"),
        ("E0", "M99"),
    ]
    score = [float(row["score"]) for row in rows]
    assert score[0] > score[1]
    assert all(float(r["low"]) <= float(r["score"]) <= float(r["high"]) for r in rows)
    assert "neither list, scored without a profile: 1" in result.stderr


def test_scores_say_why(folder, model):
    result = run(folder, "--model", model[0], "--score", folder / "pairs.csv", "--explain")
    rows = table(result.stdout)
    assert rows[0]["reason_1"] == "In common (club): chess."
    assert "In common" not in "".join(rows[1].values())
    assert rows[1]["weaker_point"]


def test_nothing_is_said_of_strangers_where_there_are_none(folder, model, tmp_path):
    (tmp_path / "pairs.csv").write_text("mentee,mentor\nE0,M3\n")
    result = run(folder, "--model", model[0], "--score", tmp_path / "pairs.csv")
    assert "Pairs scored: 1" in result.stderr
    assert "neither list" not in result.stderr


def test_without_outcomes_scores_are_said_to_be_beliefs(folder):
    result = run(folder, "--score", folder / "pairs.csv")
    assert len(table(result.stdout)) == 4
    assert "stated beliefs" in result.stderr


def test_good_outcomes_can_be_named(folder):
    result = run(folder, "--learn", folder / "history.csv", "--outcome-good", "skipped")
    assert result.exit_code == 0
    assert "clubs" not in result.stderr


def test_what_is_left_out_is_counted(folder, tmp_path):
    rest = "".join(f"E{k},M{k},{'yes' if k % 2 else 'no'}\n" for k in range(12))
    (tmp_path / "h.csv").write_text("mentee,mentor,outcome\nE1,M1,pending\nE1,M77,no\n" + rest)
    told = run(folder, "--learn", tmp_path / "h.csv").stderr
    assert "not decided, left out: 1" in told
    assert "used without a profile: 1" in told


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--learn", "history.csv", "--model", "history.csv"), "Choose one"),
        (("--save", "new.json"), "Give a history"),
        (("--learn", "history.csv", "--save", "history.csv"), "one of the lists"),
        (("--learn", "mentors.csv"), "No column says mentee"),
        (("--score", "mentors.csv"), "No column says mentee"),
        (("--score", "pairs.csv", "--audit", "id"), "nothing for --unmatched to list"),
        (("--score", "pairs.csv", "--unmatched", "left.csv"), "nothing for --unmatched to list"),
        (("--model", "history.csv"), "no JSON file"),
        (("--tags", "age"), "never enters a score"),
        (("--tags", "colour"), "no column of that name"),
        (("--tags", "="), "never enters a score"),
    ],
)
def test_what_makes_no_sense(folder, options, told):
    paths = [folder / part if part.endswith((".csv", ".json")) else part for part in options]
    assert told in fails(folder, *paths)


def test_a_history_of_one_kind_teaches_nothing(folder, tmp_path):
    (tmp_path / "h.csv").write_text("mentee,mentor,outcome\nE1,M1,yes\nE2,M1,yes\n")
    assert "2 good and 0 bad" in fails(folder, "--learn", tmp_path / "h.csv")
    (tmp_path / "h.csv").write_text("mentee,mentor,outcome\nE1,M1,pending\n")
    assert "0 good and 0 bad" in fails(folder, "--learn", tmp_path / "h.csv")


@pytest.mark.parametrize("data", ["[]", "{}", json.dumps({"schema": 1})])
def test_a_model_that_is_none(folder, tmp_path, data):
    (tmp_path / "model.json").write_text(data)
    assert "model.json" in fails(folder, "--model", tmp_path / "model.json")


def test_tags_of_two_names(folder, tmp_path):
    (tmp_path / "mentors.csv").write_text(
        "mentor_id,offers\nM1,\"['Chess', 'rowing']\"\nM2,choir\n"
    )
    (tmp_path / "mentees.csv").write_text("mentee_id,wants\nE1,chess\n")
    files = [str(tmp_path / "mentors.csv"), str(tmp_path / "mentees.csv")]
    result = CliRunner().invoke(command.match, [*files, "--tags", "wants=offers"])
    assert result.exit_code == 0, result.output
    assert "offers = tags wants" in result.stderr
