"""`mentorloom keys`: the keys that encrypt secrets at rest."""

import click

from config.cli.program import prepare_database
from config.settings import read_settings
from config.wiring import KEY_FILE, cipher, database
from core.errors import MisconfiguredError
from storage.database import open_engine
from storage.rotation import encrypt_again
from storage.secrets import AesGcmCipher, add_key


@click.group()
def keys() -> None:
    """Keys that encrypt secrets at rest."""


@keys.command()
def rotate() -> None:
    """Encrypt every stored secret with the newest key.

    With keys in the data folder a fresh one is made first. With MENTORLOOM_SECRET_KEYS, put the
    new key first and keep the old ones after it, then run this.
    """
    settings = read_settings()
    if len(settings.secret_keys) == 1:
        raise MisconfiguredError(
            "MENTORLOOM_SECRET_KEYS holds one key only. Put a new one before it, then run this "
            "again; remove the old one afterwards."
        )
    if settings.secret_keys:
        newest = cipher(settings)
    else:
        newest = AesGcmCipher(add_key(settings.data_dir / KEY_FILE))
    with database(settings) as url:
        prepare_database(url)
        engine = open_engine(url, pool_size=1)
        try:
            count = encrypt_again(engine, newest)
        finally:
            engine.dispose()
    click.echo(f"Encrypted again: {count} secrets. Restart the hub to use the newest key.")
