"""What courses offer, and what they show about people."""

from alembic import op

from storage.migrations.row_security import protect

revision = "0025"
down_revision = "0024"

RESOURCES = """
CREATE TABLE resource (
    connection_id UUID NOT NULL,
    key TEXT NOT NULL,
    title TEXT NOT NULL,
    kind VARCHAR(32) NOT NULL,
    url TEXT NOT NULL,
    course TEXT NOT NULL,
    module TEXT NOT NULL,
    minutes INTEGER,
    skills TEXT[] NOT NULL,
    present BOOLEAN NOT NULL,
    text_hash BYTEA NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_resource PRIMARY KEY (connection_id, key),
    CONSTRAINT ck_resource_kind CHECK (kind IN ('course', 'page', 'assignment', 'quiz',
        'discussion', 'file', 'link', 'tool', 'other')),
    CONSTRAINT fk_resource_organization_id_connection_id FOREIGN KEY
        (organization_id, connection_id) REFERENCES connection (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT fk_resource_organization_id FOREIGN KEY (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_resource_organization_id_text_hash ON resource (organization_id, text_hash)
    WHERE present;
CREATE TABLE resource_vector (
    model TEXT NOT NULL,
    text_hash BYTEA NOT NULL,
    vector VECTOR NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_resource_vector PRIMARY KEY (organization_id, model, text_hash),
    CONSTRAINT fk_resource_vector_organization_id FOREIGN KEY (organization_id)
        REFERENCES organization (id)
);
"""
EVIDENCE = """
CREATE TABLE evidence (
    connection_id UUID NOT NULL,
    key TEXT NOT NULL,
    person_id UUID NOT NULL,
    skills TEXT[] NOT NULL,
    title TEXT NOT NULL,
    course TEXT NOT NULL,
    how VARCHAR(32) NOT NULL,
    strength FLOAT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    hidden BOOLEAN NOT NULL,
    present BOOLEAN NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_evidence PRIMARY KEY (connection_id, key),
    CONSTRAINT ck_evidence_how CHECK (how IN ('completed', 'graded')),
    CONSTRAINT fk_evidence_organization_id_connection_id FOREIGN KEY
        (organization_id, connection_id) REFERENCES connection (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT fk_evidence_organization_id_person_id FOREIGN KEY (organization_id, person_id)
        REFERENCES person (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_evidence_organization_id FOREIGN KEY (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_evidence_person_id ON evidence (person_id);
"""


def upgrade() -> None:
    op.execute(RESOURCES)
    op.execute(EVIDENCE)
    for table in ("resource", "resource_vector", "evidence"):
        protect(table)
