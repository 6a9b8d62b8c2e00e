"""What profiles tell about values, style and wishes; what programmes decide about matching."""

from alembic import op

from storage.migrations.row_security import protect

revision = "0015"
down_revision = "0014"

LISTS = {
    "values": "TEXT",
    "ways": "TEXT",
    "principles": "TEXT",
    "style": "SMALLINT",
    "personality": "SMALLINT",
    "topics": "TEXT",
    "levels": "SMALLINT",
    "must_haves": "TEXT",
    "managers": "UUID",
    "conflicts": "UUID",
    "meet_again": "UUID",
}

KINDS = """
ALTER TABLE text_embedding
    DROP CONSTRAINT ck_text_embedding_text_kind,
    ADD CONSTRAINT ck_text_embedding_text_kind CHECK
        (kind IN ('goal', 'skill_wanted', 'skill_offered', 'experience', 'interest',
            'principle', 'topic'));
"""

AGREED = """
ALTER TABLE participation ADD COLUMN agreed BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE participation ALTER COLUMN agreed DROP DEFAULT;
"""

TABLES = """
CREATE TABLE matching_settings (
    program_id UUID NOT NULL,
    template TEXT NOT NULL,
    importance JSONB NOT NULL,
    must_haves TEXT[] NOT NULL,
    skills TEXT[] NOT NULL,
    languages TEXT[] NOT NULL,
    repeat_pairs BOOLEAN NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_matching_settings PRIMARY KEY (program_id),
    CONSTRAINT fk_matching_settings_organization_id_program_id FOREIGN KEY
        (organization_id, program_id)
        REFERENCES program (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT fk_matching_settings_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
"""


def upgrade() -> None:
    added = ", ".join(f"ADD COLUMN \"{n}\" {t}[] NOT NULL DEFAULT '{{}}'" for n, t in LISTS.items())
    plain = ", ".join(f'ALTER COLUMN "{name}" DROP DEFAULT' for name in LISTS)
    op.execute(f"ALTER TABLE profile {added}")
    op.execute(f"ALTER TABLE profile {plain}")
    for statements in (KINDS, AGREED, TABLES):
        op.execute(statements)
    protect("matching_settings")
