"""What people said about themselves for the fairness report."""

from alembic import op

from storage.migrations.row_security import protect

revision = "0014"
down_revision = "0013"

TABLES = """
CREATE TABLE demographic_answer (
    person_id UUID NOT NULL,
    dimension VARCHAR(32) NOT NULL,
    answer TEXT NOT NULL,
    answered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_demographic_answer PRIMARY KEY (person_id, dimension),
    CONSTRAINT fk_demographic_answer_organization_id_person_id FOREIGN KEY
        (organization_id, person_id)
        REFERENCES person (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT ck_demographic_answer_dimension CHECK
        (dimension IN ('gender', 'age', 'ethnicity', 'migration', 'disability')),
    CONSTRAINT fk_demographic_answer_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
"""


def upgrade() -> None:
    op.execute(TABLES)
    protect("demographic_answer")
