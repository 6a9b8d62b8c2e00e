"""What Teams tenants keep is encrypted, and encrypted again with a new key."""

import pytest
from sqlalchemy import text

from storage.database import open_engine
from storage.rotation import encrypt_again
from storage.secrets import AesGcmCipher, SecretKey
from storage.unit_of_work import PostgresStorage
from tests.contracts.teams_world import new_teams_tenant
from tests.contracts.world import NOW, World

OLD, NEW = SecretKey("old", bytes(32)), SecretKey("new", bytes([1]) * 32)


@pytest.fixture
def engine(postgres_url):
    engine = open_engine(postgres_url)
    yield engine
    engine.dispose()


@pytest.fixture
def kept(engine):
    world = World(PostgresStorage(engine, AesGcmCipher([OLD])))
    tenant, bare = new_teams_tenant(world), new_teams_tenant(world)
    with world.platform() as work:
        work.teams_tenants.save_secret(tenant.id, "sesame")
        work.teams_activities.take(tenant.id, "1", '{"text": "open"}', NOW)
        work.teams_activities.take(bare.id, "2", "{}", NOW)
        work.teams_activities.done(bare.id, "2")
    with world.tenant() as work:
        work.teams_tokens.save(tenant.id, "oid", world.ada.id, "sesame too", NOW)
    return tenant


def test_the_database_never_sees_them(engine, kept):
    with engine.connect() as connection:
        for table in ("teams_tenant", "teams_activity"):
            query = text(f"SELECT to_jsonb(t)::text FROM {table} t ORDER BY sealed NULLS LAST")
            with_secret, without = connection.execute(query).scalars()
            assert "old:" in with_secret
            assert "sesame" not in with_secret
            assert "open" not in with_secret
            assert '"sealed": null' in without


def test_rotation_includes_them(engine, kept):
    both = AesGcmCipher([NEW, OLD])
    assert encrypt_again(engine, both) == 3
    assert encrypt_again(engine, both) == 0
    with PostgresStorage(engine, AesGcmCipher([NEW])).platform() as work:
        assert work.teams_tenants.secret(kept.id) == "sesame"
        assert work.teams_activities.get(kept.id, "1") == '{"text": "open"}'
