"""What exists is documented: settings, commands, routes, links."""

import dataclasses
import re
from pathlib import Path

import click
import pytest

from config.cli.main import COMMANDS, cli
from config.settings import Settings

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
WRITTEN = [ROOT / "docs", ROOT / "integrations"]
PAGES = sorted([*ROOT.glob("*.md"), *(page for place in WRITTEN for page in place.rglob("*.md"))])


def variable(field: str) -> str:
    return "DATABASE_URL" if field == "database_url" else f"MENTORLOOM_{field.upper()}"


def leaves(command: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        found = []
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None
            found += leaves(child, (*path, name))
        return found
    return [path]


def test_every_setting_is_documented_and_every_documented_one_exists():
    documented = set(re.findall(r"(?m)^\| `([A-Z_]+)` \|", (REFERENCE / "settings.md").read_text()))
    assert documented == {variable(f.name) for f in dataclasses.fields(Settings)}


def test_every_command_is_documented_with_its_options():
    text = (REFERENCE / "cli.md").read_text()
    assert set(COMMANDS) == set(cli.list_commands(click.Context(cli)))
    for path in leaves(cli):
        assert f"`mentorloom {' '.join(path)}" in text, path
        context, command = click.Context(cli), cli
        for name in path:
            command = command.get_command(context, name)
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.opts[-1] in text, (path, parameter.opts)


def test_every_route_is_documented(hub_app):
    text = (REFERENCE / "http.md").read_text()
    documented = set(re.findall(r"(?m)^\| `[A-Z, ]+` \| `([^`]+)` \|", text))
    existing = {re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", r.rule) for r in hub_app.url_map.iter_rules()}
    assert documented == existing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page):
    targets = re.findall(r"\]\((?!https?://|mailto:|#)([^)#]+)", page.read_text())
    missing = [t for t in targets if not (page.parent / t).exists()]
    assert missing == []


def test_decisions_are_numbered_once_and_listed_in_order():
    folder = ROOT / "docs" / "decisions"
    listed = re.findall(
        r"(?m)^\| \[(\d{4})\]\((\d{4}-[^)]+)\) \| (.+) \|$", (folder / "README.md").read_text()
    )
    for place, (number, name, title) in enumerate(listed, 1):
        assert (number, name[:4]) == (f"{place:04}", number)
        assert (folder / name).read_text().startswith(f"# {number} {title}\n")
    assert {name for _, name, _ in listed} == {page.name for page in folder.glob("0*.md")}
