"""A small HR system in memory, its connector, and what goes wrong with both."""

from collections.abc import Mapping
from dataclasses import replace

from core.domain.directory import DirectoryRecord
from core.domain.sync import SyncMode
from core.errors import InvalidInputError
from core.ports.connector_columns import SourceColumns
from core.ports.connector_hooks import Hint, Subscription
from core.ports.connectors import (
    Account,
    BadRow,
    CursorExpiredError,
    FormField,
    Kind,
    Manifest,
    NotAuthorisedError,
    Page,
    RecordKind,
    StreamInfo,
    Widget,
)
from core.sentence import sentence

BOTH = frozenset({SyncMode.FULL, SyncMode.INCREMENTAL})
BAD = sentence("Its e-mail address cannot be one.")


class Killed(BaseException):
    """The process ends here, whatever it was doing."""


class FakeSource:
    """People, and a log of who changed.

    Attributes:
        key: the API key it accepts.
        forgets_before: changes before this number of the log are not known any more.
        bad: keys of rows that cannot be used; "" is a row without a key.
        raises: (number of page, error) -> raised instead of that page, once.
    """

    def __init__(self, page_size=2):
        self.people = {}
        self.log = []
        self.page_size = page_size
        self.key = "s3cret"
        self.account = "acme"
        self.forgets_before = 0
        self.bad = []
        self.raises = {}
        self.before_page = lambda _number: None
        self.pulled = []

    def hires(self, *names, **told):
        for name in names:
            self.people[name] = DirectoryRecord(key=name, name=told.get("name", name.title()))
            self.log.append(name)

    def loses(self, *names):
        for name in names:
            if self.people.pop(name, None):
                self.log.append(name)

    def pages(self, cursor, _window):
        at = dict(cursor or {"all": "", "since": len(self.log)})
        self.pulled.append(cursor)
        number = 0
        while True:
            self.before_page(number)
            if error := self.raises.pop(number, None):
                raise error
            if at["since"] < self.forgets_before:
                raise CursorExpiredError("Too old.")
            page = self._listed(at) if "all" in at else self._changed(at)
            yield page
            at, number = page.next_cursor, number + 1
            if page.last:
                return

    def _listed(self, at):
        keys = sorted(key for key in self.people if key > at["all"])
        now = keys[: self.page_size]
        last = len(keys) <= self.page_size
        bad = [BadRow(key=key, place="row 7", sentence=BAD) for key in self.bad]
        return Page(
            upserts=[self.people[key] for key in now if key not in self.bad],
            bad=bad if last else (),
            next_cursor={"since": at["since"]} if last else {**at, "all": now[-1]},
            last=last,
        )

    def _changed(self, at):
        until = min(at["since"] + self.page_size, len(self.log))
        keys = list(dict.fromkeys(self.log[at["since"] : until]))
        return Page(
            upserts=[self.people[key] for key in keys if key in self.people],
            deletes=[key for key in keys if key not in self.people],
            next_cursor={"since": until},
            last=until == len(self.log),
        )


class FakeConnector:
    """Reads a FakeSource."""

    manifest = Manifest(
        slug="fake",
        title="Fake HR",
        summary="Brings people.",
        kind=Kind.DIRECTORY,
        authorisation="key",
        docs="connectors/fake.md",
    )
    fields = (
        FormField(name="address", label="Address", widget=Widget.URL, required=True, rewires=True),
        FormField(name="key", label="Key", widget=Widget.SECRET, required=True, secret=True),
        FormField(name="extra", label="Extra", widget=Widget.SECRET, secret=True),
        FormField(name="columns", label="Columns", widget=Widget.MAPPING),
    )

    def __init__(self, source, modes=BOTH, slug="fake", **manifest):
        self.source = source
        self.manifest = Manifest(
            **{name: getattr(self.manifest, name) for name in Manifest.__dataclass_fields__}
            | {"slug": slug}
            | manifest
        )
        self.streams = (
            StreamInfo(
                name="people",
                title="People",
                records=RecordKind.PEOPLE,
                modes=modes,
                backfills=SyncMode.INCREMENTAL in modes,
            ),
        )

    def read(self, typed: Mapping[str, object]):
        if not typed.get("address"):
            raise InvalidInputError("No.", {"address": [sentence("Fill this in.")]})
        known = {name: typed.get(name) for name in ("address", "key", "extra") if typed.get(name)}
        return {**known, "columns": typed.get("columns") or {}}

    def hosts(self, settings):
        return frozenset({settings["address"]})

    def check(self, context):
        self._authorise(context)
        if context.settings["address"].endswith("nowhere.example"):
            told = sentence("There is nothing at this address.")
            raise InvalidInputError("No.", {"address": [told]})
        return Account(account_id=self.source.account, label=self.source.account.title())

    def pull(self, _stream, context, cursor, window):
        self._authorise(context)
        yield from self.source.pages(cursor, window)

    def _authorise(self, context):
        if context.secrets.get("key") != self.source.key:
            raise NotAuthorisedError("The key is not accepted. Enter another.")


class FakeColumned(FakeConnector):
    """One whose columns are mapped."""

    def columns(self, context):
        self._authorise(context)
        return SourceColumns(
            names=["Full name", "Mail"],
            ours=[("name", "Name"), ("email", "E-mail")],
            suggested={"name": "Full name"},
        )


class FakeHooked(FakeConnector):
    """One that tells of changes. Its deliveries are signed with the secret itself."""

    def __init__(self, source, **manifest):
        super().__init__(source, slug="hooked", hooks=True, **manifest)
        self.subscriptions = {}
        self.ends = None

    def subscribe(self, context, url):
        self._authorise(context)
        made = f"s-{len(self.subscriptions) + 1}"
        self.subscriptions[made] = url
        return Subscription(id=made, secret=f"signs-{made}", expires_at=self.ends)

    def renew(self, context, subscription, url):
        self._authorise(context)
        assert self.subscriptions[subscription.id] == url
        return replace(subscription, expires_at=self.ends)

    def unsubscribe(self, context, subscription):
        self._authorise(context)
        del self.subscriptions[subscription.id]

    def handshake(self, delivery):
        return delivery.query.get("challenge")

    def receive(self, secret, delivery):
        if delivery.headers.get("x-signature") != secret:
            raise NotAuthorisedError("Not ours.")
        return Hint(delivery_id=delivery.headers.get("x-id", ""))
