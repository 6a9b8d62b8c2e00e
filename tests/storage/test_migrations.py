"""The revisions lead to exactly the schema that the tables describe."""

from concurrent.futures import ThreadPoolExecutor
from importlib import resources

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import ProgrammingError

from core.errors import UnavailableError
from storage.database import libpq_url, open_engine
from storage.migrate import newest_revision, ours, upgrade
from storage.migrations.job_schema import shipped
from storage.tables import Base

CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
FROM pg_constraint
WHERE connamespace = 'public'::regnamespace
  AND conrelid::regclass::text NOT LIKE 'procrastinate%'
  AND conrelid::regclass::text <> 'alembic_version'
ORDER BY 1, 2
"""
INDEXES = """
SELECT indexdef FROM pg_indexes
WHERE schemaname = 'public' AND tablename NOT LIKE 'procrastinate%'
  AND tablename <> 'alembic_version'
ORDER BY 1
"""
FUNCTIONS = """
SELECT oid::regprocedure::text, md5(prosrc) FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'procrastinate%'
ORDER BY 1
"""
JOB_COLUMNS = """
SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
WHERE table_schema = 'public' AND table_name LIKE 'procrastinate%'
ORDER BY 1, 2
"""


def catalogue(url, query):
    with psycopg.connect(libpq_url(url)) as connection:
        return connection.execute(query).fetchall()


def test_alembic_finds_nothing_to_change(postgres_url):
    engine = open_engine(postgres_url)
    with engine.connect() as connection:
        options = {"include_name": ours, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_constraints_and_indexes_are_those_of_the_tables(postgres_server, postgres_url, empty_url):
    engine = open_engine(empty_url)
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
    engine.dispose()
    for query in (CONSTRAINTS, INDEXES):
        described = catalogue(empty_url, query)
        assert described
        assert catalogue(postgres_url, query) == described


def test_upgrading_again_changes_nothing(postgres_url):
    before = catalogue(postgres_url, CONSTRAINTS)
    upgrade(postgres_url)
    assert catalogue(postgres_url, CONSTRAINTS) == before


def test_a_failed_revision_leaves_the_database_as_it_was(empty_url):
    with psycopg.connect(libpq_url(empty_url)) as connection:
        connection.execute("CREATE TABLE match (id int)")  # in the way of revision 3
    with pytest.raises(ProgrammingError, match="match"):
        upgrade(empty_url)
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    assert catalogue(empty_url, tables) == [("match",)]


def test_the_job_tables_are_those_of_the_installed_procrastinate(empty_url, postgres_url):
    with psycopg.connect(libpq_url(empty_url)) as connection:
        schema = resources.files("procrastinate") / "sql" / "schema.sql"
        connection.execute(schema.read_text(encoding="utf-8"))
    for query in (FUNCTIONS, JOB_COLUMNS):
        assert catalogue(postgres_url, query) == catalogue(empty_url, query)


def test_a_newer_procrastinate_needs_a_revision_of_ours():
    """When this fails: add a revision that calls bring_up_to_date, then change the name here."""
    assert shipped()[-1] == "03.04.00_50_post_add_retry_failed_job_procedure.sql"


def test_an_older_job_schema_gets_what_it_misses(empty_url):
    folder = resources.files("procrastinate") / "sql" / "migrations"
    older = [name for name in shipped() if name < "03.04"]
    with psycopg.connect(libpq_url(empty_url), autocommit=True) as connection:
        for name in older:
            connection.execute((folder / name).read_text(encoding="utf-8"))
        connection.execute(f"COMMENT ON TABLE procrastinate_jobs IS '{older[-1]}'")
    upgrade(empty_url)
    retry = "SELECT to_regproc('procrastinate_retry_job_v2') IS NOT NULL"
    assert catalogue(empty_url, retry) == [(True,)]
    comment = "SELECT obj_description('procrastinate_jobs'::regclass)"
    assert catalogue(empty_url, comment) == [(shipped()[-1],)]


def test_two_processes_may_migrate_at_once(empty_url):
    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(upgrade, empty_url) for _ in range(2)]:
            done.result()
    assert catalogue(empty_url, "SELECT count(*) FROM alembic_version") == [(1,)]


def test_another_schema_than_this_version_s_is_noticed(postgres_storage, postgres_url):
    postgres_storage.check_schema()
    label = "UPDATE alembic_version SET version_num = %s"
    with psycopg.connect(libpq_url(postgres_url), autocommit=True) as connection:
        connection.execute(label, ["older"])
        try:
            with pytest.raises(UnavailableError, match="another schema"):
                postgres_storage.check_schema()
        finally:  # the database is everybody's
            connection.execute(label, [newest_revision()])
