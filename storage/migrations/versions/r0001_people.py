"""Organizations, people and their profiles."""

from alembic import op

from storage.migrations.row_security import protect

revision = "0001"
down_revision = None

TENANT_TABLES = ("person", "identity", "profile", "text_embedding")

SCHEMA = """
CREATE TABLE organization (
    id UUID NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_organization PRIMARY KEY (id),
    CONSTRAINT uq_organization_slug UNIQUE (slug)
);
CREATE TABLE person (
    id UUID NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    locale TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_person PRIMARY KEY (id),
    CONSTRAINT uq_person_organization_id_id UNIQUE (organization_id, id),
    CONSTRAINT fk_person_organization_id FOREIGN KEY
        (organization_id) REFERENCES organization (id)
);
CREATE TABLE identity (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    person_id UUID NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_identity PRIMARY KEY (organization_id, issuer, subject),
    CONSTRAINT fk_identity_organization_id_person_id FOREIGN KEY
        (organization_id, person_id) REFERENCES person (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_identity_organization_id FOREIGN KEY
        (organization_id) REFERENCES organization (id)
);
CREATE INDEX ix_identity_person_id ON identity (person_id);
CREATE TABLE profile (
    person_id UUID NOT NULL,
    headline TEXT NOT NULL,
    goals TEXT[] NOT NULL,
    skills_wanted TEXT[] NOT NULL,
    skills_offered TEXT[] NOT NULL,
    experience TEXT[] NOT NULL,
    interests TEXT[] NOT NULL,
    languages TEXT[] NOT NULL,
    time_zone TEXT NOT NULL,
    location TEXT NOT NULL,
    department TEXT NOT NULL,
    seniority SMALLINT,
    availability TEXT[] NOT NULL,
    meeting_modes TEXT[] NOT NULL,
    avoid UUID[] NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_profile PRIMARY KEY (person_id),
    CONSTRAINT fk_profile_organization_id_person_id FOREIGN KEY
        (organization_id, person_id) REFERENCES person (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_profile_organization_id FOREIGN KEY
        (organization_id) REFERENCES organization (id)
);
CREATE TABLE text_embedding (
    person_id UUID NOT NULL,
    model TEXT NOT NULL,
    kind VARCHAR(32) NOT NULL,
    text_hash BYTEA NOT NULL,
    vector VECTOR NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_text_embedding PRIMARY KEY (person_id, model, kind, text_hash),
    CONSTRAINT fk_text_embedding_organization_id_person_id FOREIGN KEY
        (organization_id, person_id) REFERENCES person (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_text_embedding_text_kind CHECK
        (kind IN ('goal', 'skill_wanted', 'skill_offered', 'experience', 'interest')),
    CONSTRAINT fk_text_embedding_organization_id FOREIGN KEY
        (organization_id) REFERENCES organization (id)
);
"""


def upgrade() -> None:
    op.execute(SCHEMA)
    for table in TENANT_TABLES:
        protect(table)
