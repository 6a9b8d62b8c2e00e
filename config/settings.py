"""Every setting of a deployment, typed, read once from the environment.

All of them are documented in docs/reference/settings.md; a test fails on one that is not.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from environs import Env, EnvError

from core.errors import MisconfiguredError
from integrations.mail.servers import mail_server, sender

SOURCE = Path(__file__).parents[1]
ENTRA = "https://login.microsoftonline.com"
GRAPH = "https://graph.microsoft.com"
BOT_METADATA = "https://login.botframework.com/v1/.well-known/openidconfiguration"
LOG_LEVELS = ("debug", "info", "warning", "error")
LOG_FORMATS = ("console", "json")
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of one deployment.

    Attributes:
        public_url: where browsers and platforms reach the hub, without a trailing slash.
        host, port: where the web process listens.
        database_url: postgresql://...; empty starts the embedded PostgreSQL.
        data_dir: folder for the embedded database, keys and the exported encoder.
        secret_keys: "id:base64" keys for secrets at rest, newest first; empty: one in data_dir.
        log_level, log_format: see LOG_LEVELS and LOG_FORMATS.
        session_hours: how long a sign-in lasts.
        outbound_allowed_origins: origins that may be called although private or plain http.
        outbound_ca_bundle: file of the certificates to trust; empty trusts the public ones.
        metrics_token: bearer token for /metrics; empty allows this machine only.
        trusted_proxies: reverse proxies in front of the hub, for X-Forwarded-*.
        rate_limit: requests one person or address may make, in Flask-Limiter's words.
        worker_concurrency: jobs one worker runs at once.
        web_threads: requests the web process serves at once.
        news_days: how long news is kept that somebody has read.
        smtp_url: the mail server, with user and password; empty sends no mail.
        mail_from: whom mail comes from.
        demo_port: where the stand-in campus listens.
        entra_tenant, entra_client_id, entra_client_secret: the app at Microsoft Entra ID that
            administrators sign in with; empty offers no such sign-in.
        entra_authority: origin of Microsoft's sign-in.
        lms_administrators: whether who administers an LMS administers the hub.
        graph_url: Microsoft Graph, without a version.
        teams_bot_metadata: where Bot Framework says which keys it signs with.
        teams_connectors: origins besides Microsoft's where the bot's answers may go.
        teams_hosts: origins besides Microsoft's that may show the tab in a frame.
    """

    public_url: str
    host: str
    port: int
    database_url: str
    data_dir: Path
    secret_keys: tuple[str, ...]
    log_level: str
    log_format: str
    session_hours: int
    outbound_allowed_origins: frozenset[str]
    outbound_ca_bundle: str
    metrics_token: str
    trusted_proxies: int
    rate_limit: str
    worker_concurrency: int
    web_threads: int
    news_days: int
    smtp_url: str
    mail_from: str
    demo_port: int
    entra_tenant: str = ""
    entra_client_id: str = ""
    entra_client_secret: str = ""
    entra_authority: str = ENTRA
    lms_administrators: bool = False
    graph_url: str = GRAPH
    teams_bot_metadata: str = BOT_METADATA
    teams_connectors: frozenset[str] = frozenset()
    teams_hosts: frozenset[str] = frozenset()

    @property
    def sends_mail(self) -> bool:
        """Whether a mail server is configured."""
        return bool(self.smtp_url)

    @property
    def news_kept(self) -> timedelta:
        """`news_days`."""
        return timedelta(days=self.news_days)

    @property
    def secure(self) -> bool:
        """Whether browsers reach the hub over https."""
        return self.public_url.startswith("https://")


def read_settings(env: Env | None = None) -> Settings:
    """Read the environment.

    Raises:
        MisconfiguredError: a value makes no sense; names the setting.
    """
    env = env or Env()
    try:
        # The one name without our prefix: hosting platforms set it by themselves.
        database_url = env.str("DATABASE_URL", "")
        with env.prefixed("MENTORLOOM_"):
            settings = _read(env, database_url)
    except EnvError as error:
        raise MisconfiguredError("A setting is wrong: %(what)s.", what=str(error)) from error
    _check(settings)
    return settings


def default_data_dir(source: Path = SOURCE) -> Path:
    """`var` beside the source, wherever a command is called from; else below this folder.

    Args:
        source: the folder that holds our packages: a checkout, or where packages are installed.
    """
    return (source if (source / "pyproject.toml").exists() else Path()) / "var"


def _read(env: Env, database_url: str) -> Settings:
    port = env.int("PORT", 8000)
    return Settings(
        public_url=env.str("PUBLIC_URL", f"http://localhost:{port}").rstrip("/"),
        host=env.str("HOST", "127.0.0.1"),
        port=port,
        database_url=database_url,
        data_dir=Path(env.str("DATA_DIR", "") or default_data_dir()).resolve(),
        secret_keys=tuple(env.list("SECRET_KEYS", [])),
        log_level=env.str("LOG_LEVEL", "info"),
        log_format=env.str("LOG_FORMAT", "console"),
        session_hours=env.int("SESSION_HOURS", 12),
        outbound_allowed_origins=frozenset(env.list("OUTBOUND_ALLOWED_ORIGINS", [])),
        outbound_ca_bundle=env.str("OUTBOUND_CA_BUNDLE", ""),
        metrics_token=env.str("METRICS_TOKEN", ""),
        trusted_proxies=env.int("TRUSTED_PROXIES", 0),
        rate_limit=env.str("RATE_LIMIT", "600 per minute"),
        worker_concurrency=env.int("WORKER_CONCURRENCY", 2),
        web_threads=env.int("WEB_THREADS", 8),
        news_days=env.int("NEWS_DAYS", 90),
        smtp_url=env.str("SMTP_URL", ""),
        mail_from=env.str("MAIL_FROM", ""),
        demo_port=env.int("DEMO_PORT", 8001),
        entra_tenant=env.str("ENTRA_TENANT", "").lower(),
        entra_client_id=env.str("ENTRA_CLIENT_ID", ""),
        entra_client_secret=env.str("ENTRA_CLIENT_SECRET", ""),
        entra_authority=env.str("ENTRA_AUTHORITY", ENTRA).rstrip("/"),
        lms_administrators=env.bool("LMS_ADMINISTRATORS", False),
        graph_url=env.str("GRAPH_URL", GRAPH).rstrip("/"),
        teams_bot_metadata=env.str("TEAMS_BOT_METADATA", BOT_METADATA),
        teams_connectors=frozenset(env.list("TEAMS_CONNECTORS", [])),
        teams_hosts=frozenset(env.list("TEAMS_HOSTS", [])),
    )


def _check(settings: Settings) -> None:
    url = urlsplit(settings.public_url)
    if url.scheme not in {"http", "https"} or not url.hostname or url.path or url.query:
        raise MisconfiguredError(
            "MENTORLOOM_PUBLIC_URL must look like https://mentoring.example.edu, without a path."
        )
    if settings.database_url and not settings.database_url.startswith(
        ("postgresql://", "postgres://")
    ):
        raise MisconfiguredError(
            "DATABASE_URL must start with postgresql://. Leave it empty to use the "
            "embedded PostgreSQL."
        )
    if settings.outbound_ca_bundle and not Path(settings.outbound_ca_bundle).is_file():
        raise MisconfiguredError(
            "MENTORLOOM_OUTBOUND_CA_BUNDLE must name a file of certificates in PEM form."
        )
    if settings.smtp_url:
        mail_server(settings.smtp_url)
        sender(settings.mail_from)
    _check_entra(settings)
    _check_teams(settings)
    _one_of("MENTORLOOM_LOG_LEVEL", settings.log_level, LOG_LEVELS)
    _one_of("MENTORLOOM_LOG_FORMAT", settings.log_format, LOG_FORMATS)
    for name, value, least in (
        ("PORT", settings.port, 1),
        ("DEMO_PORT", settings.demo_port, 1),
        ("SESSION_HOURS", settings.session_hours, 1),
        ("TRUSTED_PROXIES", settings.trusted_proxies, 0),
        ("WORKER_CONCURRENCY", settings.worker_concurrency, 1),
        ("WEB_THREADS", settings.web_threads, 1),
        ("NEWS_DAYS", settings.news_days, 1),
    ):
        if value < least:
            raise MisconfiguredError(
                "MENTORLOOM_%(name)s must be at least %(least)s.", name=name, least=least
            )


def _check_entra(settings: Settings) -> None:
    if not settings.entra_tenant:
        return
    if not _GUID.fullmatch(settings.entra_tenant):
        raise MisconfiguredError(
            "MENTORLOOM_ENTRA_TENANT must be the tenant's id, such as "
            "72f988bf-0000-0000-0000-2d7cd011db47, not its domain."
        )
    if not settings.entra_client_id or not settings.entra_client_secret:
        raise MisconfiguredError(
            "MENTORLOOM_ENTRA_TENANT needs MENTORLOOM_ENTRA_CLIENT_ID and "
            "MENTORLOOM_ENTRA_CLIENT_SECRET."
        )


def _check_teams(settings: Settings) -> None:
    allowed = settings.outbound_allowed_origins
    for name, url in (
        ("GRAPH_URL", settings.graph_url),
        ("TEAMS_BOT_METADATA", settings.teams_bot_metadata),
    ):
        if not _callable(url, allowed):
            raise MisconfiguredError(
                "MENTORLOOM_%(name)s must start with https://. Plain http is for origins in "
                "MENTORLOOM_OUTBOUND_ALLOWED_ORIGINS.",
                name=name,
            )
    for name, origins in (
        ("TEAMS_CONNECTORS", settings.teams_connectors),
        ("TEAMS_HOSTS", settings.teams_hosts),
    ):
        for origin in origins:
            if origin != _origin(origin) or not _callable(origin, allowed):
                raise MisconfiguredError(
                    "MENTORLOOM_%(name)s must name origins such as https://teams.example, without "
                    "a path. Plain http is for origins in MENTORLOOM_OUTBOUND_ALLOWED_ORIGINS.",
                    name=name,
                )


def _callable(url: str, allowed: frozenset[str]) -> bool:
    return _origin(url).startswith("https://") or _origin(url) in allowed


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise MisconfiguredError(
            "%(name)s must be one of %(allowed)s.", name=name, allowed=", ".join(allowed)
        )
