"""Programmes, courses, participations, matches; and sessions, which name a programme."""

from alembic import op

from storage.migrations.row_security import protect

revision = "0003"
down_revision = "0002"

TENANT_TABLES = ("program", "course", "participation", "match", "match_event")

SCHEMA = """
CREATE TABLE program (
    id UUID NOT NULL,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    open_request_limit INTEGER NOT NULL,
    default_capacity INTEGER NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_program PRIMARY KEY (id),
    CONSTRAINT uq_program_organization_id_id UNIQUE (organization_id, id),
    CONSTRAINT fk_program_organization_id FOREIGN KEY
        (organization_id) REFERENCES organization (id)
);
CREATE TABLE course (
    registration_id UUID NOT NULL,
    context_id TEXT NOT NULL,
    title TEXT NOT NULL,
    program_id UUID,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_course PRIMARY KEY (registration_id, context_id),
    CONSTRAINT fk_course_organization_id_program_id FOREIGN KEY
        (organization_id, program_id)
        REFERENCES program (organization_id, id) ON DELETE SET NULL (program_id),
    CONSTRAINT fk_course_registration_id FOREIGN KEY
        (registration_id) REFERENCES lti_registration (id) ON DELETE CASCADE,
    CONSTRAINT fk_course_organization_id FOREIGN KEY
        (organization_id) REFERENCES organization (id)
);
CREATE INDEX ix_course_program_id ON course (program_id);
CREATE TABLE participation (
    id UUID NOT NULL,
    program_id UUID NOT NULL,
    person_id UUID NOT NULL,
    role VARCHAR(32) NOT NULL,
    capacity INTEGER NOT NULL,
    paused BOOLEAN NOT NULL,
    joined_at TIMESTAMP WITH TIME ZONE NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_participation PRIMARY KEY (id),
    CONSTRAINT uq_participation_program_id_person_id_role UNIQUE (program_id, person_id, role),
    CONSTRAINT fk_participation_organization_id_program_id FOREIGN KEY
        (organization_id, program_id)
        REFERENCES program (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_participation_organization_id_person_id FOREIGN KEY
        (organization_id, person_id) REFERENCES person (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_participation_capacity CHECK (capacity >= 0),
    CONSTRAINT ck_participation_role CHECK (role IN ('mentee', 'mentor')),
    CONSTRAINT fk_participation_organization_id FOREIGN KEY
        (organization_id) REFERENCES organization (id)
);
CREATE INDEX ix_participation_person_id ON participation (person_id);
CREATE TABLE match (
    id UUID NOT NULL,
    program_id UUID NOT NULL,
    mentee_id UUID NOT NULL,
    mentor_id UUID NOT NULL,
    state VARCHAR(32) NOT NULL,
    note TEXT NOT NULL,
    score DOUBLE PRECISION,
    end_reason VARCHAR(32),
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version INTEGER NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_match PRIMARY KEY (id),
    CONSTRAINT uq_match_organization_id_id UNIQUE (organization_id, id),
    CONSTRAINT fk_match_organization_id_program_id FOREIGN KEY
        (organization_id, program_id) REFERENCES program (organization_id, id),
    CONSTRAINT fk_match_organization_id_mentee_id FOREIGN KEY
        (organization_id, mentee_id) REFERENCES person (organization_id, id),
    CONSTRAINT fk_match_organization_id_mentor_id FOREIGN KEY
        (organization_id, mentor_id) REFERENCES person (organization_id, id),
    CONSTRAINT ck_match_two_people CHECK (mentee_id <> mentor_id),
    CONSTRAINT ck_match_state CHECK
        (state IN ('proposed', 'approved', 'offered', 'accepted',
            'active', 'paused', 'completed', 'ended')),
    CONSTRAINT ck_match_end_reason CHECK
        (end_reason IN ('declined', 'withdrawn', 'expired', 'left')),
    CONSTRAINT fk_match_organization_id FOREIGN KEY
        (organization_id) REFERENCES organization (id)
);
CREATE INDEX ix_match_program_id_mentee_id ON match (program_id, mentee_id);
CREATE INDEX ix_match_program_id_mentor_id_state ON match (program_id, mentor_id, state);
CREATE UNIQUE INDEX uq_match_open ON match (program_id, mentee_id, mentor_id)
    WHERE state IN ('accepted', 'active', 'offered', 'paused');
CREATE TABLE match_event (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    match_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    actor_id UUID NOT NULL,
    before VARCHAR(32),
    after VARCHAR(32) NOT NULL,
    end_reason VARCHAR(32),
    organization_id UUID NOT NULL,
    CONSTRAINT pk_match_event PRIMARY KEY (id),
    CONSTRAINT fk_match_event_organization_id_match_id FOREIGN KEY
        (organization_id, match_id) REFERENCES match (organization_id, id),
    CONSTRAINT fk_match_event_organization_id_actor_id FOREIGN KEY
        (organization_id, actor_id) REFERENCES person (organization_id, id),
    CONSTRAINT ck_match_event_before CHECK
        (before IN ('proposed', 'approved', 'offered', 'accepted',
            'active', 'paused', 'completed', 'ended')),
    CONSTRAINT ck_match_event_after CHECK
        (after IN ('proposed', 'approved', 'offered', 'accepted',
            'active', 'paused', 'completed', 'ended')),
    CONSTRAINT ck_match_event_end_reason CHECK
        (end_reason IN ('declined', 'withdrawn', 'expired', 'left')),
    CONSTRAINT fk_match_event_organization_id FOREIGN KEY
        (organization_id) REFERENCES organization (id)
);
CREATE INDEX ix_match_event_match_id ON match_event (match_id);
CREATE TABLE session (
    token_hash BYTEA NOT NULL,
    ticket_hash BYTEA,
    organization_id UUID NOT NULL,
    person_id UUID NOT NULL,
    program_id UUID,
    registration_id UUID,
    context_id TEXT,
    manages BOOLEAN NOT NULL,
    administers BOOLEAN NOT NULL,
    surface TEXT NOT NULL,
    theme TEXT NOT NULL,
    locale TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_session PRIMARY KEY (token_hash),
    CONSTRAINT fk_session_organization_id_person_id FOREIGN KEY
        (organization_id, person_id) REFERENCES person (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_session_organization_id_program_id FOREIGN KEY
        (organization_id, program_id)
        REFERENCES program (organization_id, id) ON DELETE SET NULL (program_id),
    CONSTRAINT fk_session_registration_id FOREIGN KEY
        (registration_id) REFERENCES lti_registration (id) ON DELETE CASCADE,
    CONSTRAINT uq_session_ticket_hash UNIQUE (ticket_hash),
    CONSTRAINT fk_session_organization_id FOREIGN KEY
        (organization_id) REFERENCES organization (id)
);
CREATE INDEX ix_session_expires_at ON session (expires_at);
CREATE INDEX ix_session_person_id ON session (person_id);
"""


def upgrade() -> None:
    op.execute(SCHEMA)
    for table in TENANT_TABLES:
        protect(table)
