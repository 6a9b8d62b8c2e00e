"""What was learned from the outcomes of programmes."""

from alembic import op

from storage.migrations.row_security import protect

revision = "0020"
down_revision = "0019"

TABLE = """
CREATE TABLE learned_belief (
    program_id UUID NOT NULL,
    learned_at TIMESTAMP WITH TIME ZONE NOT NULL,
    outcomes INTEGER NOT NULL,
    mentees INTEGER NOT NULL,
    mentors INTEGER NOT NULL,
    accuracy FLOAT,
    low FLOAT,
    high FLOAT,
    model TEXT NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_learned_belief PRIMARY KEY (program_id),
    CONSTRAINT fk_learned_belief_organization_id_program_id FOREIGN KEY
        (organization_id, program_id)
        REFERENCES program (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT fk_learned_belief_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
"""


def upgrade() -> None:
    op.execute(TABLE)
    protect("learned_belief")
