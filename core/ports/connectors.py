"""What a connector is to the rest: a manifest, a form, a check, and streams to pull.

A connector never sees the database: it gets a `Context` and yields pages. The runner
(core/services/connections/) stores them. Adapters: one folder a vendor in integrations/, found
through integrations/registry.py; docs/guides/writing-connectors.md says how to write one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from socket import socket
from typing import Any, Generic, Protocol, TypeVar

from core.domain.directory import DirectoryRecord
from core.domain.sync import Cursor, SyncMode, Window
from core.errors import MentorloomError, UnavailableError
from core.ports.clock import Clock
from core.ports.outbound import OutboundHttp
from core.sentence import Sentence

R = TypeVar("R")


class Kind(StrEnum):
    """What a connector is for; how the page groups them."""

    DIRECTORY = "directory"
    FILES = "files"
    SCHOOL = "school"
    LMS = "lms"


class RecordKind(StrEnum):
    """What a stream yields, and so who stores it."""

    PEOPLE = "people"
    RESOURCES = "resources"
    COMPLETIONS = "completions"


class Widget(StrEnum):
    """How a field of a form is entered."""

    TEXT = "text"
    URL = "url"
    NUMBER = "number"
    SECRET = "secret"  # noqa: S105 - the name of a widget
    LONG_SECRET = "long_secret"  # noqa: S105 - the same, many lines: a private key
    CHOICE = "choice"
    TICK = "tick"
    REGISTRATION = "registration"  # one of the organization's LTI registrations, by its id
    MAPPING = "mapping"  # our field -> the source's column


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One field of a connector's form, read off its schema.

    Attributes:
        name: its key in the settings. label, help, placeholder: English message ids.
        choices: (value, label) of a choice.
        secret: written and never shown again.
        rewires: whether another value points to another place, so that secrets which were given
            for the old place have to be given again.
    """

    name: str
    label: str
    help: str = ""
    placeholder: str = ""
    widget: Widget = Widget.TEXT
    required: bool = False
    secret: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    default: Any = None
    rewires: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamInfo:
    """One kind of records a connector can be read for.

    Attributes:
        records: what it yields.
        modes: how it can be read; FULL is always among them.
        backfills: whether it can read a window of time.
        every: how often, unless administrators say otherwise.
    """

    name: str
    title: str
    records: RecordKind
    modes: frozenset[SyncMode] = frozenset({SyncMode.FULL})
    backfills: bool = False
    every: timedelta = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a connector says about itself; data, not code.

    Attributes:
        slug: short unique name, lower case letters, digits and hyphens.
        title: the product's name. summary: what it brings, one sentence (message id).
        authorisation: how it proves who it is over there: "none", "key", "basic", "client", "ssh".
        docs: path of its page for administrators, from the root of the repository.
        receives: it is written to (SCIM, an upload) and has nothing to pull by a schedule.
        hooks: it can be told of changes by webhooks.
    """

    slug: str
    title: str
    summary: str
    kind: Kind
    authorisation: str
    docs: str
    receives: bool = False
    hooks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A record that cannot be used, and why; see core.domain.sync.SyncIssue."""

    key: str = ""
    place: str = ""
    sentence: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[R]):
    """What is stored in one transaction, together with the cursor behind it.

    Attributes:
        upserts: records that are there, each key once.
        deletes: keys the source says it has no more.
        bad: records that are left out.
        next_cursor: where reading goes on after this page, now or in a later run; None if only
            from the beginning.
        last: nothing follows: a full run that ends here knows everybody who is there.
    """

    upserts: Sequence[R] = ()
    deletes: Sequence[str] = ()
    bad: Sequence[BadRow] = ()
    next_cursor: Cursor | None = None
    last: bool = False


PeoplePage = Page[DirectoryRecord]
"""For annotations: a page is made by `Page(...)`."""


class Secrets(Protocol):
    """The secrets of one connection. Never shown, never logged."""

    def get(self, name: str) -> str:
        """Its value; "" while it is not set."""
        ...

    def refreshed(self, name: str, stale: str, renew: Callable[[], str]) -> str:
        """A secret that the vendor replaces now and then (a token): the newest value.

        Under a lock, the value is read again; only if it still is `stale`, `renew` is called and
        what it returns is stored. So many processes refresh once.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a connector works with.

    Attributes:
        settings: validated values of its form, without secrets.
        http: guarded, bound to the hosts of the settings, patient with the vendor's limits.
        open_file: the uploaded file, for connectors that read one; raises NotFoundError.
        dial: a guarded TCP connection to a host and port among `hosts()` ("ssh://host:22"), for
            what is not HTTP. Raises InvalidInputError and UnavailableError as `http` does.
        columns: our field -> the source's field, where administrators mapped them: the value of
            the form's field with Widget.MAPPING, or what they just try out;
            core/ports/connector_columns.py says more.
    """

    settings: Mapping[str, Any]
    secrets: Secrets
    http: OutboundHttp
    clock: Clock
    open_file: Callable[[], bytes]
    dial: Callable[[str, int], socket]
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Whose account a connection uses, as the other side says.

    Attributes:
        account_id: stable; the same after it was authorised again.
        label: for administrators.
        warnings: what works, but should be looked at.
    """

    account_id: str
    label: str
    warnings: tuple[Sentence, ...] = ()


class Connector(Protocol):
    """One vendor. Stateless; safe to share between threads."""

    @property
    def manifest(self) -> Manifest:
        """What it says about itself."""
        ...

    @property
    def fields(self) -> Sequence[FormField]:
        """Its form, in order."""
        ...

    @property
    def streams(self) -> Sequence[StreamInfo]:
        """What it can be read for."""
        ...

    def read(self, typed: Mapping[str, Any]) -> Mapping[str, Any]:
        """Validate the form; integrations/base/settings_form.read_form does it.

        Args:
            typed: text of each field; for secrets the new value or nothing.

        Returns:
            A value for every field but secrets that were left empty: whether a required one is
            stored already, core/services/connections/ knows.

        Raises:
            InvalidInputError: which fields, and what to do.
        """
        ...

    def hosts(self, settings: Mapping[str, Any]) -> frozenset[str]:
        """Origins ("https://host[:port]", "ssh://host:port") it may call with these settings."""
        ...

    def check(self, context: Context) -> Account:
        """Ask the other side who we are and whether we may read.

        Raises:
            InvalidInputError: a field is wrong.
            NotAuthorisedError, ForbiddenScopeError, RateLimitedError, UnavailableError: as named.
        """
        ...

    def pull(
        self, stream: str, context: Context, cursor: Cursor | None, window: Window | None
    ) -> Iterator[Page[Any]]:
        """Read a stream, page by page, until one is the last.

        Args:
            stream: name of one of `streams`.
            context: what to read with.
            cursor: `next_cursor` of the page after which to go on; None for everything.
            window: of a backfill; None for everything, or for what changed since the cursor.

        Raises:
            CursorExpiredError: start with a full run.
            InvalidInputError: the settings or the columns do not fit what is there; never retried.
            NotAuthorisedError, ForbiddenScopeError, RateLimitedError, UnavailableError: as named.
        """
        ...


class NotAuthorisedError(MentorloomError):
    """The other side does not accept our credentials: somebody has to authorise us again."""

    code = "not_authorised"


class ForbiddenScopeError(MentorloomError):
    """The credentials are good, but lack a permission; the sentence names it."""

    code = "forbidden_scope"


class RateLimitedError(UnavailableError):
    """The other side asks us to come again later; `retry_after` says when."""

    code = "rate_limited"


class CursorExpiredError(MentorloomError):
    """The other side does not know any more where we were."""

    code = "cursor_expired"
