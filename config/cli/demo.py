"""`mentorloom demo`: serves the stand-in campus alone."""

import signal

import click

from config.settings import Settings, read_settings
from config.supervisor import obey_leash
from core.errors import MisconfiguredError
from demo.addresses import Addresses

CAMPUS_HOST = "127.0.0.1"
"""Whoever reaches the campus can be an administrator of its organizations, so wherever the hub
listens, the campus does on this machine only."""


def campus_addresses(settings: Settings) -> Addresses:
    """Where the campus and the hub are, as browsers on this machine reach them."""
    return Addresses(
        campus=f"http://localhost:{settings.demo_port}",
        tool=settings.public_url,
        folder=settings.data_dir / "campus",
    )


def _interrupt(*_signal: object) -> None:
    raise KeyboardInterrupt


@click.command()
def demo() -> None:
    """Serve the stand-in campus: an LMS with made-up people that opens the hub."""
    # Imported here: `up` needs the addresses only.
    from config.demo_teams import teams_package
    from demo.server import campus_server

    obey_leash()
    settings = read_settings()
    package = teams_package(settings.public_url)
    try:
        server = campus_server(
            campus_addresses(settings), CAMPUS_HOST, settings.demo_port, teams_package=package
        )
    except OSError as error:
        raise MisconfiguredError(
            "The campus cannot start (%(reason)s). Check MENTORLOOM_DEMO_PORT and "
            "MENTORLOOM_DATA_DIR.",
            reason=str(error.strerror).partition(" (while")[0],
        ) from error
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
