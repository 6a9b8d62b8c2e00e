"""How often people found answers of the bot helpful, a day: counts, and nobody's."""

from alembic import op

from storage.migrations.row_security import protect

revision = "0035"
down_revision = "0034"

TABLES = """
CREATE TABLE teams_rating (
    day DATE NOT NULL,
    helpful INTEGER NOT NULL,
    unhelpful INTEGER NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_teams_rating PRIMARY KEY (organization_id, day),
    CONSTRAINT fk_teams_rating_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
"""


def upgrade() -> None:
    op.execute(TABLES)
    protect("teams_rating")
