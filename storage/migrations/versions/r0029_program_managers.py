"""Programmes outside courses: who manages them, and whether everybody may join."""

from alembic import op

from storage.migrations.row_security import protect

revision = "0029"
down_revision = "0028"

TABLES = """
ALTER TABLE program ADD COLUMN open_to_all BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE program ALTER COLUMN open_to_all DROP DEFAULT;
CREATE TABLE program_manager (
    program_id UUID NOT NULL,
    person_id UUID NOT NULL,
    appointed_by UUID,
    appointed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_program_manager PRIMARY KEY (program_id, person_id),
    CONSTRAINT fk_program_manager_organization_id_program_id FOREIGN KEY
        (organization_id, program_id)
        REFERENCES program (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_program_manager_organization_id_person_id FOREIGN KEY
        (organization_id, person_id)
        REFERENCES person (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_program_manager_organization_id_appointed_by FOREIGN KEY
        (organization_id, appointed_by)
        REFERENCES person (organization_id, id) ON DELETE SET NULL (appointed_by),
    CONSTRAINT fk_program_manager_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_program_manager_person_id ON program_manager (person_id);
"""


def upgrade() -> None:
    op.execute(TABLES)
    protect("program_manager")
