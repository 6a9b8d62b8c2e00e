"""Log lines of the whole process: structlog and the standard library through one pipeline.

Every line passes `redact` last, tracebacks included: values of telling keys are dropped, and text
that looks like a secret or an address is masked wherever it stands. People's own words are never
logged in the first place; this is the net below.
"""

import logging
import re
import sys
from collections.abc import Mapping
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

HIDDEN = "[hidden]"

_SECRETS = (
    "token|ticket|secret|password|passwd|authorization|cookie|api_?key|credential|nonce|assertion"
)
_WORDS = "e_?mail|note|text|body|goals?|headline|experience|interests?|description"
_NAMES = "^(?:(?:given|family|first|middle|last|full|display|user|person)_)?name$"
_TELLING_KEY = re.compile(rf"(?:^|[_-])(?:{_SECRETS}|{_WORDS})s?(?:$|[_-])|{_NAMES}", re.IGNORECASE)
_PATTERNS = tuple(
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in (
        # What databases quote of a row in their errors.
        (r"(\[parameters: ).*?(\](?=\s|$))", rf"\1{HIDDEN}\2"),
        (r"(DETAIL: ).*", rf"\1{HIDDEN}"),
        # JSON web tokens; authorization values; user:password@ in addresses; e-mail addresses.
        (r"\beyJ[\w-]*\.[\w-]*\.?[\w-]*", HIDDEN),
        (r"\b(bearer|basic) [\w+/=.~-]+", rf"\1 {HIDDEN}"),
        (r"(://[^\s/:@]*):[^\s@]+@", rf"\1:{HIDDEN}@"),
        (r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", HIDDEN),
        # key=value and "key": "value" of a secret.
        (
            rf"""\b([\w-]*(?:{_SECRETS})["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;&"'<>\])}}]+)""",
            rf"\1{HIDDEN}",
        ),
    )
)
# 256 random bits in base64url are 43 characters.
_RANDOM = re.compile(r"(?<![\w-])[\w-]{40,}(?![\w-])")


def configure_logging(level: str, log_format: str, stream: TextIO | None = None) -> None:
    """Send everything to one stream (stderr unless told), as "console" or "json" lines.

    Args:
        level: "debug", "info", "warning" or "error".
        log_format: "console" for people, "json" for collectors: one object a line.
        stream: where to.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        redact,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )
    stream = stream or sys.stderr
    renderer: Processor = (
        structlog.processors.JSONRenderer()
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=stream.isatty())
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    logging.captureWarnings(capture=True)
    _calm_libraries()


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Hide secrets in one log event."""
    for key, value in event.items():
        event[key] = HIDDEN if _TELLING_KEY.search(key) else _redacted(value)
    return event


def _redacted(value: Any) -> Any:
    match value:
        case str():
            return masked(value)
        case bytes():
            return HIDDEN
        case Mapping():
            return {
                key: HIDDEN if _TELLING_KEY.search(str(key)) else _redacted(inner)
                for key, inner in value.items()
            }
        case list() | tuple() | set() | frozenset():
            return [_redacted(inner) for inner in value]
        case None | bool() | int() | float() | logging.LogRecord():
            return value
        case _:
            return masked(str(value))


def masked(text: str) -> str:
    """The text without what looks like a secret or an e-mail address."""
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return _RANDOM.sub(_hide_random, text)


def _hide_random(found: re.Match[str]) -> str:
    # Long names in code have no digits or one case only; random values have everything.
    text = found.group()
    random = re.search(r"\d", text) and re.search("[a-z]", text) and re.search("[A-Z]", text)
    return HIDDEN if random else text


def _calm_libraries() -> None:
    # They log addresses with queries, or a line a request that we write ourselves.
    for name in (
        "alembic",
        "apscheduler",
        "asyncio",
        "flask-limiter",
        "procrastinate",
        "urllib3",
        "werkzeug",
    ):
        logging.getLogger(name).setLevel(logging.WARNING)
    # It tells every failure of an SFTP server with a traceback; the connection's run tells it.
    logging.getLogger("paramiko").setLevel(logging.CRITICAL)
