"""A hub's adapters on a fresh embedded PostgreSQL, thrown away afterwards."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from config.settings import read_settings
from config.wiring import Adapters, adapters, database
from storage.migrate import upgrade


@contextmanager
def fresh_hub() -> Iterator[Adapters]:
    """With all tables, and nobody in them."""
    with tempfile.TemporaryDirectory() as name:
        settings = replace(read_settings(), data_dir=Path(name), database_url="")
        with database(settings) as url:
            upgrade(url)
            with adapters(replace(settings, database_url=url)) as joined:
                yield joined
