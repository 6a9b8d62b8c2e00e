"""`mentorloom web`: serves the hub with gunicorn, one process with threads."""

import gc
from contextlib import ExitStack
from typing import Any

import click
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # no stubs
from gunicorn.glogging import Logger  # type: ignore[import-untyped]  # no stubs

from config.cli.ports import require_port
from config.cli.program import program
from config.hub import hub
from config.settings import Settings
from config.supervisor import leashed
from config.wiring import adapters

GRACEFUL_SECONDS = 5
SLOWEST_SECONDS = 60
LONGEST_LINE = 8190
"""Bytes, the most gunicorn allows: platforms may begin logins by GET with hints of thousands."""


class _OneLog(Logger):  # type: ignore[misc]  # gunicorn is untyped
    """gunicorn's words go through our log, not a handler of their own."""

    def setup(self, cfg: Any) -> None:
        """Let everything pass up to the root logger."""
        super().setup(cfg)
        self.error_log.handlers = []
        self.error_log.propagate = True


class HubServer(BaseApplication):  # type: ignore[misc]  # gunicorn is untyped
    """gunicorn around the hub.

    Args:
        settings: with the address of a running, migrated database.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._opened = ExitStack()
        super().__init__()

    def load_config(self) -> None:
        """Set what the settings say; nothing is read from files or the command line."""
        for name, value in {
            "bind": f"{self._settings.host}:{self._settings.port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": self._settings.web_threads,
            "timeout": SLOWEST_SECONDS,
            "graceful_timeout": GRACEFUL_SECONDS,
            "limit_request_line": LONGEST_LINE,
            "control_socket_disable": True,
            "loglevel": "warning",
            "logger_class": _OneLog,
            "worker_exit": self._close,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, made after the fork: connections are not shared between processes."""
        app = hub(self._opened.enter_context(adapters(self._settings)))
        # What is loaded now stays for good. Walking it again and again, the garbage collector
        # would stop a request for some 80 ms now and then.
        gc.collect()
        gc.freeze()
        return app

    def _close(self, _server: object, _worker: object) -> None:
        self._opened.close()


@click.command()
def web() -> None:
    """Serve the hub's pages, LTI endpoints and API."""
    alone = not leashed()
    with program() as settings:
        if alone:
            require_port(settings.host, settings.port, "MENTORLOOM_PORT")
        HubServer(settings).run()
