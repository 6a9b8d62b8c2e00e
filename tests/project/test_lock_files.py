"""Lock files pin everything, hash everything and name no host."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_requirements_are_pinned_and_hashed_without_addresses(path):
    text = path.read_text()
    assert re.findall(r"(?im)^\s*(-i|--\S*(?:index|links|host)\S*)|https?://\S+|@ file", text) == []
    entries = re.split(r"(?m)^(?=[a-z0-9])", text)
    pinned = [entry for entry in entries if entry[:1].isalnum()]
    assert len(pinned) > 50
    for entry in pinned:
        assert re.match(r"[a-z0-9._-]+(\[[a-z0-9,_-]+\])?==\S+ \\", entry), entry.splitlines()[0]
        assert "--hash=sha256:" in entry


def test_both_lock_files_agree():
    pins = [
        dict(re.findall(r"(?m)^([a-z0-9._-]+)(?:\[\S+\])?==(\S+)", path.read_text()))
        for path in REQUIREMENTS
    ]
    dev, runtime = pins
    assert set(runtime.items()) <= set(dev.items())


def test_npm_packages_have_integrity_and_no_address():
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    for name, entry in packages.items():
        assert "resolved" not in entry, name
        assert entry["integrity"].startswith("sha512-"), name


@pytest.mark.parametrize("name", [".npmrc", "pip.conf"])
def test_no_registry_is_configured_in_the_repository(name):
    assert not (ROOT / name).exists()
