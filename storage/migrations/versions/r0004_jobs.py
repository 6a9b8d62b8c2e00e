"""procrastinate's tables and functions."""

from storage.migrations.job_schema import bring_up_to_date

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    bring_up_to_date()
