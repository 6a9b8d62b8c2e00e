"""`mentorloom worker`: runs jobs in the background."""

import click

from config.cli.program import program
from config.hub import handlers
from config.wiring import adapters
from config.worker import run


@click.command()
def worker() -> None:
    """Run background jobs, such as reading profiles."""
    with program() as settings, adapters(settings) as joined:
        run(settings.database_url, handlers(joined), settings.worker_concurrency)
