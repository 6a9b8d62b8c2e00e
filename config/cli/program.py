"""What web, worker and scheduler have in common, by hand or as programs of `mentorloom up`."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from config.logging import configure_logging
from config.settings import Settings, read_settings
from config.supervisor import leashed, obey_leash
from config.wiring import database


@contextmanager
def program() -> Iterator[Settings]:
    """Settings whose database runs and is migrated; logging is configured.

    Raises:
        MisconfiguredError: a setting or the database does not allow it.
        UnavailableError: the database does not answer.
    """
    prepared = leashed()  # `up` has migrated already
    obey_leash()
    settings = read_settings()
    configure_logging(settings.log_level, settings.log_format)
    with database(settings) as url:
        if not prepared:
            prepare_database(url)
        yield replace(settings, database_url=url)


def prepare_database(url: str) -> None:
    """Make sure a database suits the hub, and bring it to the newest schema.

    Raises:
        MisconfiguredError: it does not suit; says what to run to put it right.
        UnavailableError: it does not answer.
    """
    # Imported here: programs of `up` need neither.
    from storage.migrate import upgrade
    from storage.server_check import check_server

    check_server(url)
    upgrade(url)
