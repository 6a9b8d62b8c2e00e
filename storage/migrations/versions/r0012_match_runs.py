"""Whole-cohort runs, their pairs, who is left over, and what editing changed."""

from alembic import op

from storage.migrations.row_security import protect

revision = "0012"
down_revision = "0011"

TENANT_TABLES = ("match_run", "match_run_pair", "match_run_left_over", "match_run_edit")

TABLES = """
CREATE TABLE match_run (
    id UUID NOT NULL,
    program_id UUID NOT NULL,
    state VARCHAR(32) NOT NULL,
    options JSONB NOT NULL,
    started_by UUID,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    phase VARCHAR(32) NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    told_at TIMESTAMP WITH TIME ZONE NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE,
    figures JSONB,
    settings JSONB NOT NULL,
    problem JSONB,
    published_by UUID,
    published_at TIMESTAMP WITH TIME ZONE,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_match_run PRIMARY KEY (id),
    CONSTRAINT uq_match_run_organization_id_id UNIQUE (organization_id, id),
    CONSTRAINT fk_match_run_organization_id_program_id FOREIGN KEY
        (organization_id, program_id)
        REFERENCES program (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT fk_match_run_organization_id_started_by FOREIGN KEY
        (organization_id, started_by)
        REFERENCES person (organization_id, id)
        ON DELETE SET NULL (started_by),
    CONSTRAINT fk_match_run_organization_id_published_by FOREIGN KEY
        (organization_id, published_by)
        REFERENCES person (organization_id, id)
        ON DELETE SET NULL (published_by),
    CONSTRAINT ck_match_run_state
        CHECK (state IN
            ('waiting', 'running', 'ready', 'partly', 'published', 'discarded', 'failed')),
    CONSTRAINT ck_match_run_phase
        CHECK (phase IN ('reading', 'comparing', 'assigning', 'proving', 'writing')),
    CONSTRAINT fk_match_run_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_match_run_program_id_started_at
    ON match_run (program_id, started_at);
CREATE TABLE match_run_pair (
    run_id UUID NOT NULL,
    mentee_id UUID NOT NULL,
    mentor_id UUID NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    low DOUBLE PRECISION NOT NULL,
    high DOUBLE PRECISION NOT NULL,
    reasons JSONB NOT NULL,
    origin VARCHAR(32) NOT NULL,
    locked BOOLEAN NOT NULL,
    approved_by UUID,
    match_id UUID,
    problem JSONB,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_match_run_pair PRIMARY KEY (run_id, mentee_id),
    CONSTRAINT fk_match_run_pair_organization_id_run_id FOREIGN KEY
        (organization_id, run_id)
        REFERENCES match_run (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT fk_match_run_pair_organization_id_mentee_id FOREIGN KEY
        (organization_id, mentee_id)
        REFERENCES person (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT fk_match_run_pair_organization_id_mentor_id FOREIGN KEY
        (organization_id, mentor_id)
        REFERENCES person (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT fk_match_run_pair_organization_id_approved_by FOREIGN KEY
        (organization_id, approved_by)
        REFERENCES person (organization_id, id)
        ON DELETE SET NULL (approved_by),
    CONSTRAINT fk_match_run_pair_organization_id_match_id FOREIGN KEY
        (organization_id, match_id)
        REFERENCES match (organization_id, id)
        ON DELETE SET NULL (match_id),
    CONSTRAINT ck_match_run_pair_two_people CHECK (mentee_id <> mentor_id),
    CONSTRAINT ck_match_run_pair_origin CHECK (origin IN ('computed', 'manual')),
    CONSTRAINT fk_match_run_pair_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE TABLE match_run_left_over (
    run_id UUID NOT NULL,
    role VARCHAR(32) NOT NULL,
    person_id UUID NOT NULL,
    why JSONB NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_match_run_left_over PRIMARY KEY (run_id, role, person_id),
    CONSTRAINT fk_match_run_left_over_organization_id_run_id FOREIGN KEY
        (organization_id, run_id)
        REFERENCES match_run (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT fk_match_run_left_over_organization_id_person_id FOREIGN KEY
        (organization_id, person_id)
        REFERENCES person (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT ck_match_run_left_over_role CHECK (role IN ('mentee', 'mentor')),
    CONSTRAINT fk_match_run_left_over_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE TABLE match_run_edit (
    run_id UUID NOT NULL,
    number INTEGER NOT NULL,
    mentee_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    edited_by UUID,
    mentor_id UUID,
    score DOUBLE PRECISION NOT NULL,
    low DOUBLE PRECISION NOT NULL,
    high DOUBLE PRECISION NOT NULL,
    reasons JSONB NOT NULL,
    origin VARCHAR(32) NOT NULL,
    locked BOOLEAN NOT NULL,
    approved_by UUID,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_match_run_edit PRIMARY KEY (run_id, number, mentee_id),
    CONSTRAINT fk_match_run_edit_organization_id_run_id FOREIGN KEY
        (organization_id, run_id)
        REFERENCES match_run (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT fk_match_run_edit_organization_id_mentee_id FOREIGN KEY
        (organization_id, mentee_id)
        REFERENCES person (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT fk_match_run_edit_organization_id_mentor_id FOREIGN KEY
        (organization_id, mentor_id)
        REFERENCES person (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT fk_match_run_edit_organization_id_edited_by FOREIGN KEY
        (organization_id, edited_by)
        REFERENCES person (organization_id, id)
        ON DELETE SET NULL (edited_by),
    CONSTRAINT fk_match_run_edit_organization_id_approved_by FOREIGN KEY
        (organization_id, approved_by)
        REFERENCES person (organization_id, id)
        ON DELETE SET NULL (approved_by),
    CONSTRAINT ck_match_run_edit_origin CHECK (origin IN ('computed', 'manual')),
    CONSTRAINT fk_match_run_edit_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
"""


def upgrade() -> None:
    op.execute(TABLES)
    for table in TENANT_TABLES:
        protect(table)
