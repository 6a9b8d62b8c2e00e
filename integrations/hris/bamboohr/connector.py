"""BambooHR as a connector. See doc.md for administrators.

Docs: https://documentation.bamboohr.com/docs/getting-started
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar
from urllib.parse import urlsplit

from core.domain.sync import Cursor, SyncMode, Window
from core.errors import InvalidInputError, UnavailableError
from core.ports.connector_columns import SourceColumns
from core.ports.connector_hooks import Delivery, Hint, Subscription
from core.ports.connectors import (
    Account,
    Context,
    ForbiddenScopeError,
    Kind,
    Manifest,
    PeoplePage,
    RecordKind,
    StreamInfo,
)
from core.sentence import Sentence, sentence
from integrations.base.declared import Declared
from integrations.base.settings_form import N_
from integrations.hris.bamboohr.api import Authorised, Requests
from integrations.hris.bamboohr.company import Company
from integrations.hris.bamboohr.events import verify
from integrations.hris.bamboohr.pulling import Pull, beginning
from integrations.hris.bamboohr.records import MAPPABLE, Reading, reading
from integrations.hris.bamboohr.settings import Settings

STREAM = "people"
PAGE = 1000
FEW = 50
"""Changed people a request: each is a condition of its filter."""
UNKNOWN_CLOCK = timedelta(hours=1)
"""How much earlier a full reading is said to have begun when BambooHR does not say the time."""
WATCHED = (
    "firstName",
    "lastName",
    "preferredName",
    "employeeNumber",
    "workEmail",
    "jobTitle",
    "department",
    "location",
    "reportsTo",
    "supervisor",
    "status",
    "employmentStatus",
    "employmentHistoryStatus",
    "hireDate",
    "terminationDate",
)
"""Fields whose change we want to be told, of those that can be watched."""
_NEEDED = ("key", "status")
_MISSED = {
    "email": N_("E-mail address"),
    "manager_key": N_("Manager"),
    "title": N_("Job title"),
    "department": N_("Department"),
}

MANIFEST = Manifest(
    slug="bamboohr",
    title="BambooHR",
    summary=N_("People of a company, with job title, department and manager."),
    kind=Kind.DIRECTORY,
    authorisation="key",
    docs="integrations/hris/bamboohr/doc.md",
    hooks=True,
)
STREAMS = [
    StreamInfo(
        name=STREAM,
        title=N_("People"),
        records=RecordKind.PEOPLE,
        modes=frozenset({SyncMode.FULL, SyncMode.INCREMENTAL}),
        backfills=True,
        every=timedelta(hours=4),
    )
]


@dataclass(frozen=True, slots=True)
class BambooHR(Declared):
    """See core.ports.connectors.Connector, connector_columns.Columned and connector_hooks.Hooked.

    Attributes:
        page: rows a page of a full reading.
        few: changed people a page.
    """

    page: int = PAGE
    few: int = FEW

    says: ClassVar = MANIFEST
    form: ClassVar = Settings
    reads: ClassVar = STREAMS

    def check(self, context: Context) -> Account:
        """See Connector."""
        company = _company(context)
        chosen = _reading(company, context)[0]
        company.page(chosen.names, chosen.columns["key"].name, 1, 1)
        address = str(context.settings["address"])
        try:
            label = company.name()
        except (ForbiddenScopeError, UnavailableError):
            label = ""  # Only the name needs that permission.
        host = urlsplit(address).netloc
        return Account(account_id=address, label=label or host, warnings=_warnings(chosen))

    def pull(
        self,
        stream: str,  # noqa: ARG002 - there is only one
        context: Context,
        cursor: Cursor | None,
        window: Window | None,
    ) -> Iterator[PeoplePage]:
        """See Connector."""
        company = _company(context)
        chosen, began = _reading(company, context)
        pull = Pull(company, chosen, self.page, self.few)
        if window is not None:
            yield from pull.within(window)
        elif cursor is None:
            yield from pull.everybody(beginning(began, self.page))
        elif "page" in cursor:
            yield from pull.everybody(cursor)
        else:
            yield from pull.changed(cursor)

    def columns(self, context: Context) -> SourceColumns:
        """See Columned."""
        company = _company(context)
        known, _ = company.columns()
        today = context.clock.now().date()
        found = reading(known, {}, today).columns
        return SourceColumns(
            names=[column.name for column in known],
            ours=MAPPABLE,
            suggested={name: found[name].name for name, _ in MAPPABLE if name in found},
        )

    def subscribe(self, context: Context, url: str) -> Subscription:
        """See Hooked."""
        company = _company(context)
        known = company.monitored()
        hook_id, key = company.add_hook(url, [name for name in WATCHED if name in known])
        return Subscription(id=hook_id, secret=key)

    def renew(self, context: Context, subscription: Subscription, url: str) -> Subscription:  # noqa: ARG002 - it never ends by itself
        """See Hooked."""
        return subscription

    def unsubscribe(self, context: Context, subscription: Subscription) -> None:
        """See Hooked."""
        _company(context).remove_hook(subscription.id)

    def handshake(self, delivery: Delivery) -> str | None:  # noqa: ARG002 - BambooHR never asks
        """See Hooked."""
        return None

    def receive(self, secret: str, delivery: Delivery) -> Hint:
        """See Hooked."""
        return Hint(delivery_id=verify(secret, delivery), streams=frozenset({STREAM}))


def _company(context: Context) -> Company:
    requests = Requests(context.http, str(context.settings["address"]))
    return Company(Authorised(requests, context.secrets.get("api_key")))


def _reading(company: Company, context: Context) -> tuple[Reading, Any]:
    try:
        known, at = company.columns()
    except InvalidInputError as error:
        raise InvalidInputError(
            "The settings were not stored. Correct the fields that are marked.",
            {"address": [sentence(error.message, **error.params)]},
        ) from error
    now = context.clock.now()
    chosen = reading(known, context.columns, now.date())
    if lacking := [name for name in _NEEDED if name not in chosen.columns]:
        raise ForbiddenScopeError(
            "The owner of the API key may not read the field %(field)s of people in BambooHR.",
            field={"key": "Employee ID", "status": "Status"}[lacking[0]],
        )
    return chosen, at or now - UNKNOWN_CLOCK


def _warnings(chosen: Reading) -> tuple[Sentence, ...]:
    return tuple(
        sentence(
            "BambooHR does not show this field to the owner of the API key: %(field)s.", field=label
        )
        for name, label in _MISSED.items()
        if name not in chosen.columns
    )
