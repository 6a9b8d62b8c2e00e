"""The zip file: the same bytes for the same content, wherever and whenever it is made."""

import hashlib
import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from core.domain.teams_tenant import TeamsTenant
from teams_app.package.languages import language
from teams_app.package.manifest import COLOR_ICON, OUTLINE_ICON, language_file, manifest
from web.surface import LOCALES

MANIFEST = "manifest.json"
_ICONS = Path(__file__).parent / "icons"
_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The earliest moment that a zip file can tell."""

Files = Mapping[str, bytes]
"""Name -> content, of what is in the package."""


def package_files(tenant: TeamsTenant, public_url: str, version: str) -> Files:
    """What the package of a tenant holds. Arguments as of `manifest`."""
    files = {MANIFEST: _json(manifest(tenant, public_url, version))}
    for locale in LOCALES[1:]:
        translated = manifest(tenant, public_url, version, locale)
        files[language_file(locale)] = _json(language(translated))
    for icon in (COLOR_ICON, OUTLINE_ICON):
        files[icon] = (_ICONS / icon).read_bytes()
    return files


def zipped(files: Files) -> bytes:
    """A zip file; nothing in it is compressed, so that it depends on no library's version."""
    body = BytesIO()
    with ZipFile(body, "w", ZIP_STORED) as archive:
        for name, content in sorted(files.items()):
            entry = ZipInfo(name, _BEGINNING)
            entry.create_system = 3  # Unix, on Windows too
            archive.writestr(entry, content)
    return body.getvalue()


def digest(files: Files) -> str:
    """Tells contents apart: SHA-256 in hex."""
    return hashlib.sha256(zipped(files)).hexdigest()


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
