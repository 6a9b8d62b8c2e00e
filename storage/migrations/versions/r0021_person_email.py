"""People are looked up by their e-mail address, whatever its case."""

from alembic import op

revision = "0021"
down_revision = "0020"

INDEX = "CREATE INDEX ix_person_email ON person (organization_id, lower(email));"


def upgrade() -> None:
    op.execute(INDEX)
