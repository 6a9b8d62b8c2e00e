"""Joins ports and adapters: the one place that knows both sides."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from config.settings import Settings
from core.ports.clock import Clock
from core.ports.connectors import RecordKind
from core.ports.encoder import TextEncoder
from core.ports.entropy import Entropy
from core.ports.outbound import OutboundHttp
from core.ports.sinks import Sink
from core.ports.unit_of_work import Storage
from core.services.connections.checks import ConnectionChecks
from core.services.connections.commands import ConnectionCommands
from core.services.connections.contexts import Contexts
from core.services.connections.hooks import ConnectionHooks
from core.services.connections.runner import SyncRunner
from core.services.directory.sink import PeopleSink
from core.services.library.completion_sink import CompletionSink
from core.services.library.resource_sink import ResourceSink
from core.services.people.notifications import Notifications
from integrations.base.addresses import resolve
from integrations.base.connector_http import HURRIED, PATIENT
from integrations.base.http import GuardedHttp
from integrations.base.minilm import EXPORT_FOLDER
from integrations.base.outlets import GuardedOutlets
from integrations.base.pinning import CallPolicy
from integrations.base.system import SystemClock, SystemEntropy
from integrations.encoders import encoder
from integrations.mail.servers import mail_server, sender
from integrations.mail.smtp import SmtpPostbox
from integrations.registry import connectors
from storage import embedded
from storage.database import open_engine
from storage.secrets import AesGcmCipher, SecretKey, keys_in_file
from storage.unit_of_work import PostgresStorage

KEY_FILE = "secret-keys"
LARGEST_REPORT = 64 * 1024 * 1024
"""Bytes of one answer to a connector."""
REPORT_SECONDS = 600.0
"""A report of a whole company may take its time: the first byte a tenth of this."""
PAGE_SECONDS = 30.0
"""What is called while somebody looks at a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapters:
    """The real adapter of every port, for one process."""

    settings: Settings
    storage: Storage
    clock: Clock
    entropy: Entropy
    http: OutboundHttp
    encoder: TextEncoder
    checks: Mapping[str, Callable[[], None]]
    """What has to be true before requests are served, by name."""


@contextmanager
def database(settings: Settings) -> Iterator[str]:
    """The address of the database: the configured one, else the embedded one, which is started.

    Raises:
        MisconfiguredError: the embedded one cannot start; says why.
    """
    if settings.database_url:
        yield settings.database_url
        return
    with embedded.start(settings.data_dir / "postgres") as server:
        yield server.url


@contextmanager
def adapters(settings: Settings) -> Iterator[Adapters]:
    """Connect everything; leaving the block closes it again.

    Raises:
        MisconfiguredError: a setting or the database does not allow it.
    """
    with ExitStack() as stack:
        url = stack.enter_context(database(settings))
        storage = PostgresStorage(open_engine(url, settings.web_threads), cipher(settings))
        stack.callback(storage.close)
        yield Adapters(
            settings=settings,
            storage=storage,
            clock=SystemClock(),
            entropy=SystemEntropy(),
            http=outbound(settings),
            encoder=encoder(settings.data_dir / EXPORT_FOLDER),
            checks={"database": storage.ping, "schema": storage.check_schema},
        )


def outbound(settings: Settings, *further_origins: str) -> GuardedHttp:
    """The client that calls other systems.

    Args:
        settings: which of them may be private, and whose certificates are trusted.
        further_origins: may be private too.
    """
    return GuardedHttp(
        settings.outbound_allowed_origins | {*further_origins},
        ca_bundle=settings.outbound_ca_bundle or None,
    )


def outlets(settings: Settings, clock: Clock, *, hurried: bool = False) -> GuardedOutlets:
    """The ways out of connectors.

    Args:
        settings: which hosts may be private, and whose certificates are trusted.
        clock: the time.
        hurried: somebody looks at a page and waits.
    """
    origins = settings.outbound_allowed_origins
    seconds = PAGE_SECONDS if hurried else REPORT_SECONDS
    http = GuardedHttp(
        origins,
        ca_bundle=settings.outbound_ca_bundle or None,
        max_bytes=LARGEST_REPORT,
        read_seconds=seconds / 2 if hurried else seconds / 10,
        total_seconds=seconds,
    )
    patience = HURRIED if hurried else PATIENT
    return GuardedOutlets(http, CallPolicy(origins, resolve), clock, patience)


def connection_hooks(joined: Adapters) -> ConnectionHooks:
    """What subscribes to vendors' webhooks; for jobs."""
    storage, clock = joined.storage, joined.clock
    contexts = Contexts(storage, clock, outlets(joined.settings, clock))
    public_url = joined.settings.public_url
    return ConnectionHooks(storage, clock, joined.entropy, connectors(), contexts, public_url)


def sync_runner(joined: Adapters) -> SyncRunner:
    """What reads connections; for jobs and commands alike."""
    storage, clock, entropy = joined.storage, joined.clock, joined.entropy
    contexts = Contexts(storage, clock, outlets(joined.settings, clock))
    sinks: dict[RecordKind, Sink] = {
        RecordKind.PEOPLE: PeopleSink(clock, entropy),
        RecordKind.RESOURCES: ResourceSink(clock),
        RecordKind.COMPLETIONS: CompletionSink(clock, storage),
    }
    return SyncRunner(storage, clock, entropy, connectors(), contexts, sinks)


def connection_commands(joined: Adapters) -> ConnectionCommands:
    """What commands do with connections."""
    storage, clock, entropy = joined.storage, joined.clock, joined.entropy
    known, contexts = connectors(), Contexts(storage, clock, outlets(joined.settings, clock))
    checks = ConnectionChecks(storage, clock, entropy, known, contexts)
    return ConnectionCommands(storage, clock, entropy, known, checks, sync_runner(joined))


def cipher(settings: Settings) -> AesGcmCipher:
    """The cipher of the configured keys, else of the key file in the data folder."""
    if settings.secret_keys:
        return AesGcmCipher([SecretKey.parse(key) for key in settings.secret_keys])
    return AesGcmCipher(keys_in_file(settings.data_dir / KEY_FILE))


def notifications(joined: Adapters) -> Notifications:
    """What tells people news; for use cases (config/hub.py) and jobs alike."""
    return Notifications(joined.clock, joined.entropy)


def postbox(joined: Adapters) -> SmtpPostbox | None:
    """The way to the mail server; None where none is configured."""
    settings = joined.settings
    if not settings.sends_mail:
        return None
    return SmtpPostbox(
        mail_server(settings.smtp_url),
        sender(settings.mail_from),
        joined.clock,
        settings.outbound_ca_bundle or None,
    )
