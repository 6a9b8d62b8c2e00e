"""A program of `mentorloom up`: makes the database ready and keeps it until the hub stops.

It is a program of its own so that the embedded PostgreSQL is stopped even when `up` is killed:
the leash tells this one, which stops the server last.
"""

import json
import os
import signal
import sys
import threading
import time
from dataclasses import replace

import click

from config.cli.demo import campus_addresses
from config.settings import Settings, read_settings
from config.supervisor import MISCONFIGURED, obey_leash
from core.errors import MentorloomError

LATER = 1.0
"""Seconds the other programs get to finish when `up` was killed and all stop at once."""


@click.command()
@click.option("--demo", is_flag=True, help="Load the stand-in campus's people.")
def database(demo: bool) -> None:  # noqa: FBT001 - click's way
    """Start, migrate and fill the database; print its address as JSON; stop it when told."""
    told, parent = threading.Event(), os.getppid()
    signal.signal(signal.SIGTERM, lambda *_signal: told.set())
    obey_leash()
    settings = read_settings()
    # Imported here: a signal during the imports is not lost.
    from config import wiring
    from config.cli.program import prepare_database

    with wiring.database(settings) as url:
        prepare_database(url)
        wiring.cipher(settings)  # makes the key file before several programs ask for it
        if demo:
            _load(settings, url)
        click.echo(json.dumps(url))
        sys.stdout.flush()
        told.wait()
        if os.getppid() != parent:
            time.sleep(LATER)


def main() -> None:
    """Run the program; our own errors become one message and the exit code for them."""
    try:
        database()
    except MentorloomError as error:
        click.secho(str(error), fg="red", err=True)
        sys.exit(MISCONFIGURED)


def _load(settings: Settings, url: str) -> None:
    from config.demo import DemoCampus
    from config.wiring import adapters

    with adapters(replace(settings, database_url=url)) as joined:
        campus = DemoCampus(
            joined.storage, joined.clock, joined.entropy, campus_addresses(settings)
        )
        campus.load()
