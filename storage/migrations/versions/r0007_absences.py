"""Participants who are in none of the programme's courses; steps of matches that nobody made."""

from alembic import op

revision = "0007"
down_revision = "0006"

CHANGES = """
ALTER TABLE participation ADD COLUMN away BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE participation ALTER COLUMN away DROP DEFAULT;
ALTER TABLE match_event ALTER COLUMN actor_id DROP NOT NULL;
"""


def upgrade() -> None:
    op.execute(CHANGES)
