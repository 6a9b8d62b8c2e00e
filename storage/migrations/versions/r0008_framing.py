"""The site whose page a session is shown in."""

from alembic import op

revision = "0008"
down_revision = "0007"

CHANGES = """
ALTER TABLE session ADD COLUMN framed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE session ALTER COLUMN framed_by DROP DEFAULT;
"""


def upgrade() -> None:
    op.execute(CHANGES)
