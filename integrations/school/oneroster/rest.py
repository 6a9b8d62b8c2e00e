"""OneRoster by REST as a connector. See doc.md for administrators.

Cursors, version 1: {"offset", "known", "filter", "began"} within a reading; {"since"} after it. All
moments are the service's own, never ours.
Spec: https://www.imsglobal.org/spec/oneroster/v1p2/rostering/bind/rest
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlsplit

from core.domain.directory import DirectoryRecord
from core.domain.sync import Cursor, SyncMode, Window
from core.errors import InvalidInputError
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
from integrations.base.pinning import origin_of
from integrations.base.settings_form import N_
from integrations.school.oneroster.api import Authorised, Credentials
from integrations.school.oneroster.records import Left, Reading
from integrations.school.oneroster.service import Service, User
from integrations.school.oneroster.settings import ServiceSettings

STREAM = "people"
PAGE = 1000
VERSION = 1
LOOK_BACK = timedelta(minutes=5)
"""Services set dateLastModified before a change can be seen; what is read twice changes nothing."""
UNKNOWN_CLOCK = timedelta(hours=1)
"""How much earlier a reading is said to have begun when the service does not say the time."""

MANIFEST = Manifest(
    slug="oneroster",
    title="OneRoster",
    summary=N_("Students and staff of schools, from a student information system."),
    kind=Kind.SCHOOL,
    authorisation="client",
    docs="integrations/school/oneroster/doc.md",
)
STREAMS = [
    StreamInfo(
        name=STREAM,
        title=N_("People"),
        records=RecordKind.PEOPLE,
        modes=frozenset({SyncMode.FULL, SyncMode.INCREMENTAL}),
    )
]


@dataclass(frozen=True, slots=True)
class OneRoster(Declared):
    """See core.ports.connectors.Connector.

    Attributes:
        page: users to ask for at once.
    """

    page: int = PAGE

    says: ClassVar = MANIFEST
    form: ClassVar = ServiceSettings
    reads: ClassVar = STREAMS

    def hosts(self, settings: Mapping[str, Any]) -> frozenset[str]:
        """See Connector."""
        parts = [urlsplit(settings[name]) for name in ("address", "token_address")]
        return frozenset(origin_of(one.scheme, one.hostname or "", one.port) for one in parts)

    def check(self, context: Context) -> Account:
        """See Connector."""
        for name in ("address", "token_address"):
            _callable(context, name)
        self._service(context, 1, anew=True).page(0, "", "")
        address = str(context.settings["address"])
        account = f"{address} {context.settings['client_id']}"
        return Account(account_id=account, label=urlsplit(address).netloc)

    def pull(
        self,
        stream: str,  # noqa: ARG002 - there is only one
        context: Context,
        cursor: Cursor | None,
        window: Window | None,  # noqa: ARG002 - services cannot tell who changed until when
    ) -> Iterator[PeoplePage]:
        """See Connector."""
        service = self._service(context, self.page)
        reading = Reading(str(context.settings["who"]), service.schools())
        place = _beginning(cursor)
        last = False
        while not last:
            some = service.page(place["offset"], place["known"], place["filter"])
            began = place["began"] or _stamp(some.at or context.clock.now() - UNKNOWN_CLOCK)
            page = _page(reading, some.users, everybody=not place["filter"])
            place, last = {**_behind(place, some.users), "began": began}, some.last
            end = {"v": VERSION, "since": began}
            yield replace(page, next_cursor=end if last else place, last=last)

    def _service(self, context: Context, size: int, *, anew: bool = False) -> Service:
        settings = context.settings
        credentials = Credentials(
            url=settings["token_address"],
            client_id=settings["client_id"],
            secret=context.secrets.get("client_secret"),
        )
        places = (context.http, context.clock, settings["address"])
        return Service(Authorised(*places, credentials, context.secrets, anew=anew), size)


def _callable(context: Context, name: str) -> None:
    """Say at the field which address cannot be called.

    Raises:
        InvalidInputError: that one.
    """
    try:
        context.http.check(context.settings[name])
    except InvalidInputError as error:
        raise InvalidInputError(
            "The settings were not stored. Correct the fields that are marked.",
            {name: [sentence(error.message, **error.params)]},
        ) from error


def _beginning(cursor: Cursor | None) -> dict[str, Any]:
    if cursor is not None and "offset" in cursor:
        return dict(cursor)
    since = str(cursor["since"]) if cursor else ""
    return {"v": VERSION, "offset": 0, "known": "", "filter": since, "began": ""}


def _behind(place: Mapping[str, Any], users: Sequence[User]) -> dict[str, Any]:
    known = str(users[-1].get("sourcedId")) if users else place["known"]
    return {**place, "offset": place["offset"] + len(users), "known": known}


def _page(reading: Reading, users: Sequence[User], *, everybody: bool) -> PeoplePage:
    """A page.

    Who left is told only among changes: of everybody, who is not there is gone anyway, and an
    administrator is asked when these are many.
    """
    read = [reading.record(one) for one in users]
    people = {one.key: one for one in read if isinstance(one, DirectoryRecord)}
    left = [one.key for one in read if isinstance(one, Left)]
    bad = [one for one in read if isinstance(one, BadRow)]
    return Page(upserts=list(people.values()), deletes=[] if everybody else left, bad=bad)


def _stamp(moment: datetime) -> str:
    """As OneRoster writes it in filters."""
    earlier = (moment - LOOK_BACK).astimezone(UTC)
    return f"{earlier:%Y-%m-%dT%H:%M:%S}.000Z"
