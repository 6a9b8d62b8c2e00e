"""Every connector keeps what docs/guides/writing-connectors.md promises, and says by which test."""

import ast
import inspect
import tomllib
from pathlib import Path

import pytest

from core.ports.connector_columns import Columned
from core.ports.connector_hooks import Hooked
from core.ports.connectors import Widget
from integrations.hris.template.connector import Template
from integrations.registry import connectors

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guides" / "writing-connectors.md"
FILES = ("doc.md", "quality.toml")
RULES = (
    "form",
    "account",
    "authority",
    "permission",
    "troubles",
    "bad-rows",
    "resumes",
    "deletions",
    "expired",
    "hooks",
)
EVERY = [*connectors().values(), Template()]


def folder(connector):
    return Path(inspect.getfile(type(connector))).parent


def quality(connector):
    return tomllib.loads((folder(connector) / "quality.toml").read_text(encoding="utf-8"))


def is_there(test):
    """Whether a file has a test of this name, in its class."""
    name, *path = test.split("::")
    if not (ROOT / name).is_file():
        return False
    nodes = ast.parse((ROOT / name).read_text(encoding="utf-8")).body
    for step in path:
        found = [n for n in nodes if getattr(n, "name", None) == step]
        if not found:
            return False
        nodes = found[0].body
    return bool(path)


@pytest.fixture(params=EVERY, ids=lambda connector: connector.manifest.slug)
def connector(request):
    return request.param


def test_it_says_which_test_proves_what(connector):
    told = quality(connector)
    proved, exempt = told.get("proved", {}), told.get("exempt", {})
    assert {*proved, *exempt} == {*RULES}
    assert not proved.keys() & exempt.keys()
    assert [test for test in proved.values() if not is_there(test)] == []
    assert all(len(reason) > 10 and reason.endswith(".") for reason in exempt.values())


def test_its_folder_has_all_that_makes_a_connector(connector):
    there = folder(connector)
    assert [name for name in FILES if not (there / name).is_file()] == []
    assert ROOT / connector.manifest.docs == there / "doc.md"
    assert (there / "doc.md").read_text(encoding="utf-8").startswith("# ")


def test_every_folder_with_a_manifest_or_a_page_is_known():
    modules = (ROOT / "integrations").rglob("*.py")
    named = {path.parent for path in modules if "MANIFEST = Manifest(" in path.read_text("utf-8")}
    pages = {path.parent for path in (ROOT / "integrations").rglob("doc.md")}
    assert named == pages == {folder(one) for one in EVERY}


def test_the_list_for_administrators_has_every_page():
    index = ROOT / "docs" / "guides" / "connectors" / "README.md"
    told = index.read_text(encoding="utf-8")
    pages = {one.manifest.docs for one in connectors().values()}
    assert [page for page in pages if f"](../../../{page})" not in told] == []


def test_a_window_of_time_is_offered_where_the_source_has_one():
    offered = [one.manifest.slug for one in EVERY for s in one.streams if s.backfills]
    assert offered == ["bamboohr"]


def test_what_tells_of_changes_refuses_strangers(connector):
    assert isinstance(connector, Hooked) == connector.manifest.hooks
    assert connector.manifest.hooks == ("hooks" in quality(connector).get("proved", {}))


def test_its_form_can_be_filled_in(connector):
    names = [field.name for field in connector.fields]
    assert len(names) == len(set(names))
    for field in connector.fields:
        assert field.label
        assert field.secret == (field.widget in {Widget.SECRET, Widget.LONG_SECRET})
        assert (field.widget is Widget.CHOICE) == bool(field.choices)
    maps = any(field.widget is Widget.MAPPING for field in connector.fields)
    assert maps == isinstance(connector, Columned)


def test_the_template_is_no_choice_of_administrators():
    assert Template().manifest.slug not in connectors()


def test_the_guide_explains_every_promise():
    rows = [line for line in GUIDE.read_text(encoding="utf-8").splitlines() if "| `" in line]
    assert [rule for rule in RULES if not any(row.startswith(f"| `{rule}`") for row in rows)] == []


def test_a_test_that_is_not_there_is_noticed():
    here = "tests/project/test_connectors.py"
    assert is_there(f"{here}::test_a_test_that_is_not_there_is_noticed")
    assert not is_there(f"{here}::test_b")
    assert not is_there(f"{here}::TestA::test_b")
    assert not is_there("tests/project/test_none.py::test_b")
    assert not is_there(here)
