"""docs/lti.md: every certification case, attack and defect names tests that exist."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "lti.md"
TESTS = ROOT / "tests" / "lti"
CASES = {"Certification cases": 46, "Attacks": 20, "Defects of PyLTI1p3 2.0.0": 42}
"""How many there are at least: 12 bad, 9 + 9 valid, 2 older, 8 for deep linking, 5 + 1."""


def section(name):
    text = PAGE.read_text().partition(f"## {name}\n")[2].partition("\n## ")[0]
    return re.findall(r"(?m)^\| (.+) \| `(.+)` \|$", text)


@cache
def tree(file):
    return ast.parse((TESTS / file).read_text())


def literals(file):
    nodes = ast.walk(tree(file))
    return {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def exists(test):
    """Whether it is a file, a class or function in it, and parameters that the file spells out."""
    file, *path = re.sub(r"\[.*\]$", "", test).split("::")
    if not (TESTS / file).exists():
        return False
    body = tree(file).body
    for name in path:
        found = [n for n in body if getattr(n, "name", None) == name]
        if not found or not name.startswith(("test_", "Test")):
            return False
        body = found[0].body
    parameters = re.findall(r"\[(.*)\]$", test)
    return all(set(p.split("-")) <= literals(file) for p in parameters)


@pytest.mark.parametrize("name", CASES)
def test_every_case_names_a_test_that_exists(name):
    cases = section(name)
    assert len(cases) >= CASES[name]
    assert len({case for case, _ in cases}) == len(cases), "a case is listed twice"
    assert [test for _, test in cases if not exists(test)] == []


@pytest.mark.parametrize(
    "test",
    [
        "test_nothing.py",
        "test_certification.py::test_7",
        "test_certification.py::test_valid[6_1_2_teacher-nothing]",
        "deep_linking/test_answers.py::TestNothing::test_6_2_signature_is_valid",
    ],
)
def test_what_does_not_exist_is_noticed(test):
    assert not exists(test)


def test_no_certification_case_is_without_its_own_line():
    listed = " ".join(test for _, test in section("Certification cases"))
    files = (
        "test_certification.py",
        "deep_linking/test_answers.py",
        "test_certification_services.py",
    )
    named = {n.name for f in files for n in ast.walk(tree(f)) if isinstance(n, ast.FunctionDef)}
    assert [name for name in named if re.match(r"test_6_[1-4]_", name) and name not in listed] == []
