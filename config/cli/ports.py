"""Ports that have to be free before anything is started."""

import socket
import time

from core.errors import MisconfiguredError

LEAVING = 3.0
"""Seconds for programs of a killed `up` to leave their ports."""


def require_port(host: str, port: int, setting: str) -> None:
    """Make sure a port can be listened on, before anything is started.

    Raises:
        MisconfiguredError: it cannot; names the port and the setting.
    """
    until = time.monotonic() + LEAVING
    while True:
        try:
            with socket.create_server((host, port)):
                return
        except OSError as error:
            if time.monotonic() > until:
                raise MisconfiguredError(
                    "Port %(port)s on %(host)s cannot be used (%(reason)s). Stop the program that "
                    "uses it, or choose another port with %(setting)s.",
                    port=port,
                    host=host,
                    reason=str(error.strerror).partition(" (while")[0],
                    setting=setting,
                ) from error
            time.sleep(0.2)
