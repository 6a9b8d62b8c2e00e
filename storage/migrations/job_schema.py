"""procrastinate's tables and functions, from the SQL it ships.

Its schema file is applied to a new database; only that works in one transaction on every
PostgreSQL. Which of its own revisions the file contained is kept as a comment on its main table, so
that a revision of ours for a later procrastinate applies just the ones that are missing
(tests/storage/test_migrations.py notices when one is needed).
"""

from importlib import resources

from alembic import op
from sqlalchemy import text

_LAST = text("SELECT obj_description(to_regclass('procrastinate_jobs'))")


def shipped() -> list[str]:
    """Names of the revisions in the procrastinate that is installed, oldest first."""
    folder = resources.files("procrastinate") / "sql" / "migrations"
    return sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))


def bring_up_to_date() -> None:
    """Give the database what the installed procrastinate expects."""
    connection = op.get_bind()
    folder = resources.files("procrastinate") / "sql"
    last = connection.execute(_LAST).scalar()
    if last is None:
        files = [folder / "schema.sql"]
    else:
        files = [folder / "migrations" / name for name in shipped() if name > last]
    cursor = connection.connection.cursor()
    for file in files:
        # Through the driver: nothing in these files is a parameter.
        cursor.execute(file.read_text(encoding="utf-8"))
    op.execute(f"COMMENT ON TABLE procrastinate_jobs IS '{shipped()[-1]}'")
