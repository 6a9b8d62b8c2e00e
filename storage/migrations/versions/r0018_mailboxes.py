"""How people may be written to, and which news is to be mailed."""

from alembic import op

from storage.migrations.row_security import protect

revision = "0018"
down_revision = "0017"

TABLES = """
CREATE TABLE mailbox (
    person_id UUID NOT NULL,
    wanted BOOLEAN NOT NULL,
    refused TEXT NOT NULL,
    token TEXT NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_mailbox PRIMARY KEY (person_id),
    CONSTRAINT uq_mailbox_organization_id_token UNIQUE (organization_id, token),
    CONSTRAINT fk_mailbox_organization_id_person_id FOREIGN KEY
        (organization_id, person_id)
        REFERENCES person (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT fk_mailbox_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_notification_unmailed
    ON notification (organization_id, created_at)
    WHERE read_at IS NULL AND mailed_at IS NULL;
"""


def upgrade() -> None:
    op.execute(TABLES)
    protect("mailbox")
