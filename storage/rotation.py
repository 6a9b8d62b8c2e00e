"""Encrypting stored secrets again after a new key came: the storage side of `keys rotate`."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import Connection, Engine, func, select, update

from core.domain.identifiers import TeamsTenantId, WebhookEndpointId
from storage.database import transaction
from storage.repositories.access_tokens import token_context
from storage.repositories.connections import file_context, secret_context
from storage.repositories.deep_links import sealed_context
from storage.repositories.teams_tenants import activity_context, tenant_context
from storage.repositories.teams_tokens import tokens_context
from storage.repositories.tool_keys import private_pem_context
from storage.repositories.webhooks import endpoint_context
from storage.secrets import AesGcmCipher
from storage.tables import (
    TENANT_SETTING,
    AccessTokenRow,
    ConnectionFileRow,
    ConnectionSecretRow,
    DeepLinkRow,
    OrganizationRow,
    TeamsActivityRow,
    TeamsTenantRow,
    TeamsTokensRow,
    ToolKeyRow,
    WebhookEndpointRow,
)

_LOCALLY = True
"""For set_config: until the transaction ends."""


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
    with transaction(engine) as connection:
        return (
            _tool_keys(connection, cipher)
            + _access_tokens(connection, cipher)
            + _deep_links(connection, cipher)
            + _teams_tenants(connection, cipher)
            + _teams_activities(connection, cipher)
            + sum(_of_connections(connection, cipher, each) for each in _tenants(connection))
        )


def _tenants(connection: Connection) -> Iterator[UUID]:
    """Every organization, the one whose rows are visible while it is looked at."""
    for organization_id in connection.scalars(select(OrganizationRow.id)).all():
        connection.execute(select(func.set_config(TENANT_SETTING, str(organization_id), _LOCALLY)))
        yield organization_id


def _tool_keys(connection: Connection, cipher: AesGcmCipher) -> int:
    rows = connection.execute(select(ToolKeyRow.kid, ToolKeyRow.private_pem).with_for_update())
    count = 0
    for kid, sealed in rows.all():
        if fresh := _resealed(cipher, sealed, private_pem_context(kid)):
            changed = update(ToolKeyRow).where(ToolKeyRow.kid == kid).values(private_pem=fresh)
            connection.execute(changed)
            count += 1
    return count


def _access_tokens(connection: Connection, cipher: AesGcmCipher) -> int:
    row = AccessTokenRow
    rows = connection.execute(select(row.registration_id, row.scopes, row.token).with_for_update())
    count = 0
    for registration_id, scopes, sealed in rows.all():
        if fresh := _resealed(cipher, sealed, token_context(registration_id, scopes)):
            one = (row.registration_id == registration_id) & (row.scopes == scopes)
            connection.execute(update(row).where(one).values(token=fresh))
            count += 1
    return count


def _deep_links(connection: Connection, cipher: AesGcmCipher) -> int:
    row = DeepLinkRow
    rows = connection.execute(select(row.token_hash, row.sealed).with_for_update())
    count = 0
    for token_hash, sealed in rows.all():
        if fresh := _resealed(cipher, sealed, sealed_context(token_hash)):
            changed = update(row).where(row.token_hash == token_hash).values(sealed=fresh)
            connection.execute(changed)
            count += 1
    return count


def _teams_tenants(connection: Connection, cipher: AesGcmCipher) -> int:
    row, count = TeamsTenantRow, 0
    kept = select(row.id, row.sealed).where(row.sealed.is_not(None))
    for id_, sealed in connection.execute(kept.with_for_update()).all():
        if fresh := _resealed(cipher, sealed or "", tenant_context(id_)):
            connection.execute(update(row).where(row.id == id_).values(sealed=fresh))
            count += 1
    return count


def _teams_activities(connection: Connection, cipher: AesGcmCipher) -> int:
    row, count = TeamsActivityRow, 0
    kept = select(row.teams_tenant_id, row.activity_id, row.sealed).where(row.sealed.is_not(None))
    for tenant_id, activity_id, sealed in connection.execute(kept.with_for_update()).all():
        if fresh := _resealed(cipher, sealed or "", activity_context(tenant_id, activity_id)):
            one = (row.teams_tenant_id == tenant_id) & (row.activity_id == activity_id)
            connection.execute(update(row).where(one).values(sealed=fresh))
            count += 1
    return count


def _of_connections(connection: Connection, cipher: AesGcmCipher, organization_id: UUID) -> int:
    return (
        _secrets(connection, cipher, organization_id)
        + _files(connection, cipher, organization_id)
        + _endpoints(connection, cipher, organization_id)
        + _teams_tokens(connection, cipher, organization_id)
    )


def _secrets(connection: Connection, cipher: AesGcmCipher, organization_id: UUID) -> int:
    row, count = ConnectionSecretRow, 0
    own = row.organization_id == organization_id
    rows = connection.execute(
        select(row.connection_id, row.name, row.sealed).where(own).with_for_update()
    )
    for connection_id, name, sealed in rows.all():
        if fresh := _resealed(cipher, sealed, secret_context(connection_id, name)):
            one = (row.connection_id == connection_id) & (row.name == name)
            connection.execute(update(row).where(own, one).values(sealed=fresh))
            count += 1
    return count


def _files(connection: Connection, cipher: AesGcmCipher, organization_id: UUID) -> int:
    row, count = ConnectionFileRow, 0
    own = row.organization_id == organization_id
    # One file at a time is read: each may be large.
    for connection_id in connection.scalars(select(row.connection_id).where(own)).all():
        one = own & (row.connection_id == connection_id)
        sealed = connection.scalar(select(row.sealed).where(one).with_for_update())
        if sealed is not None and cipher.outdated_bytes(sealed):
            place = file_context(connection_id)
            fresh = cipher.encrypt_bytes(cipher.decrypt_bytes(sealed, place), place)
            connection.execute(update(row).where(one).values(sealed=fresh))
            count += 1
    return count


def _teams_tokens(connection: Connection, cipher: AesGcmCipher, organization_id: UUID) -> int:
    row, count = TeamsTokensRow, 0
    own = row.organization_id == organization_id
    kept = select(row.teams_tenant_id, row.object_id, row.sealed).where(own)
    for tenant_id, object_id, sealed in connection.execute(kept.with_for_update()).all():
        place = tokens_context(TeamsTenantId(tenant_id), object_id)
        if fresh := _resealed(cipher, sealed, place):
            one = (row.teams_tenant_id == tenant_id) & (row.object_id == object_id)
            connection.execute(update(row).where(own, one).values(sealed=fresh))
            count += 1
    return count


def _endpoints(connection: Connection, cipher: AesGcmCipher, organization_id: UUID) -> int:
    row, count = WebhookEndpointRow, 0
    own = row.organization_id == organization_id
    kept_of = select(row.id, row.sealed, row.old_sealed).where(own)
    rows = connection.execute(kept_of.with_for_update())
    for id_, *kept in rows.all():
        place = endpoint_context(WebhookEndpointId(id_))
        fresh = {
            name: again
            for name, sealed in zip(("sealed", "old_sealed"), kept, strict=True)
            if sealed and (again := _resealed(cipher, sealed, place))
        }
        if fresh:
            connection.execute(update(row).where(own, row.id == id_).values(fresh))
            count += len(fresh)
    return count


def _resealed(cipher: AesGcmCipher, sealed: str, context: str) -> str:
    """Encrypted with the newest key; empty when it is that already."""
    if not cipher.outdated(sealed):
        return ""
    return cipher.encrypt(cipher.decrypt(sealed, context), context)
