"""procrastinate's tables and functions, by its own revisions, which it ships and never changes.

A later procrastinate with new revisions needs a revision of ours that applies them;
tests/storage/test_migrations.py notices.
"""

from importlib import resources

from alembic import op

revision = "0004"
down_revision = "0003"

LAST = "03.04.00_50_post_add_retry_failed_job_procedure.sql"


def upgrade() -> None:
    folder = resources.files("procrastinate") / "sql" / "migrations"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    cursor = op.get_bind().connection.cursor()
    for name in names:
        if name <= LAST:
            cursor.execute((folder / name).read_text(encoding="utf-8"))
