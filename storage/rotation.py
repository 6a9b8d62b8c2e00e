"""Encrypting stored secrets again after a new key came: the storage side of `keys rotate`."""

from sqlalchemy import Engine, select, update

from storage.database import transaction
from storage.repositories.tool_keys import private_pem_context
from storage.secrets import AesGcmCipher
from storage.tables import ToolKeyRow


def encrypt_again(engine: Engine, cipher: AesGcmCipher) -> int:
    """Encrypt with the newest key whatever an older one encrypted, in one transaction.

    Afterwards the older keys are no longer needed, except for backups.

    Args:
        engine: of storage.database.open_engine.
        cipher: with the new key first and all older ones after it.

    Returns:
        How many secrets were encrypted again.

    Raises:
        MisconfiguredError: a secret cannot be decrypted; then nothing was changed.
    """
    count = 0
    with transaction(engine) as connection:
        rows = connection.execute(select(ToolKeyRow.kid, ToolKeyRow.private_pem).with_for_update())
        for kid, sealed in rows.all():
            if cipher.outdated(sealed):
                context = private_pem_context(kid)
                fresh = cipher.encrypt(cipher.decrypt(sealed, context), context)
                changed = update(ToolKeyRow).where(ToolKeyRow.kid == kid).values(private_pem=fresh)
                connection.execute(changed)
                count += 1
    return count
