"""OneRoster's CSV files as a connector: an archive is uploaded and read.

Cursors, version 1: {"row", "sum"}: after which line of users.csv, and of which archive.
Spec: https://www.imsglobal.org/spec/oneroster/v1p2/bind/csv
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, ClassVar

from core.domain.directory import DirectoryRecord
from core.domain.sync import Cursor, Window
from core.errors import InvalidInputError
from core.ports.connectors import (
    Account,
    BadRow,
    Context,
    CursorExpiredError,
    Kind,
    Manifest,
    Page,
    PeoplePage,
    RecordKind,
    StreamInfo,
)
from core.sentence import sentence
from integrations.base.declared import Declared
from integrations.base.settings_form import N_
from integrations.school.oneroster.archive import USERS, Archive, Row, opened
from integrations.school.oneroster.records import Reading
from integrations.school.oneroster.settings import FileSettings

STREAM = "people"
PAGE = 2000
VERSION = 1

MANIFEST = Manifest(
    slug="oneroster-csv",
    title=N_("OneRoster file"),
    summary=N_("Students and staff of schools, from a OneRoster archive that you upload."),
    kind=Kind.SCHOOL,
    authorisation="none",
    docs="integrations/school/oneroster/doc.md",
    receives=True,
)
STREAMS = [StreamInfo(name=STREAM, title=N_("People"), records=RecordKind.PEOPLE)]


@dataclass(frozen=True, slots=True)
class OneRosterFile(Declared):
    """See core.ports.connectors.Connector.

    Attributes:
        page: users a page.
    """

    page: int = PAGE

    says: ClassVar = MANIFEST
    form: ClassVar = FileSettings
    reads: ClassVar = STREAMS

    def hosts(self, settings: Mapping[str, Any]) -> frozenset[str]:  # noqa: ARG002 - it calls nobody
        """See Connector."""
        return frozenset()

    def check(self, context: Context) -> Account:
        """See Connector; raises NotFoundError while no archive was uploaded."""
        next(_complete(context.open_file()).rows(USERS), None)
        return Account(account_id=MANIFEST.slug, label="")

    def pull(
        self,
        stream: str,  # noqa: ARG002 - there is only one
        context: Context,
        cursor: Cursor | None,
        window: Window | None,  # noqa: ARG002 - a file has no past
    ) -> Iterator[PeoplePage]:
        """See Connector; raises NotFoundError while no archive was uploaded."""
        content = context.open_file()
        known, after = sha256(content).hexdigest(), int(cursor["row"]) if cursor else 0
        if cursor and cursor["sum"] != known:
            raise CursorExpiredError("Another file was uploaded meanwhile.")
        archive = _complete(content)
        reading = Reading(str(context.settings["who"]), archive.schools(), archive.roles())
        gathered = _Gathered(reading)
        for number, row in archive.rows(USERS):
            # Looked at before a line is added, so that the last page is never an empty one.
            if gathered.lines == self.page:
                behind = {"v": VERSION, "row": gathered.number, "sum": known}
                yield gathered.page(next_cursor=behind)
            gathered.add(number, row, counts=number > after)
        yield gathered.page(last=True)


@dataclass(slots=True)
class _Gathered:
    """What will be the next page.

    Attributes:
        keys: of everybody so far, also on earlier pages.
        lines, number: how many lines it has, and the number of the last.
    """

    reading: Reading
    keys: set[str] = field(default_factory=set)
    people: list[DirectoryRecord] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    lines: int = 0
    number: int = 0

    def add(self, number: int, row: Row, *, counts: bool) -> None:
        """Add a line; one that was read before the cursor only to know its key."""
        key, place = row.get("sourcedId", ""), f"{USERS}, row {number}"
        twice = key in self.keys
        self.keys.add(key)
        if not counts:
            return
        self.lines, self.number = self.lines + 1, number
        if twice:
            told = sentence("This ID is in the file twice; the first line counts.")
            self.bad.append(BadRow(key=key, place=place, sentence=told))
            return
        read = self.reading.record(_as_told(row), place)
        if isinstance(read, DirectoryRecord):
            self.people.append(read)
        elif isinstance(read, BadRow):
            self.bad.append(read)

    def page(self, **rest: Any) -> PeoplePage:
        """The page; what comes then is the next one."""
        made: PeoplePage = Page(upserts=self.people, bad=self.bad, **rest)
        self.people, self.bad, self.lines = [], [], 0
        return made


def _as_told(row: Row) -> Mapping[str, Any]:
    """A line in the words of REST, which records.py reads."""
    orgs = [{"sourcedId": one.strip()} for one in row.get("orgSourcedIds", "").split(",") if one]
    primary = row.get("primaryOrgSourcedId", "")
    return {
        **row,
        "enabledUser": row.get("enabledUser") or None,
        "preferredFirstName": row.get("preferredGivenName", ""),
        "preferredLastName": row.get("preferredFamilyName", ""),
        "orgs": orgs,
        "primaryOrg": {"sourcedId": primary} if primary else None,
    }


def _complete(content: bytes) -> Archive:
    """The archive, if it has everybody.

    Raises:
        InvalidInputError: it has only what changed, or cannot be read.
    """
    archive = opened(content)
    if not archive.holds_everybody():
        raise InvalidInputError(
            "The archive holds only what changed (delta). Upload a complete one (bulk)."
        )
    return archive
