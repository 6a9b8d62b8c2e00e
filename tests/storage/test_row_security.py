"""Isolation holds when a statement forgets the tenant, and when row-level security is off."""

from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from core.domain.people_rules import LinkKey, Precedence
from core.domain.program import Role
from storage.database import libpq_url, open_engine
from storage.tables import TENANT_SETTING, Base, TenantOwned
from storage.unit_of_work import PostgresStorage
from tests.contracts.world import NOW, World, fresh
from tests.storage.filled_world import CONNECTION, filled_world

NOT_TENANT_OWNED = {
    "lti_registration": "found by issuer and client id, before the tenant is known",
    "lti_deployment": "its registration is found before the tenant is, and names its tenant",
    "lti_registration_invitation": "found by the token's hash, which names the tenant",
    "administrator": "found by a sign-in link before the tenant is known",
    "lti_deep_link": "found by the token's hash, which names the tenant",
    "hook": "looked up by its address before a tenant is known",
    "scim_token": "found by the token's hash, which names the tenant",
    "teams_tenant": "found by the tenant and client in a token, before ours is known",
    "session": "found by the token's hash, which names the tenant",
}


@pytest.fixture
def other(storage):
    return World(storage)


@pytest.fixture
def world(storage):
    return filled_world(storage)


TENANT_TABLES = sorted(
    str(mapper.local_table.name)  # a plain one: it goes from process to process
    for mapper in Base.registry.mappers
    if issubclass(mapper.class_, TenantOwned)
)


@pytest.fixture
def connection(postgres_url, other):
    """In a transaction of another organization, without any repository."""
    engine = open_engine(postgres_url)
    with engine.begin() as connection:
        setting = {"name": TENANT_SETTING, "value": str(other.id)}
        connection.execute(text("SELECT set_config(:name, :value, true)"), setting)
        yield connection
    engine.dispose()


def test_every_table_with_an_organization_is_protected(postgres_url):
    with psycopg.connect(libpq_url(postgres_url)) as connection:
        with_organization = connection.execute(
            "SELECT table_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND column_name = 'organization_id'"
        ).fetchall()
        forced = connection.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid"
            " WHERE c.relrowsecurity AND c.relforcerowsecurity AND p.polcmd = '*'"
            " AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL"
        ).fetchall()
    found = {name for (name,) in with_organization}
    protected = {name for (name,) in forced}
    assert found - protected == NOT_TENANT_OWNED.keys()
    assert protected == set(TENANT_TABLES)


def test_the_role_is_bound_by_row_security(postgres_url):
    with psycopg.connect(libpq_url(postgres_url)) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert row == (False, False)


class TestAForgottenFilter:
    """A world takes a while to fill: all tables are looked at in the same one."""

    def test_reads_nothing_of_others(self, world, connection, subtests):
        for table in TENANT_TABLES:
            with subtests.test(table):
                query = text(f'SELECT count(*) FROM "{table}" WHERE organization_id = :other')
                assert connection.execute(query, {"other": world.id}).scalar() == 0
                with world.tenant() as work:
                    own = work.people.connection.execute(query, {"other": world.id}).scalar()
                assert own > 0  # so there was something to be seen

    def test_changes_nothing_of_others(self, world, connection, other, subtests):
        theirs = {"theirs": world.id}
        where = "WHERE organization_id = :theirs"
        for table in TENANT_TABLES:
            # What a statement changed is of no interest to the next one.
            with subtests.test(table), connection.begin_nested() as attempt:
                everything = f'UPDATE "{table}" SET organization_id = organization_id'
                mine = text(f'SELECT count(*) FROM "{table}" WHERE organization_id = :mine')
                changed = connection.execute(text(everything)).rowcount
                assert changed == connection.execute(mine, {"mine": other.id}).scalar()
                assert connection.execute(text(f"{everything} {where}"), theirs).rowcount == 0
                delete = text(f'DELETE FROM "{table}" {where}')
                assert connection.execute(delete, theirs).rowcount == 0
                attempt.rollback()

    @pytest.mark.usefixtures("world")
    def test_does_not_see_anything_without_an_organization(self, postgres_url, subtests):
        engine = open_engine(postgres_url)
        with engine.begin() as connection:
            for setting in ("never there", "emptied"):
                if setting == "emptied":
                    # After a transaction that had the setting, it is an empty string, not NULL.
                    empty = text(f"SELECT set_config('{TENANT_SETTING}', '', false)")
                    connection.execute(empty)
                for table in TENANT_TABLES:
                    with subtests.test(table, setting=setting):
                        seen = connection.execute(text(f'SELECT count(*) FROM "{table}"'))
                        assert seen.scalar() == 0
        engine.dispose()


def test_a_row_cannot_be_given_to_another_tenant(world, connection):
    insert = text("INSERT INTO program VALUES (:id, 'stolen', '', 1, 1, now(), :other)")
    with pytest.raises(ProgrammingError, match="row-level security"):
        connection.execute(insert, {"id": fresh(), "other": world.id})


def test_a_row_cannot_be_moved_to_another_tenant(world, connection):
    with pytest.raises(ProgrammingError, match="row-level security"):
        connection.execute(text("UPDATE program SET organization_id = :other"), {"other": world.id})


def test_a_repository_cannot_overwrite_a_row_of_another_tenant(world, other):
    def overwrite():
        with other.tenant() as work:
            work.people.save(world.ada)

    with pytest.raises(ProgrammingError, match="row-level security"):
        overwrite()
    with world.tenant() as work:
        assert work.people.get(world.ada.id) == world.ada


def test_the_setting_does_not_outlive_its_transaction(storage, world):
    with world.tenant() as work:
        work.programs.all()
    with storage.platform() as work:
        connection = work.sessions.connection
        assert connection.execute(text("SELECT count(*) FROM program")).scalar() == 0


class TestRepositoriesAlone:
    """A superuser is not bound by row-level security: what is left is the repositories' filter."""

    @pytest.fixture
    def unbound(self, postgres_server, postgres_url, cipher):
        name = postgres_url.split("?")[0].rsplit("/", 1)[1]
        engine = open_engine(postgres_server.cluster.url("postgres", name))
        yield PostgresStorage(engine, cipher)
        engine.dispose()

    def test_they_filter_by_themselves(self, unbound, world, other):
        with unbound.tenant(other.id) as work:
            unfiltered = work.people.connection.execute(text("SELECT count(*) FROM match"))
            assert unfiltered.scalar() == 1  # so row-level security does not help here
            assert work.people.get(world.ada.id) is None
            assert work.people.by_identity("i", "s") is None
            assert work.profiles.get(world.ada.id) is None
            assert work.profiles.of_program(world.program.id, Role.MENTOR) == []
            assert work.embeddings.of_people([world.ada.id], "m") == []
            assert work.embeddings.vectors_of_program(world.program.id, Role.MENTOR, "m") == {}
            assert work.demographics.of_people([world.ada.id]) == {}
            assert work.matching_settings.get(world.program.id).template == ""
            assert work.learned_beliefs.get(world.program.id) is None
            assert work.programs.get(world.program.id) is None
            assert work.programs.all() == [other.program]
            assert work.courses.get(world.registration.id, "c") is None
            assert work.participations.of_program(world.program.id) == []
            assert work.participations.of_person(world.ada.id) == []
            assert work.participations.get(world.program.id, world.ada.id, Role.MENTOR) is None
            assert work.matches.of_program(world.program.id) == []
            assert work.matches.of_person(world.program.id, world.ada.id) == []
            assert dict(work.matches.load(world.program.id, ["offered"])) == {}
            assert work.news.of_person(world.ada.id, 9) == []
            assert work.news.unread(world.ada.id) == 0
            assert work.mailboxes.get(world.ada.id) is None
            assert work.mailboxes.by_token("token-Ada") is None
            ada = [world.ada.id]
            assert work.matches.of_mentees(world.program.id, ada, ["offered"]) == []
            assert work.matches.due(world.program.id, NOW) == []
            assert work.matches.programs_due(NOW) == []
            assert work.choices.of_mentees(world.program.id, ada) == []
            assert work.searches.of_program(world.program.id) == []
            assert work.searches.of_mentees(world.program.id, ada) == []
            assert work.searches.programs() == []

    def test_nothing_of_connections_is_seen_or_changed(self, unbound, world, other):
        with unbound.tenant(other.id) as work:
            connections, runs, entries = work.connections, work.sync_runs, work.directory_entries
            assert connections.all() == []
            assert connections.get(CONNECTION) is None
            assert connections.secret(CONNECTION, "key") is None
            assert connections.file(CONNECTION) is None
            assert runs.get(CONNECTION) is None
            assert runs.of_connection(CONNECTION, 9) == runs.unfinished(CONNECTION) == []
            assert runs.position(CONNECTION, "people").cursor is None
            assert runs.issues(CONNECTION, 9) == runs.changes(CONNECTION, 9) == []
            assert runs.seen_before(CONNECTION, ["a"]) == set()
            assert entries.get(CONNECTION, "a") is None
            assert entries.digests(CONNECTION, ["a"]) == {}
            assert entries.of_people([world.ada.id]) == []
            assert entries.find({LinkKey.EMAIL: ["a@example.edu"]}) == []
            assert entries.reports(CONNECTION, ["b"]) == entries.undecided(9) == []
            assert entries.count(CONNECTION) == entries.count_unseen(CONNECTION, CONNECTION) == 0
            assert list(entries.unseen(CONNECTION, fresh())) == []
            assert work.merges.recent(9) == work.audit.page(None, 9) == []
            assert work.people_rules.precedence() == Precedence()
            connections.set_secret(CONNECTION, "key", None, NOW)
            connections.set_file(CONNECTION, None, NOW)
            connections.remove(CONNECTION)
            runs.forget_seen(CONNECTION)
            entries.remove(CONNECTION, ["a"])
            later = NOW + timedelta(days=1)
            assert connections.purge_files(later) == work.audit.purge(later) == 0
            assert runs.purge(later) == 0
        with world.tenant() as work:
            assert work.connections.secret(CONNECTION, "key") == "secret"
            assert work.connections.file(CONNECTION) == b"file"
            assert work.sync_runs.seen_before(CONNECTION, ["a"]) == {"a"}
            assert work.directory_entries.count(CONNECTION) == 2
