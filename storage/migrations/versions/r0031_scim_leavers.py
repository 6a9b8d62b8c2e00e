"""Who left by SCIM, until their mentoring has ended."""

from alembic import op

from storage.migrations.row_security import protect

revision = "0031"
down_revision = "0030"

TABLES = """
CREATE TABLE scim_leaver (
    connection_id UUID NOT NULL,
    key TEXT NOT NULL,
    left_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_scim_leaver PRIMARY KEY (connection_id, key),
    CONSTRAINT fk_scim_leaver_connection_id_key FOREIGN KEY
        (connection_id, key)
        REFERENCES directory_entry (connection_id, key)
        ON DELETE CASCADE,
    CONSTRAINT fk_scim_leaver_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
"""


def upgrade() -> None:
    op.execute(TABLES)
    protect("scim_leaver")
