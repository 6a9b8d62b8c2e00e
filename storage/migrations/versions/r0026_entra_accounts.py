"""Accounts at Microsoft Entra ID that administrators sign in with."""

from alembic import op

revision = "0026"
down_revision = "0025"

TABLES = """
ALTER TABLE administrator ADD COLUMN account TEXT NOT NULL DEFAULT '';
ALTER TABLE administrator ALTER COLUMN account DROP DEFAULT;
CREATE UNIQUE INDEX ix_administrator_account ON administrator (account) WHERE account <> '';
"""


def upgrade() -> None:
    op.execute(TABLES)
