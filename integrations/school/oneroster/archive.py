"""A OneRoster archive: CSV files in a ZIP, with a manifest that says which there are.

1. manifest.csv: pairs of names and values; "file.users" is "bulk" (everybody), "delta" (what
   changed) or "absent".
2. users.csv; in 1.2 roles.csv besides, one line a role; orgs.csv with the names of schools.
UTF-8, with or without a byte order mark; commas; the first line names the columns.
Spec: https://www.imsglobal.org/spec/oneroster/v1p2/bind/csv
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.errors import InvalidInputError

MANIFEST, USERS, ROLES, SCHOOLS = "manifest.csv", "users.csv", "roles.csv", "orgs.csv"
MOST_BYTES = 1_000_000_000
"""Of all that we read, unpacked. zipfile unpacks no more of a file than the archive says it has."""
BULK = "bulk"
# RuntimeError: a way of packing that Python does not know. ValueError: no text in UTF-8, or a list
# of contents that points to before the beginning.
_UNREADABLE = (ValueError, csv.Error, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Archive:
    """An opened archive."""

    zip: zipfile.ZipFile

    def holds_everybody(self) -> bool:
        """Whether its users are complete. Raises as `rows`."""
        told = {
            row.get("propertyName", ""): row.get("value", "").strip().lower()
            for _, row in self.rows(MANIFEST)
        }
        return told.get("file.users", BULK) == BULK

    def schools(self) -> dict[str, str]:
        """Id -> name of each organization. Raises as `rows`."""
        if SCHOOLS not in self.zip.namelist():
            return {}
        return {row.get("sourcedId", ""): row.get("name", "") for _, row in self.rows(SCHOOLS)}

    def roles(self) -> dict[str, list[dict[str, Any]]]:
        """User -> their roles, as records.py reads them; nothing in 1.1. Raises as `rows`."""
        found: dict[str, list[dict[str, Any]]] = {}
        if ROLES not in self.zip.namelist():
            return found
        for _, row in self.rows(ROLES):
            if row.get("status", "").lower() == "tobedeleted":
                continue
            role = {
                "type": row.get("roleType", ""),
                "name": row.get("role", ""),
                "org": {"id": row.get("orgSourcedId", "")},
            }
            found.setdefault(row.get("userSourcedId", ""), []).append(role)
        return found

    def rows(self, name: str) -> Iterator[tuple[int, Row]]:
        """The lines of a file below its header, with their numbers as spreadsheets count them.

        Raises:
            InvalidInputError: it is not there, or cannot be read.
        """
        try:
            with self.zip.open(name) as packed:
                text = io.TextIOWrapper(packed, encoding="utf-8-sig", newline="")
                for number, row in enumerate(csv.DictReader(text, strict=True), 2):
                    # Of a longer line the rest is under None, of a shorter one values are None.
                    yield number, {key: cell or "" for key, cell in row.items() if key}
        except KeyError as error:
            raise InvalidInputError(
                "The archive has no file %(name)s. Export OneRoster CSV, and upload the ZIP as it "
                "is.",
                name=name,
            ) from error
        except _UNREADABLE as error:
            raise InvalidInputError(
                "The file %(name)s in the archive cannot be read. Export it again.", name=name
            ) from error


def opened(content: bytes) -> Archive:
    """Open an archive.

    Raises:
        InvalidInputError: it is none, is encrypted, or unpacks to more than we read.
    """
    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, RuntimeError, ValueError) as error:
        raise InvalidInputError("This is no ZIP archive. Upload the archive as it is.") from error
    read = [one for one in packed.infolist() if one.filename in (MANIFEST, USERS, ROLES, SCHOOLS)]
    if any(one.flag_bits & 1 for one in read):
        raise InvalidInputError("The archive is protected by a password. Upload one without.")
    if sum(one.file_size for one in read) > MOST_BYTES:
        raise InvalidInputError("The archive unpacks to more than can be read.")
    return Archive(packed)
