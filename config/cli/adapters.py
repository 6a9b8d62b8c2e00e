"""For commands that look into the hub's database and leave again. Import it when one runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from config.cli.program import prepare_database
from config.logging import configure_logging
from config.settings import read_settings
from config.wiring import Adapters, adapters, database


@contextmanager
def opened_adapters() -> Iterator[Adapters]:
    """Every adapter on a running, migrated database; nothing below a warning is logged.

    Raises:
        MisconfiguredError: a setting or the database does not allow it.
        UnavailableError: the database does not answer.
    """
    settings = read_settings()
    configure_logging("warning", settings.log_format)
    with database(settings) as url:
        prepare_database(url)
        with adapters(replace(settings, database_url=url)) as joined:
            yield joined
