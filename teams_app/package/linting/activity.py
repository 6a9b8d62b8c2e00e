"""The activity feed: Graph refuses what is not declared, and what lacks a parameter."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from core.sentence import Sentence, sentence
from teams_app.notifier.activity_types import BY_TEAMS, parameters_of
from teams_app.package.linting.shape import Opened

RESERVED = "systemDefault"
"""Graph's own type, which takes any text."""
PERMISSIONS = frozenset({"TeamsActivity.Send.User", "TeamsActivity.Send.Group"})


def flaws(package: Opened, used: Mapping[str, frozenset[str]]) -> Iterator[Sentence]:
    """What is wrong with the entries of the activity feed. Arguments as of `lint`."""
    declared = _declared(package.manifest)
    for name, count in Counter(kind["type"] for kind in declared).items():
        if count > 1:
            yield sentence("The activity type %(name)s is declared twice.", name=name)
        if name == RESERVED:
            yield sentence("The activity type %(name)s is reserved.", name=name)
        if name not in used:
            yield sentence("The activity type %(name)s is declared but never used.", name=name)
    for name in sorted(set(used) - {kind["type"] for kind in declared}):
        yield sentence("The activity type %(name)s is used but not declared.", name=name)
    for kind in declared:
        supplied = BY_TEAMS | used.get(kind["type"], frozenset())
        missing = parameters_of(kind["templateText"]) - supplied
        for parameter in sorted(missing):
            yield sentence(
                "The activity type %(name)s shows %(parameter)s, which nobody supplies.",
                name=kind["type"],
                parameter=parameter,
            )
    if declared and not PERMISSIONS & _permissions(package.manifest):
        yield sentence("The manifest must ask for TeamsActivity.Send.User.")


def _declared(manifest: Mapping[str, Any]) -> list[dict[str, str]]:
    declared: list[dict[str, str]] = manifest.get("activities", {}).get("activityTypes", [])
    return declared


def _permissions(manifest: Mapping[str, Any]) -> set[str]:
    asked = manifest.get("authorization", {}).get("permissions", {}).get("resourceSpecific", ())
    return {one["name"] for one in asked}
