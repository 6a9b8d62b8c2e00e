"""The staff list as a connector.

Everybody: pages by the id of the last person; the first page says where changes begin, so that
nobody who changes meanwhile is missed. Changes: pages by a token that the list understands for a
while. A cursor is JSON with a version: {"v": 1, "after", "since"} or {"v": 1, "since"}.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from marshmallow import ValidationError

from core.domain.directory import DirectoryRecord, EmploymentStatus
from core.domain.sync import Cursor, SyncMode, Window
from core.ports.connectors import (
    Account,
    BadRow,
    Context,
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
from integrations.hris.template.api import StaffList
from integrations.hris.template.schemas import Member
from integrations.hris.template.settings import Settings

STREAM = "people"
MANIFEST = Manifest(
    slug="template",
    title="Staff list",
    summary=N_("People of a made-up staff list: a connector to copy."),
    kind=Kind.DIRECTORY,
    authorisation="key",
    docs="integrations/hris/template/doc.md",
)
STREAMS = [
    StreamInfo(
        name=STREAM,
        title=N_("People"),
        records=RecordKind.PEOPLE,
        modes=frozenset({SyncMode.FULL, SyncMode.INCREMENTAL}),
    )
]


class Template(Declared):
    """See core.ports.connectors.Connector."""

    says: ClassVar = MANIFEST
    form: ClassVar = Settings
    reads: ClassVar = STREAMS

    def check(self, context: Context) -> Account:
        """See the port."""
        owner = StaffList(context).owner()
        return Account(account_id=owner["id"], label=owner["name"])

    def pull(
        self,
        stream: str,  # noqa: ARG002 - there is only one
        context: Context,
        cursor: Cursor | None,
        window: Window | None,  # noqa: ARG002 - the stream does not offer to read one
    ) -> Iterator[PeoplePage]:
        """See the port."""
        staff = StaffList(context)
        if cursor is None or "after" in cursor:
            yield from _everybody(staff, cursor)
        else:
            yield from _changes(staff, cursor["since"])


def _everybody(staff: StaffList, cursor: Cursor | None) -> Iterator[PeoplePage]:
    after, since = ("", None) if cursor is None else (cursor["after"], cursor["since"])
    while after is not None:
        listing = staff.everybody(after)
        since, after = since or listing["since"], listing["after"]
        more = {} if after is None else {"after": after}
        yield _page(listing["staff"], (), {"v": 1, "since": since, **more}, last=after is None)


def _changes(staff: StaffList, since: str) -> Iterator[PeoplePage]:
    more = True
    while more:
        changes = staff.changes(since)
        since, more = changes["since"], changes["more"]
        yield _page(changes["staff"], changes["deleted"], {"v": 1, "since": since}, last=not more)


def _page(
    staff: Sequence[Mapping[str, Any]], deleted: Sequence[str], cursor: Cursor, *, last: bool
) -> PeoplePage:
    records, bad = [], []
    for told in staff:
        try:
            records.append(_record(Member().load(told)))
        except ValidationError as error:
            field = next(iter(error.messages_dict))
            wrong = sentence("The field %(field)s cannot be read.", field=field)
            bad.append(BadRow(key=str(told.get("id", "")), sentence=wrong))
    return Page(upserts=records, deletes=deleted, bad=bad, next_cursor=cursor, last=last)


def _record(member: Mapping[str, Any]) -> DirectoryRecord:
    return DirectoryRecord(
        key=member["id"],
        name=member["name"],
        email=member["email"],
        department=member["team"],
        manager_key=member["manager"] or "",
        status=EmploymentStatus.TERMINATED if member["left"] else EmploymentStatus.ACTIVE,
    )
