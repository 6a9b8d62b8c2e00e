"""`mentorloom connections`: what the hub reads people from."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.table import Table

from config.cli.adapters import opened_adapters
from core.domain.connection import Connection, Problem
from core.domain.sync import Outcome, SyncRun
from core.services.connections.commands import ConnectionCommands

COLUMNS = ("id", "organization", "title", "connector", "status", "next", "problem")


@click.group()
def connections() -> None:
    """List, check and run connections. They are set up on the settings page."""


@connections.command("list")
def list_() -> None:
    """Show every connection."""
    table = Table(*COLUMNS, box=None, pad_edge=False)
    with _commands() as commands:
        for owned in commands.all():
            one = owned.connection
            table.add_row(
                str(one.id),
                owned.organization.slug,
                one.title,
                one.connector,
                one.status.value,
                one.due_at.isoformat(timespec="minutes") if one.due_at else "-",
                one.problem.kind.value if one.problem else "-",
            )
    # Ids are to be copied: a narrow terminal may break lines, but not cut them.
    Console(width=None if sys.stdout.isatty() else 200, markup=False).print(table)


@connections.command()
@click.argument("name")
def check(name: str) -> None:
    """Ask the other side of NAME (an id or a title) whether it can be read."""
    with _commands() as commands:
        checked = commands.check(commands.named(name))
    if checked.account is not None:
        click.echo(f"Works: {checked.account.label} ({checked.account.account_id})")
        for warning in checked.account.warnings:
            click.echo(f"  look at this: {warning}")
    _end(checked.problem)


@connections.command()
@click.argument("name")
@click.option("--full", is_flag=True, help="Read everything, not only what changed.")
def sync(name: str, *, full: bool) -> None:
    """Read NAME (an id or a title) now and store what it says."""
    with _commands() as commands:
        connection = commands.named(name)
        _tell(connection, commands.sync(connection, full=full))


@connections.command()
@click.argument("name")
def dry_run(name: str) -> None:
    """Show what a full run of NAME (an id or a title) would change; nothing is stored."""
    with _commands() as commands:
        connection = commands.named(name)
        _tell(connection, commands.sync(connection, dry=True))


def _tell(connection: Connection, runs: list[SyncRun]) -> None:
    if not runs:
        click.echo(f"{connection.title} has nothing to read.")
    for run in runs:
        counts = run.counts
        outcome = run.outcome.value if run.outcome else "waits"
        words = ("would be ", "would go") if run.dry else ("", "gone")
        click.echo(
            f"{connection.title}, {run.stream}, {run.mode.value}: {outcome}. "
            f"{words[0]}created {counts.created}, {words[0]}updated {counts.updated}, "
            f"unchanged {counts.unchanged}, {words[1]} {counts.gone}, "
            f"not used {counts.quarantined}"
        )
    failed = [run for run in runs if run.outcome is not Outcome.COMPLETE]
    told = [run.problem for run in (failed or runs) if run.problem is not None]
    for problem in told[1:]:
        click.secho(str(problem.sentence), fg="red", err=True)
    if failed:
        _end(told[0] if told else None, failed=True)
    elif told:
        click.secho(str(told[0].sentence), fg="yellow", err=True)


def _end(problem: Problem | None, *, failed: bool = False) -> None:
    if problem is not None:
        click.secho(str(problem.sentence), fg="red", err=True)
        if problem.retry_at is not None:
            click.echo(f"It is tried again at {problem.retry_at:%Y-%m-%d %H:%M} UTC.", err=True)
    if problem is not None or failed:
        sys.exit(1)


@contextmanager
def _commands() -> Iterator[ConnectionCommands]:
    from config.wiring import connection_commands

    with opened_adapters() as joined:
        yield connection_commands(joined)
