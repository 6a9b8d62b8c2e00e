"""The `mentorloom` command. Each command lives in its own module and is imported when it runs."""

import importlib
import os
import sys
from collections.abc import Mapping

import click

from core.errors import InvalidInputError, MentorloomError

# Before numpy is first imported: its idle threads spin, and take the processor from the database
# and from other requests. Ranking 1,000 mentors took three times as long with them.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

COMMANDS: Mapping[str, str] = {
    "admin": "config.cli.admin",
    "connections": "config.cli.connections",
    "demo": "config.cli.demo",
    "doctor": "config.cli.doctor",
    "keys": "config.cli.keys",
    "lti": "config.cli.lti",
    "match": "config.cli.match",
    "person": "config.cli.person",
    "scheduler": "config.cli.scheduler",
    "teams": "config.cli.teams",
    "up": "config.cli.up",
    "web": "config.cli.web",
    "worker": "config.cli.worker",
}


class _LazyGroup(click.Group):
    """Imports a command's module only when it is named, so that --help and start-up are quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - same
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(COMMANDS[cmd_name]), cmd_name)
        return command


@click.group(cls=_LazyGroup)
@click.version_option(package_name="mentorloom")
def cli() -> None:
    """Mentorloom: mentoring inside the tools people already use."""


def main() -> None:
    """Run the command line; our own errors become one clear message and exit code 2."""
    try:
        cli()
    except MentorloomError as error:
        click.secho(str(error), fg="red", err=True)
        if isinstance(error, InvalidInputError):
            for field, sentences in error.fields.items():
                for line in sentences:
                    click.echo(f"  {field}: {line}", err=True)
        sys.exit(2)
