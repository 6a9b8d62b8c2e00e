from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from core.domain.deep_link import DeepLinkRequest
from core.domain.registration import AccessToken, KeyStatus, ToolKey
from core.errors import MisconfiguredError
from storage.database import open_engine
from storage.rotation import encrypt_again
from storage.secrets import AesGcmCipher, SecretKey
from storage.unit_of_work import PostgresStorage
from tests.contracts.world import NOW, World, digest

OLD, NEW = SecretKey("old", bytes(32)), SecretKey("new", bytes([1]) * 32)


class TestAtRest:
    KEY = ToolKey(
        kid="k",
        private_pem="-----BEGIN",
        status=KeyStatus.ACTIVE,
        created_at=NOW,
        changed_at=NOW,
    )

    @pytest.fixture
    def engine(self, postgres_url):
        engine = open_engine(postgres_url)
        yield engine
        engine.dispose()

    def store(self, engine, *keys):
        return PostgresStorage(engine, AesGcmCipher(keys))

    def stored(self, engine):
        with engine.connect() as connection:
            return connection.execute(text("SELECT private_pem FROM lti_tool_key")).scalar()

    def test_the_database_never_sees_a_private_key(self, engine):
        with self.store(engine, OLD).platform() as work:
            work.tool_keys.save(self.KEY)
        assert self.stored(engine).startswith("old:")
        assert "BEGIN" not in self.stored(engine)

    def test_rotation_ends_the_need_for_the_old_key(self, engine):
        with self.store(engine, OLD).platform() as work:
            work.tool_keys.save(self.KEY)
        both = AesGcmCipher([NEW, OLD])
        assert encrypt_again(engine, both) == 1
        assert encrypt_again(engine, both) == 0
        with self.store(engine, NEW).platform() as work:
            assert work.tool_keys.all() == [self.KEY]

    def test_rotation_includes_platforms_access_tokens(self, engine):
        world = World(self.store(engine, OLD))
        scopes = frozenset({"lti-ags/scope/score", "lti-ags/scope/lineitem"})
        token = AccessToken(
            registration_id=world.registration.id, scopes=scopes, token="open", expires_at=NOW
        )
        newer = replace(token, scopes=frozenset({"lti-nrps"}), token="sesame")
        with world.platform() as work:
            work.access_tokens.save(token)
        both = AesGcmCipher([NEW, OLD])
        with self.store(engine, NEW).platform() as work:
            work.access_tokens.save(newer)
        assert encrypt_again(engine, both) == 1
        assert encrypt_again(engine, both) == 0
        with self.store(engine, NEW).platform() as work:
            for kept in (token, newer):
                assert work.access_tokens.get(kept.registration_id, kept.scopes) == kept

    def test_rotation_includes_where_answers_of_teachers_go(self, engine):
        world = World(self.store(engine, OLD))
        asked = DeepLinkRequest(
            token_hash=digest(1),
            registration_id=world.registration.id,
            organization_id=world.id,
            person_id=world.ada.id,
            deployment_id="1",
            return_url="https://lms.example.edu/return?sesskey=s",
            expires_at=NOW,
        )
        with world.platform() as work:
            work.deep_links.add(asked)
        with engine.connect() as connection:
            sealed = connection.execute(text("SELECT sealed FROM lti_deep_link")).scalar()
        assert sealed.startswith("old:")
        both = AesGcmCipher([NEW, OLD])
        assert encrypt_again(engine, both) == 1
        assert encrypt_again(engine, both) == 0
        with self.store(engine, NEW).platform() as work:
            assert work.deep_links.get(asked.token_hash) == asked

    def test_rotation_includes_both_secrets_of_endpoints(self, engine):
        world = World(self.store(engine, OLD))
        endpoint = world.webhook_endpoint()
        with world.tenant() as work:
            work.webhook_endpoints.add(endpoint, "whsec_one")
        both = AesGcmCipher([NEW, OLD])
        assert encrypt_again(engine, both) == 1
        turned = replace(endpoint, old_secret_until=NOW + timedelta(days=1))
        with self.store(engine, OLD, NEW).tenant(world.id) as work:
            work.webhook_endpoints.rotate(turned, "whsec_two")
        assert encrypt_again(engine, both) == 1
        assert encrypt_again(engine, both) == 0
        with self.store(engine, NEW).tenant(world.id) as work:
            assert work.webhook_endpoints.secrets(endpoint.id, NOW) == ["whsec_two", "whsec_one"]

    def test_rotation_includes_secrets_and_files_of_connections(self, engine):
        worlds = [World(self.store(engine, OLD)) for _ in range(2)]
        connections = [world.new_connection() for world in worlds]
        for world, connection in zip(worlds, connections, strict=True):
            with world.tenant() as work:
                work.connections.set_secret(connection.id, "key", "sesame", NOW)
                work.connections.set_secret(connection.id, "password", "", NOW)
                work.connections.set_file(connection.id, b"name\nAda", NOW)
        both = AesGcmCipher([NEW, OLD])
        assert encrypt_again(engine, both) == 6
        assert encrypt_again(engine, both) == 0
        for world, connection in zip(worlds, connections, strict=True):
            with self.store(engine, NEW).tenant(world.id) as work:
                assert work.connections.secret(connection.id, "key") == "sesame"
                assert work.connections.secret(connection.id, "password") == ""
                assert work.connections.file(connection.id) == b"name\nAda"

    def test_the_database_never_sees_what_connections_keep(self, engine):
        world = World(self.store(engine, OLD))
        connection = world.new_connection()
        with world.tenant() as work:
            work.connections.set_secret(connection.id, "key", "open sesame", NOW)
            work.connections.set_file(connection.id, b"name,Ada Lovelace", NOW)
            shown = work.people.connection.execute(
                text("SELECT s.sealed, f.sealed FROM connection_secret s, connection_file f")
            ).one()
        assert shown[0].startswith("old:")
        assert shown[1].startswith(b"old:")
        assert "sesame" not in shown[0]
        assert b"Ada" not in shown[1]

    def test_a_secret_moved_to_another_connection_is_useless(self, engine):
        world = World(self.store(engine, OLD))
        connection, other = world.new_connection(), world.new_connection()
        with world.tenant() as work:
            work.connections.set_secret(connection.id, "key", "open sesame", NOW)
            work.connections.set_file(connection.id, b"file", NOW)
            for table in ("connection_secret", "connection_file"):
                move = text(f"UPDATE {table} SET connection_id = :other")
                work.people.connection.execute(move, {"other": other.id})
        with world.tenant() as work, pytest.raises(MisconfiguredError):
            work.connections.secret(other.id, "key")
        with world.tenant() as work, pytest.raises(MisconfiguredError):
            work.connections.file(other.id)

    def test_a_rotation_without_the_old_key_changes_nothing(self, engine):
        with self.store(engine, OLD).platform() as work:
            work.tool_keys.save(self.KEY)
        before = self.stored(engine)
        with pytest.raises(MisconfiguredError):
            encrypt_again(engine, AesGcmCipher([NEW]))
        assert self.stored(engine) == before
