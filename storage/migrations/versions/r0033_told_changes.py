"""What a dry run would change, with names and values."""

from alembic import op

revision = "0033"
down_revision = "0032"

COLUMNS = """
ALTER TABLE sync_change
    ADD COLUMN name TEXT NOT NULL DEFAULT '',
    ADD COLUMN told JSONB NOT NULL DEFAULT '{}';
ALTER TABLE sync_change ALTER COLUMN name DROP DEFAULT, ALTER COLUMN told DROP DEFAULT;
"""


def upgrade() -> None:
    op.execute(COLUMNS)
