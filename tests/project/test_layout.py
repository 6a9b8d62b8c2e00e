"""The folders keep their promises."""

import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
ROOTS = PROJECT["tool"]["importlinter"]["root_packages"]
MODULES = [
    path
    for root in ROOTS
    for path in sorted((ROOT / root).rglob("*.py"))
    if "migrations" not in path.parts
]
CONFIG_MODULES = {
    "app",
    "demo",
    "demo_teams",
    "demo_together",
    "hub",
    "jobs",
    "logging",
    "scheduler",
    "settings",
    "supervisor",
    "teams",
    "wiring",
    "worker",
}


def test_the_lists_of_root_packages_agree():
    wheel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert sorted(wheel) == sorted(ROOTS) == sorted(PROJECT["tool"]["mypy"]["packages"])
    vendors = {"core", "demo", "lti", "teams_app", "webhooks"}
    assert vendors <= set(ROOTS)


@pytest.mark.parametrize("root", ROOTS)
def test_no_root_collides_with_an_installed_distribution(root):
    owners = set(packages_distributions().get(root, [])) - {"mentorloom"}
    assert owners == set()


@pytest.mark.parametrize("root", ROOTS)
def test_every_folder_with_code_is_a_package(root):
    folders = {path.parent for path in (ROOT / root).rglob("*.py")}
    folders = {f for f in folders if "migrations" not in f.parts}
    assert [str(f) for f in folders if not (f / "__init__.py").exists()] == []


def test_config_holds_wiring_and_nothing_else():
    modules = {p.stem for p in (ROOT / "config").glob("*.py")} - {"__init__"}
    assert modules == CONFIG_MODULES


def test_modules_stay_short():
    long = {str(p.relative_to(ROOT)): n for p in MODULES if (n := p.read_text().count("\n")) > 300}
    assert long == {}
