"""Who changed, so that what was read of a programme before need not be read again."""

from alembic import op

from storage.migrations.row_security import protect

revision = "0019"
down_revision = "0018"

TABLE = """
CREATE TABLE person_change (
    noted_in BIGINT DEFAULT (pg_current_xact_id()::text)::bigint NOT NULL,
    person_id UUID NOT NULL,
    noted_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_person_change PRIMARY KEY (organization_id, noted_in, person_id),
    CONSTRAINT fk_person_change_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
"""

NOTED = {
    "person": "id",
    "profile": "person_id",
    "participation": "person_id",
    "text_embedding": "person_id",
    "match": "mentor_id",
}
"""Table -> column that says who changed with a row."""

FUNCTION = """
CREATE FUNCTION note_{table}_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO person_change (organization_id, person_id)
    SELECT DISTINCT organization_id, {column} FROM changed
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
"""
TRIGGER = """
CREATE TRIGGER note_{event} AFTER {event} ON "{table}"
REFERENCING {age} TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION note_{table}_change();
"""


def upgrade() -> None:
    op.execute(TABLE)
    protect("person_change")
    for table, column in NOTED.items():
        op.execute(FUNCTION.format(table=table, column=column))
        for event, age in (("insert", "NEW"), ("update", "NEW"), ("delete", "OLD")):
            op.execute(TRIGGER.format(table=table, event=event, age=age))
