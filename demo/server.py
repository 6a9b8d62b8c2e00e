"""Serves the campus from one process with threads: visits and used tokens live in its memory."""

import logging
import socket

from werkzeug.serving import BaseWSGIServer, make_server

from demo.addresses import Addresses
from demo.app import create_campus
from demo.teams.app import Package


def campus_server(
    addresses: Addresses,
    host: str,
    port: int,
    tls: tuple[str, str] | None = None,
    teams_package: Package | None = None,
) -> BaseWSGIServer:
    """A server bound to its port; `serve_forever` runs it.

    Args:
        addresses: where browsers find the campus and the tool.
        host: where to listen.
        port: 0 for any.
        tls: paths of a certificate and its key, to serve https.
        teams_package: what the tool's app for Microsoft Teams consists of, if it has one.

    Raises:
        OSError: the folder cannot be written, or the port is taken.
    """
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    app = create_campus(addresses, teams_package)
    # Bound here: werkzeug itself ends the process when the port is taken.
    with socket.create_server((host, port)) as bound:
        return make_server(host, port, app, threaded=True, fd=bound.fileno(), ssl_context=tls)
