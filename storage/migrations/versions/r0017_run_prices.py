"""What one more place of a mentor would add to the total of a match run."""

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.execute("ALTER TABLE match_run_pair ADD COLUMN price DOUBLE PRECISION")
