"""The texts of the manifest in another language: a file of JSON paths.

https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-localization
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

SCHEMA = (
    "https://developer.microsoft.com/json-schemas/teams/v1.25/"
    "MicrosoftTeams.Localization.schema.json"
)
REQUIRED = ("name.short", "description.short", "description.full")
_TEXTS = re.compile(
    r"""
    name\.(short|full)
    | description\.(short|full)
    | staticTabs\[\d+\]\.name
    | bots\[0\]\.commandLists\[\d\]\.commands\[\d+\]\.(title|description)
    | composeExtensions\[0\]\.commands\[\d\]\.(title|description)
    | composeExtensions\[0\]\.commands\[\d\]\.parameters\[\d\]\.(title|description)
    | activities\.activityTypes\[\d+\]\.(description|templateText)
    """,
    re.VERBOSE,
)


def texts(manifest: Mapping[str, Any]) -> dict[str, str]:
    """JSON path -> text, of everything that people read.

    Args:
        manifest: in the language wanted.
    """
    return {path: value for path, value in _leaves(manifest, "") if _TEXTS.fullmatch(path)}


def language(manifest: Mapping[str, Any]) -> dict[str, str]:
    """The language file that fits a manifest in that language."""
    return {"$schema": SCHEMA, **texts(manifest)}


def _leaves(part: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(part, Mapping):
        for name, value in part.items():
            yield from _leaves(value, f"{path}.{name}" if path else name)
    elif isinstance(part, list):
        for number, value in enumerate(part):
            yield from _leaves(value, f"{path}[{number}]")
    elif isinstance(part, str):
        yield path, part
