"""Tokens that Microsoft gave on behalf of people, encrypted."""

from alembic import op

from storage.migrations.row_security import protect

revision = "0034"
down_revision = "0033"

TABLE = """
CREATE TABLE teams_tokens (
    teams_tenant_id UUID NOT NULL,
    object_id TEXT NOT NULL,
    person_id UUID NOT NULL,
    sealed TEXT NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_teams_tokens PRIMARY KEY (teams_tenant_id, object_id),
    CONSTRAINT fk_teams_tokens_organization_id_teams_tenant_id FOREIGN KEY
        (organization_id, teams_tenant_id)
        REFERENCES teams_tenant (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_teams_tokens_organization_id_person_id FOREIGN KEY
        (organization_id, person_id)
        REFERENCES person (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_teams_tokens_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_teams_tokens_person_id ON teams_tokens (person_id);
"""


def upgrade() -> None:
    op.execute(TABLE)
    protect("teams_tokens")
