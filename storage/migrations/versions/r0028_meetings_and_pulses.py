"""Planned meetings, and how the two of a match say it is going.

Programmes that are there already ask nobody until their managers want it.
"""

from alembic import op

from storage.migrations.row_security import protect

revision = "0028"
down_revision = "0027"

PROGRAMS = """
ALTER TABLE program ADD COLUMN pulse_days INTEGER NOT NULL DEFAULT 0;
ALTER TABLE program ALTER COLUMN pulse_days DROP DEFAULT;
"""
TABLES = """
CREATE TABLE appointment (
    id UUID NOT NULL,
    match_id UUID NOT NULL,
    proposed_by UUID NOT NULL,
    times TIMESTAMP WITH TIME ZONE[] NOT NULL,
    minutes INTEGER NOT NULL,
    whereabouts TEXT NOT NULL,
    state VARCHAR(32) NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE,
    reminded BOOLEAN NOT NULL,
    asked_after BOOLEAN NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version INTEGER NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_appointment PRIMARY KEY (id),
    CONSTRAINT fk_appointment_organization_id_match_id FOREIGN KEY
        (organization_id, match_id)
        REFERENCES match (organization_id, id),
    CONSTRAINT fk_appointment_organization_id_proposed_by FOREIGN KEY
        (organization_id, proposed_by)
        REFERENCES person (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT ck_appointment_minutes CHECK (minutes > 0),
    CONSTRAINT ck_appointment_planned_when CHECK ((state = 'planned') <= (starts_at IS NOT NULL)),
    CONSTRAINT ck_appointment_state CHECK (state IN ('proposed', 'planned', 'cancelled')),
    CONSTRAINT fk_appointment_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_appointment_proposed_by ON appointment (proposed_by);
CREATE INDEX ix_appointment_match_id ON appointment (match_id);
CREATE INDEX ix_appointment_organization_id_starts_at
    ON appointment (organization_id, starts_at) WHERE state = 'planned' AND NOT asked_after;
CREATE TABLE pulse (
    id UUID NOT NULL,
    match_id UUID NOT NULL,
    person_id UUID NOT NULL,
    asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closes_at TIMESTAMP WITH TIME ZONE NOT NULL,
    answers JSONB NOT NULL,
    answered_at TIMESTAMP WITH TIME ZONE,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_pulse PRIMARY KEY (id),
    CONSTRAINT fk_pulse_organization_id_match_id FOREIGN KEY
        (organization_id, match_id)
        REFERENCES match (organization_id, id),
    CONSTRAINT fk_pulse_organization_id_person_id FOREIGN KEY
        (organization_id, person_id)
        REFERENCES person (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT uq_pulse_match_id_person_id_asked_at UNIQUE (match_id, person_id, asked_at),
    CONSTRAINT fk_pulse_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_pulse_unanswered ON pulse (person_id, closes_at) WHERE answered_at IS NULL;
"""


def upgrade() -> None:
    op.execute(PROGRAMS)
    op.execute(TABLES)
    for table in ("appointment", "pulse"):
        protect(table)
