"""Texts: every language says all that the manifest says, with the same placeholders."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from core.sentence import Sentence, sentence
from teams_app.notifier.activity_types import parameters_of
from teams_app.package.languages import REQUIRED, texts
from teams_app.package.linting.shape import Opened
from web.surface import LOCALES


def flaws(package: Opened) -> Iterator[Sentence]:
    """What is wrong with the texts."""
    said = texts(package.manifest)
    for path, value in said.items():
        if not value.strip():
            yield sentence("%(path)s is empty.", path=path)
    yield from _same_commands(said, "")
    for tag, language in package.languages.items():
        translated = {path: value for path, value in language.items() if path != "$schema"}
        yield from _of_language(tag, said, translated)
        yield from _same_commands({**said, **translated}, tag)


def _of_language(
    tag: str, said: Mapping[str, str], translated: Mapping[str, Any]
) -> Iterator[Sentence]:
    for path in sorted({*said, *REQUIRED} - set(translated)):
        yield sentence("%(language)s lacks %(path)s.", language=tag, path=path)
    for path, value in translated.items():
        if path not in said:
            yield sentence(
                "%(language)s translates %(path)s, which the manifest does not have.",
                language=tag,
                path=path,
            )
        elif not isinstance(value, str) or not value.strip():
            yield sentence("%(language)s leaves %(path)s empty.", language=tag, path=path)
        elif parameters_of(value) != parameters_of(said[path]):
            yield sentence(
                "%(language)s has other placeholders in %(path)s than the manifest.",
                language=tag,
                path=path,
            )


def _same_commands(said: Mapping[str, Any], tag: str) -> Iterator[Sentence]:
    """A command is said to the bot by its title: two of one title cannot be told apart."""
    titles = Counter(
        str(value).casefold()
        for path, value in said.items()
        if path.startswith("bots[") and path.endswith(".title")
    )
    for title, count in titles.items():
        if count > 1:
            yield sentence(
                "Two commands are called %(title)s (%(language)s).",
                title=title,
                language=tag or LOCALES[0],
            )
