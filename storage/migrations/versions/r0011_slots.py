"""Drop-in mentoring: times that mentors offer, and who took a place."""

from alembic import op

from storage.migrations.row_security import protect

revision = "0011"
down_revision = "0010"

TENANT_TABLES = ("slot", "booking")

TABLES = """
CREATE TABLE slot (
    id UUID NOT NULL,
    program_id UUID NOT NULL,
    mentor_id UUID NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
    minutes INTEGER NOT NULL,
    places INTEGER NOT NULL,
    topic TEXT NOT NULL,
    whereabouts TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    cancelled_at TIMESTAMP WITH TIME ZONE,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_slot PRIMARY KEY (id),
    CONSTRAINT uq_slot_organization_id_id UNIQUE (organization_id, id),
    CONSTRAINT fk_slot_organization_id_program_id FOREIGN KEY
        (organization_id, program_id)
        REFERENCES program (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_slot_organization_id_mentor_id FOREIGN KEY
        (organization_id, mentor_id)
        REFERENCES person (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_slot_minutes CHECK (minutes > 0),
    CONSTRAINT ck_slot_places CHECK (places > 0),
    CONSTRAINT fk_slot_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_slot_mentor_id ON slot (mentor_id);
CREATE INDEX ix_slot_program_id_starts_at ON slot (program_id, starts_at);
CREATE TABLE booking (
    slot_id UUID NOT NULL,
    mentee_id UUID NOT NULL,
    note TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_booking PRIMARY KEY (slot_id, mentee_id),
    CONSTRAINT fk_booking_organization_id_slot_id FOREIGN KEY
        (organization_id, slot_id)
        REFERENCES slot (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_booking_organization_id_mentee_id FOREIGN KEY
        (organization_id, mentee_id)
        REFERENCES person (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_booking_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_booking_mentee_id ON booking (mentee_id);
"""


def upgrade() -> None:
    op.execute(TABLES)
    for table in TENANT_TABLES:
        protect(table)
