"""Courses' services and rosters, activities, meetings, work and scores."""

from alembic import op

from storage.migrations.row_security import protect

revision = "0006"
down_revision = "0005"

TENANT_TABLES = ("course_member", "roster_run", "activity", "work", "score", "meeting")

CHANGES = """
ALTER TABLE person ADD COLUMN test_user BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE person ALTER COLUMN test_user DROP DEFAULT;
ALTER TABLE course ADD COLUMN label TEXT NOT NULL DEFAULT '';
ALTER TABLE course ALTER COLUMN label DROP DEFAULT;
ALTER TABLE course ADD COLUMN deployment_id TEXT NOT NULL DEFAULT '';
ALTER TABLE course ALTER COLUMN deployment_id DROP DEFAULT;
ALTER TABLE course ADD COLUMN link_id TEXT NOT NULL DEFAULT '';
ALTER TABLE course ALTER COLUMN link_id DROP DEFAULT;
ALTER TABLE course ADD COLUMN history TEXT[] NOT NULL DEFAULT '{}';
ALTER TABLE course ALTER COLUMN history DROP DEFAULT;
ALTER TABLE course ADD COLUMN memberships_url TEXT NOT NULL DEFAULT '';
ALTER TABLE course ALTER COLUMN memberships_url DROP DEFAULT;
ALTER TABLE course ADD COLUMN line_items_url TEXT NOT NULL DEFAULT '';
ALTER TABLE course ALTER COLUMN line_items_url DROP DEFAULT;
ALTER TABLE course ADD COLUMN groups_url TEXT NOT NULL DEFAULT '';
ALTER TABLE course ALTER COLUMN groups_url DROP DEFAULT;
ALTER TABLE course ADD COLUMN group_sets_url TEXT NOT NULL DEFAULT '';
ALTER TABLE course ALTER COLUMN group_sets_url DROP DEFAULT;
ALTER TABLE course ADD COLUMN notices_url TEXT NOT NULL DEFAULT '';
ALTER TABLE course ALTER COLUMN notices_url DROP DEFAULT;
ALTER TABLE course ADD COLUMN scopes TEXT[] NOT NULL DEFAULT '{}';
ALTER TABLE course ALTER COLUMN scopes DROP DEFAULT;
ALTER TABLE course ADD COLUMN synced_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE course ADD CONSTRAINT uq_course_organization_id_registration_id_context_id
    UNIQUE (organization_id, registration_id, context_id);
"""

TABLES = """
CREATE TABLE course_member (
    registration_id UUID NOT NULL,
    context_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    person_id UUID NOT NULL,
    roster_roles TEXT[] NOT NULL,
    launch_roles TEXT[],
    groups TEXT[] NOT NULL,
    status VARCHAR(32) NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_course_member PRIMARY KEY (registration_id, context_id, subject),
    CONSTRAINT fk_course_member_organization_id_registration_id_context_id FOREIGN KEY
        (organization_id, registration_id, context_id)
        REFERENCES course (organization_id, registration_id, context_id)
        ON DELETE CASCADE,
    CONSTRAINT fk_course_member_organization_id_person_id FOREIGN KEY
        (organization_id, person_id)
        REFERENCES person (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT ck_course_member_status CHECK (status IN ('active', 'inactive', 'gone')),
    CONSTRAINT fk_course_member_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_course_member_person_id
    ON course_member (person_id);
CREATE TABLE roster_run (
    id UUID NOT NULL,
    registration_id UUID NOT NULL,
    context_id TEXT NOT NULL,
    trigger VARCHAR(32) NOT NULL,
    outcome VARCHAR(32) NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE,
    seen INTEGER NOT NULL,
    added INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    problem TEXT NOT NULL,
    params JSONB NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_roster_run PRIMARY KEY (id),
    CONSTRAINT fk_roster_run_organization_id_registration_id_context_id FOREIGN KEY
        (organization_id, registration_id, context_id)
        REFERENCES course (organization_id, registration_id, context_id)
        ON DELETE CASCADE,
    CONSTRAINT ck_roster_run_trigger CHECK (trigger IN ('schedule', 'launch', 'hand', 'notice')),
    CONSTRAINT ck_roster_run_outcome CHECK (outcome IN ('running', 'complete', 'held', 'failed')),
    CONSTRAINT fk_roster_run_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_roster_run_registration_id_context_id_started_at
    ON roster_run (registration_id, context_id, started_at);
CREATE TABLE activity (
    id UUID NOT NULL,
    origin_id UUID NOT NULL,
    registration_id UUID NOT NULL,
    context_id TEXT NOT NULL,
    kind VARCHAR(32) NOT NULL,
    title TEXT NOT NULL,
    instructions TEXT NOT NULL,
    target INTEGER NOT NULL,
    points DOUBLE PRECISION,
    link_id TEXT NOT NULL,
    line_item_url TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_activity PRIMARY KEY (id),
    CONSTRAINT uq_activity_organization_id_id
        UNIQUE (organization_id, id),
    CONSTRAINT uq_activity_registration_id_context_id_origin_id
        UNIQUE (registration_id, context_id, origin_id),
    CONSTRAINT fk_activity_organization_id_registration_id_context_id FOREIGN KEY
        (organization_id, registration_id, context_id)
        REFERENCES course (organization_id, registration_id, context_id)
        ON DELETE CASCADE,
    CONSTRAINT ck_activity_target CHECK (target > 0),
    CONSTRAINT ck_activity_points CHECK (points > 0),
    CONSTRAINT ck_activity_kind
        CHECK (kind IN
            ('onboarding', 'find_mentor', 'meetings', 'milestone', 'reflection', 'path_step')),
    CONSTRAINT fk_activity_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE TABLE work (
    activity_id UUID NOT NULL,
    person_id UUID NOT NULL,
    state VARCHAR(32) NOT NULL,
    progress INTEGER NOT NULL,
    text TEXT NOT NULL,
    comment TEXT NOT NULL,
    match_id UUID,
    decided_by UUID,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version INTEGER NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_work PRIMARY KEY (activity_id, person_id),
    CONSTRAINT fk_work_organization_id_activity_id FOREIGN KEY
        (organization_id, activity_id)
        REFERENCES activity (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT fk_work_organization_id_person_id FOREIGN KEY
        (organization_id, person_id)
        REFERENCES person (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT fk_work_organization_id_match_id FOREIGN KEY
        (organization_id, match_id)
        REFERENCES match (organization_id, id)
        ON DELETE SET NULL (match_id),
    CONSTRAINT fk_work_organization_id_decided_by FOREIGN KEY
        (organization_id, decided_by)
        REFERENCES person (organization_id, id)
        ON DELETE SET NULL (decided_by),
    CONSTRAINT ck_work_state CHECK (state IN ('open', 'submitted', 'returned', 'done')),
    CONSTRAINT fk_work_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_work_person_id
    ON work (person_id);
CREATE TABLE score (
    activity_id UUID NOT NULL,
    person_id UUID NOT NULL,
    subject TEXT NOT NULL,
    given DOUBLE PRECISION NOT NULL,
    maximum DOUBLE PRECISION NOT NULL,
    comment TEXT NOT NULL,
    state VARCHAR(32) NOT NULL,
    reason VARCHAR(32),
    status INTEGER,
    posted_at TIMESTAMP WITH TIME ZONE,
    sent DOUBLE PRECISION,
    attempts INTEGER NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version INTEGER NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_score PRIMARY KEY (activity_id, person_id),
    CONSTRAINT fk_score_organization_id_activity_id FOREIGN KEY
        (organization_id, activity_id)
        REFERENCES activity (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT fk_score_organization_id_person_id FOREIGN KEY
        (organization_id, person_id)
        REFERENCES person (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT ck_score_given CHECK (given >= 0 AND given <= maximum),
    CONSTRAINT ck_score_state CHECK (state IN ('waiting', 'sent', 'parked')),
    CONSTRAINT ck_score_reason
        CHECK (reason IN ('not_in_course', 'no_gradebook', 'refused', 'unreachable')),
    CONSTRAINT fk_score_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_score_person_id
    ON score (person_id);
CREATE TABLE meeting (
    id UUID NOT NULL,
    match_id UUID NOT NULL,
    held_on DATE NOT NULL,
    minutes INTEGER NOT NULL,
    logged_by UUID NOT NULL,
    confirmed_by UUID,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_meeting PRIMARY KEY (id),
    CONSTRAINT fk_meeting_organization_id_match_id FOREIGN KEY
        (organization_id, match_id)
        REFERENCES match (organization_id, id),
    CONSTRAINT fk_meeting_organization_id_logged_by FOREIGN KEY
        (organization_id, logged_by)
        REFERENCES person (organization_id, id),
    CONSTRAINT fk_meeting_organization_id_confirmed_by FOREIGN KEY
        (organization_id, confirmed_by)
        REFERENCES person (organization_id, id),
    CONSTRAINT ck_meeting_minutes CHECK (minutes > 0),
    CONSTRAINT ck_meeting_the_other_confirms CHECK (confirmed_by <> logged_by),
    CONSTRAINT fk_meeting_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_meeting_match_id
    ON meeting (match_id);
"""


def upgrade() -> None:
    op.execute(CHANGES)
    op.execute(TABLES)
    for table in TENANT_TABLES:
        protect(table)
