"""Group mentoring: groups, who is in them, and which matches are theirs."""

from alembic import op

from storage.migrations.row_security import protect

revision = "0016"
down_revision = "0015"

TENANT_TABLES = ("mentoring_group", "mentoring_group_member")

TABLES = """
CREATE TABLE mentoring_group (
    id UUID NOT NULL,
    program_id UUID NOT NULL,
    name TEXT NOT NULL,
    topic TEXT NOT NULL,
    whereabouts TEXT NOT NULL,
    least INTEGER NOT NULL,
    most INTEGER NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_mentoring_group PRIMARY KEY (id),
    CONSTRAINT uq_mentoring_group_organization_id_id UNIQUE (organization_id, id),
    CONSTRAINT fk_mentoring_group_organization_id_program_id FOREIGN KEY
        (organization_id, program_id)
        REFERENCES program (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_mentoring_group_size CHECK (1 <= least AND least <= most),
    CONSTRAINT fk_mentoring_group_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_mentoring_group_program_id ON mentoring_group (program_id);
CREATE TABLE mentoring_group_member (
    group_id UUID NOT NULL,
    person_id UUID NOT NULL,
    role VARCHAR(32) NOT NULL,
    joined_at TIMESTAMP WITH TIME ZONE NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_mentoring_group_member PRIMARY KEY (group_id, person_id),
    CONSTRAINT fk_mentoring_group_member_organization_id_group_id FOREIGN KEY
        (organization_id, group_id)
        REFERENCES mentoring_group (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_mentoring_group_member_organization_id_person_id FOREIGN KEY
        (organization_id, person_id)
        REFERENCES person (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_mentoring_group_member_role CHECK (role IN ('mentee', 'mentor')),
    CONSTRAINT fk_mentoring_group_member_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_mentoring_group_member_person_id ON mentoring_group_member (person_id);
ALTER TABLE match ADD COLUMN group_id UUID;
ALTER TABLE match ADD CONSTRAINT fk_match_organization_id_group_id FOREIGN KEY
    (organization_id, group_id)
    REFERENCES mentoring_group (organization_id, id);
CREATE INDEX ix_match_group_id ON match (group_id);
"""


def upgrade() -> None:
    op.execute(TABLES)
    for table in TENANT_TABLES:
        protect(table)
