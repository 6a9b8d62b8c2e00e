"""Platforms' questions what to put into a course."""

from alembic import op

revision = "0009"
down_revision = "0008"

TABLES = """
CREATE TABLE lti_deep_link (
    token_hash BYTEA NOT NULL,
    registration_id UUID NOT NULL,
    organization_id UUID NOT NULL,
    person_id UUID NOT NULL,
    context_id TEXT,
    deployment_id TEXT NOT NULL,
    sealed TEXT NOT NULL,
    takes_activities BOOLEAN NOT NULL,
    several BOOLEAN NOT NULL,
    graded BOOLEAN NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_lti_deep_link PRIMARY KEY (token_hash),
    CONSTRAINT fk_lti_deep_link_organization_id_person_id FOREIGN KEY
        (organization_id, person_id)
        REFERENCES person (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT fk_lti_deep_link_registration_id FOREIGN KEY
        (registration_id)
        REFERENCES lti_registration (id)
        ON DELETE CASCADE
);
CREATE INDEX ix_lti_deep_link_expires_at
    ON lti_deep_link (expires_at);
"""


def upgrade() -> None:
    op.execute(TABLES)
