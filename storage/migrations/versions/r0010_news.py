"""News for people."""

from alembic import op

from storage.migrations.row_security import protect

revision = "0010"
down_revision = "0009"

TABLES = """
CREATE TABLE notification (
    id UUID NOT NULL,
    person_id UUID NOT NULL,
    program_id UUID,
    message TEXT NOT NULL,
    params JSONB NOT NULL,
    page TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    read_at TIMESTAMP WITH TIME ZONE,
    mailed_at TIMESTAMP WITH TIME ZONE,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_notification PRIMARY KEY (id),
    CONSTRAINT fk_notification_organization_id_person_id FOREIGN KEY
        (organization_id, person_id)
        REFERENCES person (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT fk_notification_organization_id_program_id FOREIGN KEY
        (organization_id, program_id)
        REFERENCES program (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT fk_notification_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_notification_person_id_created_at
    ON notification (person_id, created_at);
CREATE INDEX ix_notification_unread
    ON notification (person_id)
    WHERE read_at IS NULL;
"""


def upgrade() -> None:
    op.execute(TABLES)
    protect("notification")
