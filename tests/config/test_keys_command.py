from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from config.cli.keys import keys
from config.wiring import KEY_FILE
from core.domain.registration import KeyStatus, ToolKey
from core.errors import MisconfiguredError
from storage.database import open_engine
from storage.secrets import AesGcmCipher, SecretKey, keys_in_file
from storage.unit_of_work import PostgresStorage

TOOL_KEY = ToolKey(
    kid="ab12",
    private_pem="-----BEGIN PRIVATE KEY-----",
    status=KeyStatus.ACTIVE,
    created_at=datetime(2026, 3, 2, tzinfo=UTC),
    changed_at=datetime(2026, 3, 2, tzinfo=UTC),
)


def open_storage(url, secret_keys):
    return PostgresStorage(open_engine(url, 1), AesGcmCipher(secret_keys))


def stored_keys(url, secret_keys):
    storage = open_storage(url, secret_keys)
    try:
        with storage.platform() as work:
            return work.tool_keys.all()
    finally:
        storage.close()


def test_rotating_makes_a_key_and_encrypts_everything_with_it(tmp_path, monkeypatch, postgres_url):
    monkeypatch.setenv("MENTORLOOM_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    old = keys_in_file(tmp_path / KEY_FILE)
    storage = open_storage(postgres_url, old)
    with storage.platform() as work:
        work.tool_keys.save(TOOL_KEY)
    storage.close()

    result = CliRunner().invoke(keys, ["rotate"], catch_exceptions=False)

    assert result.output.startswith("Encrypted again: 1 secrets.")
    new = keys_in_file(tmp_path / KEY_FILE)
    assert new[1:] == old
    assert stored_keys(postgres_url, new[:1]) == [TOOL_KEY]
    with pytest.raises(MisconfiguredError, match=new[0].id):
        stored_keys(postgres_url, old)


def test_one_configured_key_cannot_be_rotated(monkeypatch):
    monkeypatch.setenv("MENTORLOOM_SECRET_KEYS", SecretKey.fresh().written())
    with pytest.raises(MisconfiguredError, match="Put a new one before it"):
        CliRunner().invoke(keys, ["rotate"], catch_exceptions=False)
