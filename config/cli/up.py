"""`mentorloom up`: everything on this machine in one tree of processes.

database → web, worker, scheduler (and the campus, which needs no database and starts at once).
"""

import json
import os
import sys
import urllib.error
import urllib.request

import click
from rich.console import Console

from config.cli.demo import CAMPUS_HOST, campus_addresses
from config.cli.ports import require_port
from config.settings import Settings, read_settings
from config.supervisor import Program, StoppedError, Supervisor

PATIENCE = 120.0
"""Seconds for the first start of a database on a slow machine."""
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""Asks this very machine: a proxy of the environment would not find the hub."""
RUN = (sys.executable, "-c", "from config.cli.main import main; main()")


@click.command()
@click.option("--demo", is_flag=True, help="With the stand-in campus and its made-up people.")
def up(demo: bool) -> None:  # noqa: FBT001 - click's way
    """Run the hub: database, web, worker and scheduler, until Ctrl-C."""
    settings = read_settings()
    console = Console(highlight=False)
    require_port(settings.host, settings.port, "MENTORLOOM_PORT")
    if demo:
        require_port(CAMPUS_HOST, settings.demo_port, "MENTORLOOM_DEMO_PORT")
    with Supervisor(console.print, _environment(settings, demo=demo)) as supervisor:
        try:
            with console.status("Starting the database"):
                _start(supervisor, demo=demo)
            with console.status("Starting the hub"):
                supervisor.wait_for("the hub", lambda: _answers(_ready_url(settings)), PATIENCE)
            _say_what_to_open(console, settings, demo=demo)
            supervisor.watch()
        except StoppedError:
            pass
        console.print("Stopping.")
    console.print("Stopped.")


def _environment(settings: Settings, *, demo: bool) -> dict[str, str]:
    allowed, found = set(settings.outbound_allowed_origins), dict[str, str]()
    if demo:
        # Imported here: a hub of one's own needs none of it.
        from config.demo_teams import stand_in

        campus = campus_addresses(settings).campus
        # The hub may fetch the campus's keys although it is on this machine.
        allowed.add(campus)
        found.update(stand_in(campus, settings.public_url))
    # What is set by hand counts: somebody may try the real Microsoft 365 with the demo's people.
    allowed_origins = ",".join(sorted(allowed))
    return {**found, **os.environ, "MENTORLOOM_OUTBOUND_ALLOWED_ORIGINS": allowed_origins}


def _start(supervisor: Supervisor, *, demo: bool) -> None:
    keep = "from config.cli.database import main; main()"
    database = (sys.executable, "-c", keep, *(["--demo"] if demo else []))
    supervisor.start(Program("the database", database, announces=True))
    if demo:
        supervisor.start(Program("the campus", (*RUN, "demo")))
    url = json.loads(supervisor.announcement("the database", PATIENCE))
    for name in ("web", "worker", "scheduler"):
        supervisor.start(Program(name, (*RUN, name)), {"DATABASE_URL": url})


def _ready_url(settings: Settings) -> str:
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104 - compared, not bound
    return f"http://{host}:{settings.port}/readyz"


def _answers(url: str) -> bool:
    try:
        with _DIRECT.open(url, timeout=2) as answer:
            return bool(answer.status == 200)  # noqa: PLR2004 - HTTP's OK
    except (urllib.error.URLError, OSError):
        return False


def _say_what_to_open(console: Console, settings: Settings, *, demo: bool) -> None:
    console.print("\n[bold]Mentorloom is ready.[/bold]")
    if demo:
        campus = campus_addresses(settings).campus
        console.print(f"  Campus  [link]{campus}[/link]  choose a person, open Mentoring")
        console.print(f"  Teams   [link]{campus}/teams/[/link]  choose a person, chat with the bot")
    console.print(f"  Hub     [link]{settings.public_url}[/link]")
    console.print(f"  Data    {settings.data_dir}")
    console.print("Press Ctrl-C to stop.\n")
