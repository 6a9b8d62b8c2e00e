"""The zip file itself."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from core.sentence import Sentence, sentence
from teams_app.package.archive import MANIFEST

LARGEST = 5 * 1024 * 1024
"""Bytes, unpacked."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A package that could be opened.

    Attributes:
        files: name -> content.
        manifest: read.
        languages: tag -> texts, read.
    """

    files: Mapping[str, bytes]
    manifest: Mapping[str, Any]
    languages: Mapping[str, Mapping[str, Any]]


def opened(package: bytes) -> tuple[Opened | None, list[Sentence]]:
    """What is in a package, and what is wrong with the file; None when nothing can be read."""
    try:
        with ZipFile(BytesIO(package)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
                return None, [sentence("The package is too large.")]
            files = {name: archive.read(name) for name in archive.namelist()}
    except BadZipFile:
        return None, [sentence("The package is no zip file.")]
    manifest = _object(files.get(MANIFEST, b""))
    if manifest is None:
        return None, [
            sentence("The root of the package must hold a readable %(file)s.", file=MANIFEST)
        ]
    wrong = [*_missing(files, manifest), *_superfluous(files, manifest)]
    languages = {}
    for tag, name in _language_files(manifest):
        if name in files and (read := _object(files[name])) is not None:
            languages[tag] = read
        elif name in files:
            wrong.append(sentence("%(file)s is not readable.", file=name))
    return Opened(files, manifest, languages), wrong


def _missing(files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> Iterator[Sentence]:
    for name in _named(manifest):
        if name not in files:
            yield sentence("%(file)s is named in the manifest but missing.", file=name)


def _superfluous(files: Mapping[str, bytes], manifest: Mapping[str, Any]) -> Iterator[Sentence]:
    for name in sorted(set(files) - {MANIFEST, *_named(manifest)}):
        yield sentence("%(file)s is in the package but not named in the manifest.", file=name)


def _named(manifest: Mapping[str, Any]) -> list[str]:
    return [*manifest.get("icons", {}).values(), *(name for _, name in _language_files(manifest))]


def _language_files(manifest: Mapping[str, Any]) -> list[tuple[str, str]]:
    further = manifest.get("localizationInfo", {}).get("additionalLanguages", ())
    return [(one["languageTag"], one["file"]) for one in further]


def _object(content: bytes) -> dict[str, Any] | None:
    try:
        read = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict) else None
