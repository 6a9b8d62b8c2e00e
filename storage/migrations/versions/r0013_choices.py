"""Ranked choices, response clocks, reasons of a no, and complete histories of matches."""

from alembic import op

from storage.migrations.row_security import protect

revision = "0013"
down_revision = "0012"

REASONS = "('declined', 'later', 'withdrawn', 'expired', 'placed', 'full', 'left')"
NOES = "('no_time', 'not_my_field', 'know_each_other', 'on_leave', 'other')"

PROGRAMS = """
ALTER TABLE program
    ADD COLUMN response_days INTEGER NOT NULL DEFAULT 3,
    ADD COLUMN reminders BOOLEAN NOT NULL DEFAULT true,
    ADD COLUMN mentor_request_limit INTEGER NOT NULL DEFAULT 5,
    ADD COLUMN mentors_per_mentee INTEGER NOT NULL DEFAULT 1;
ALTER TABLE program
    ALTER COLUMN response_days DROP DEFAULT,
    ALTER COLUMN reminders DROP DEFAULT,
    ALTER COLUMN mentor_request_limit DROP DEFAULT,
    ALTER COLUMN mentors_per_mentee DROP DEFAULT;
"""

MATCHES = f"""
ALTER TABLE match
    ADD COLUMN decline_reason VARCHAR(32),
    ADD COLUMN decline_note TEXT NOT NULL DEFAULT '',
    ADD COLUMN answer_by TIMESTAMP WITH TIME ZONE,
    ADD COLUMN remind_at TIMESTAMP WITH TIME ZONE,
    ADD CONSTRAINT ck_match_decline_reason CHECK (decline_reason IN {NOES}),
    DROP CONSTRAINT ck_match_end_reason,
    ADD CONSTRAINT ck_match_end_reason CHECK (end_reason IN {REASONS});
ALTER TABLE match ALTER COLUMN decline_note DROP DEFAULT;
CREATE INDEX ix_match_answer_by ON match (organization_id, program_id, answer_by)
    WHERE state = 'offered';
"""

EVENTS = f"""
ALTER TABLE match_event
    ADD COLUMN version INTEGER,
    ADD COLUMN decline_reason VARCHAR(32),
    ADD COLUMN undoes INTEGER,
    ADD CONSTRAINT ck_match_event_decline_reason CHECK (decline_reason IN {NOES}),
    DROP CONSTRAINT ck_match_event_end_reason,
    ADD CONSTRAINT ck_match_event_end_reason CHECK (end_reason IN {REASONS});
"""

# Every event gets the number that the match had after it. Row security binds the owner too, so it
# is lifted for the one statement that concerns all organizations.
HISTORY = """
ALTER TABLE match_event NO FORCE ROW LEVEL SECURITY;
UPDATE match_event SET version = numbered.version
    FROM (SELECT id, row_number() OVER (PARTITION BY match_id ORDER BY id) AS version
          FROM match_event) numbered
    WHERE match_event.id = numbered.id;
ALTER TABLE match_event FORCE ROW LEVEL SECURITY;
ALTER TABLE match_event ALTER COLUMN version SET NOT NULL;
DROP INDEX ix_match_event_match_id;
ALTER TABLE match_event
    ADD CONSTRAINT uq_match_event_match_id_version UNIQUE (match_id, version);
"""

TABLES = """
CREATE TABLE choice (
    program_id UUID NOT NULL,
    mentee_id UUID NOT NULL,
    mentor_id UUID NOT NULL,
    rank INTEGER NOT NULL,
    state VARCHAR(32) NOT NULL,
    note TEXT NOT NULL,
    score DOUBLE PRECISION,
    match_id UUID,
    not_before TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_choice PRIMARY KEY (program_id, mentee_id, mentor_id),
    CONSTRAINT fk_choice_organization_id_program_id FOREIGN KEY
        (organization_id, program_id) REFERENCES program (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_choice_organization_id_mentee_id FOREIGN KEY
        (organization_id, mentee_id) REFERENCES person (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_choice_organization_id_mentor_id FOREIGN KEY
        (organization_id, mentor_id) REFERENCES person (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_choice_organization_id_match_id FOREIGN KEY
        (organization_id, match_id) REFERENCES match (organization_id, id),
    CONSTRAINT ck_choice_two_people CHECK (mentee_id <> mentor_id),
    CONSTRAINT ck_choice_state CHECK (state IN ('waiting', 'asked', 'later', 'passed')),
    CONSTRAINT fk_choice_organization_id FOREIGN KEY
        (organization_id) REFERENCES organization (id)
);
CREATE TABLE search (
    program_id UUID NOT NULL,
    mentee_id UUID NOT NULL,
    began_at TIMESTAMP WITH TIME ZONE NOT NULL,
    waitlisted_at TIMESTAMP WITH TIME ZONE,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_search PRIMARY KEY (program_id, mentee_id),
    CONSTRAINT fk_search_organization_id_program_id FOREIGN KEY
        (organization_id, program_id) REFERENCES program (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_search_organization_id_mentee_id FOREIGN KEY
        (organization_id, mentee_id) REFERENCES person (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_search_organization_id FOREIGN KEY
        (organization_id) REFERENCES organization (id)
);
CREATE INDEX ix_search_program_id_began_at ON search (program_id, began_at);
"""


def upgrade() -> None:
    for statements in (PROGRAMS, MATCHES, EVENTS, HISTORY, TABLES):
        op.execute(statements)
    for table in ("choice", "search"):
        protect(table)
