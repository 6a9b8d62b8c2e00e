"""Platforms' access tokens; each is encrypted with its own row's name bound in."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from core.domain.identifiers import RegistrationId
from core.domain.registration import AccessToken
from core.ports.cipher import SecretCipher
from storage.repositories.statements import PlatformRepository, upsert
from storage.tables import AccessTokenRow


class PostgresAccessTokens(PlatformRepository):
    """Adapter of core.ports.platform_repositories.AccessTokens."""

    def __init__(self, connection: Connection, cipher: SecretCipher) -> None:
        super().__init__(connection)
        self._cipher = cipher

    def get(self, registration_id: RegistrationId, scopes: frozenset[str]) -> AccessToken | None:
        """See the port."""
        row = self.connection.execute(
            select(AccessTokenRow.token, AccessTokenRow.expires_at).where(
                AccessTokenRow.registration_id == registration_id,
                AccessTokenRow.scopes == _key(scopes),
            )
        ).one_or_none()
        if row is None:
            return None
        context = token_context(registration_id, _key(scopes))
        return AccessToken(
            registration_id=registration_id,
            scopes=scopes,
            token=self._cipher.decrypt(row.token, context),
            expires_at=row.expires_at,
        )

    def save(self, token: AccessToken) -> None:
        """See the port."""
        scopes = _key(token.scopes)
        context = token_context(token.registration_id, scopes)
        self.connection.execute(
            upsert(AccessTokenRow, "registration_id", "scopes").values(
                registration_id=token.registration_id,
                scopes=scopes,
                token=self._cipher.encrypt(token.token, context),
                expires_at=token.expires_at,
            )
        )

    def remove(self, token: AccessToken) -> None:
        """See the port."""
        known = self.get(token.registration_id, token.scopes)
        if known is None or known.token != token.token:
            return
        self.connection.execute(
            delete(AccessTokenRow).where(
                AccessTokenRow.registration_id == token.registration_id,
                AccessTokenRow.scopes == _key(token.scopes),
                AccessTokenRow.expires_at == known.expires_at,
            )
        )

    def purge(self, before: datetime) -> int:
        """See the port."""
        gone = delete(AccessTokenRow).where(AccessTokenRow.expires_at < before)
        return self.connection.execute(gone).rowcount


def token_context(registration_id: object, scopes: str) -> str:
    """Where the encrypted token belongs: it cannot be moved into another row."""
    return f"lti_access_token/{registration_id} {scopes}/token"


def _key(scopes: frozenset[str]) -> str:
    return " ".join(sorted(scopes))
