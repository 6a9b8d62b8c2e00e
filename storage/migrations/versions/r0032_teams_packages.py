"""When a client secret of Teams was entered, and which app packages were made."""

from alembic import op

revision = "0032"
down_revision = "0031"

COLUMNS = """
ALTER TABLE teams_tenant ADD COLUMN secret_set_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE teams_tenant ADD COLUMN package_number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE teams_tenant ADD COLUMN package_digest TEXT NOT NULL DEFAULT '';
ALTER TABLE teams_tenant ALTER COLUMN package_number DROP DEFAULT;
ALTER TABLE teams_tenant ALTER COLUMN package_digest DROP DEFAULT;
"""


def upgrade() -> None:
    op.execute(COLUMNS)
