"""Connections to directories, their runs, what they say about people, and the audit."""

from alembic import op

from storage.migrations.row_security import protect

revision = "0022"
down_revision = "0021"

PRESENCE = """
ALTER TABLE person ADD COLUMN presence VARCHAR(32) NOT NULL DEFAULT 'here'
    CONSTRAINT ck_person_presence CHECK (presence IN ('here', 'away', 'gone'));
ALTER TABLE person ALTER COLUMN presence DROP DEFAULT;
"""

CONNECTIONS = """
CREATE TABLE connection (
    id UUID NOT NULL,
    connector TEXT NOT NULL,
    title TEXT NOT NULL,
    status VARCHAR(32) NOT NULL,
    settings JSONB NOT NULL,
    every INTERVAL,
    link_rules JSONB NOT NULL,
    held_share DOUBLE PRECISION NOT NULL,
    account_id TEXT NOT NULL,
    account_label TEXT NOT NULL,
    problem JSONB,
    due_at TIMESTAMP WITH TIME ZONE,
    version INTEGER NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_connection PRIMARY KEY (id),
    CONSTRAINT uq_connection_organization_id_id UNIQUE (organization_id, id),
    CONSTRAINT ck_connection_status CHECK (status IN ('draft', 'on', 'paused')),
    CONSTRAINT fk_connection_organization_id FOREIGN KEY (organization_id)
        REFERENCES organization (id)
);
CREATE TABLE connection_secret (
    connection_id UUID NOT NULL,
    name TEXT NOT NULL,
    sealed TEXT NOT NULL,
    set_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ends TEXT NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_connection_secret PRIMARY KEY (connection_id, name),
    CONSTRAINT fk_connection_secret_organization_id_connection_id
        FOREIGN KEY (organization_id, connection_id)
        REFERENCES connection (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_connection_secret_organization_id FOREIGN KEY (organization_id)
        REFERENCES organization (id)
);
CREATE TABLE connection_file (
    connection_id UUID NOT NULL,
    sealed BYTEA NOT NULL,
    set_at TIMESTAMP WITH TIME ZONE NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_connection_file PRIMARY KEY (connection_id),
    CONSTRAINT fk_connection_file_organization_id_connection_id
        FOREIGN KEY (organization_id, connection_id)
        REFERENCES connection (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_connection_file_organization_id FOREIGN KEY (organization_id)
        REFERENCES organization (id)
);
"""

RUNS = """
CREATE TABLE sync_run (
    id UUID NOT NULL,
    connection_id UUID NOT NULL,
    stream TEXT NOT NULL,
    trigger VARCHAR(32) NOT NULL,
    mode VARCHAR(32) NOT NULL,
    dry BOOLEAN NOT NULL,
    since TIMESTAMP WITH TIME ZONE,
    until TIMESTAMP WITH TIME ZONE,
    by UUID,
    confirmed INTEGER NOT NULL,
    cursor_before JSONB,
    cursor_after JSONB,
    pages INTEGER NOT NULL,
    counts JSONB NOT NULL,
    outcome VARCHAR(32),
    problem JSONB,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_sync_run PRIMARY KEY (id),
    CONSTRAINT uq_sync_run_organization_id_id UNIQUE (organization_id, id),
    CONSTRAINT fk_sync_run_organization_id_connection_id
        FOREIGN KEY (organization_id, connection_id)
        REFERENCES connection (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_sync_run_organization_id_by FOREIGN KEY (organization_id, by)
        REFERENCES person (organization_id, id) ON DELETE SET NULL (by),
    CONSTRAINT ck_sync_run_trigger
        CHECK (trigger IN ('manual', 'schedule', 'webhook', 'backfill')),
    CONSTRAINT ck_sync_run_mode CHECK (mode IN ('full', 'incremental')),
    CONSTRAINT ck_sync_run_outcome CHECK (outcome IN ('complete', 'held', 'failed', 'stopped')),
    CONSTRAINT fk_sync_run_organization_id FOREIGN KEY (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_sync_run_connection_id_started_at ON sync_run (connection_id, started_at);
CREATE TABLE sync_position (
    connection_id UUID NOT NULL,
    stream TEXT NOT NULL,
    cursor JSONB,
    full_at TIMESTAMP WITH TIME ZONE,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_sync_position PRIMARY KEY (connection_id, stream),
    CONSTRAINT fk_sync_position_organization_id_connection_id
        FOREIGN KEY (organization_id, connection_id)
        REFERENCES connection (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_sync_position_organization_id FOREIGN KEY (organization_id)
        REFERENCES organization (id)
);
CREATE TABLE sync_issue (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    run_id UUID NOT NULL,
    key TEXT NOT NULL,
    place TEXT NOT NULL,
    sentence JSONB NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_sync_issue PRIMARY KEY (id),
    CONSTRAINT fk_sync_issue_organization_id_run_id FOREIGN KEY (organization_id, run_id)
        REFERENCES sync_run (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_sync_issue_organization_id FOREIGN KEY (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_sync_issue_run_id_id ON sync_issue (run_id, id);
CREATE TABLE sync_change (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    run_id UUID NOT NULL,
    key TEXT NOT NULL,
    effect VARCHAR(32) NOT NULL,
    person_id UUID,
    fields TEXT[] NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_sync_change PRIMARY KEY (id),
    CONSTRAINT fk_sync_change_organization_id_run_id FOREIGN KEY (organization_id, run_id)
        REFERENCES sync_run (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT ck_sync_change_effect CHECK (effect IN ('created', 'updated', 'gone')),
    CONSTRAINT fk_sync_change_organization_id FOREIGN KEY (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_sync_change_run_id_id ON sync_change (run_id, id);
CREATE TABLE sync_seen (
    run_id UUID NOT NULL,
    page INTEGER NOT NULL,
    keys TEXT[] NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_sync_seen PRIMARY KEY (run_id, page),
    CONSTRAINT fk_sync_seen_organization_id_run_id FOREIGN KEY (organization_id, run_id)
        REFERENCES sync_run (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_sync_seen_organization_id FOREIGN KEY (organization_id)
        REFERENCES organization (id)
);
"""

PEOPLE = """
CREATE TABLE directory_entry (
    connection_id UUID NOT NULL,
    key TEXT NOT NULL,
    person_id UUID,
    candidates UUID[] NOT NULL,
    present BOOLEAN NOT NULL,
    record JSONB NOT NULL,
    source JSONB NOT NULL,
    digest BYTEA NOT NULL,
    employee_number TEXT NOT NULL,
    external_id TEXT NOT NULL,
    user_name TEXT NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    manager_key TEXT NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_directory_entry PRIMARY KEY (connection_id, key),
    CONSTRAINT fk_directory_entry_organization_id_connection_id
        FOREIGN KEY (organization_id, connection_id)
        REFERENCES connection (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_directory_entry_organization_id_person_id
        FOREIGN KEY (organization_id, person_id)
        REFERENCES person (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_directory_entry_organization_id FOREIGN KEY (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_directory_entry_connection_id_manager_key
    ON directory_entry (connection_id, manager_key)
    WHERE present AND manager_key <> '';
CREATE INDEX ix_directory_entry_organization_id_email ON directory_entry (organization_id, email)
    WHERE present AND email <> '';
CREATE INDEX ix_directory_entry_organization_id_employee_number
    ON directory_entry (organization_id, employee_number)
    WHERE present AND employee_number <> '';
CREATE INDEX ix_directory_entry_organization_id_external_id
    ON directory_entry (organization_id, external_id)
    WHERE present AND external_id <> '';
CREATE INDEX ix_directory_entry_organization_id_name ON directory_entry (organization_id, name)
    WHERE present AND name <> '';
CREATE INDEX ix_directory_entry_organization_id_user_name
    ON directory_entry (organization_id, user_name)
    WHERE present AND user_name <> '';
CREATE INDEX ix_directory_entry_person_id ON directory_entry (person_id);
CREATE INDEX ix_directory_entry_undecided ON directory_entry (organization_id, created_at)
    WHERE present AND person_id IS NULL;
CREATE TABLE person_merge (
    id UUID NOT NULL,
    kept UUID NOT NULL,
    gone UUID NOT NULL,
    identities JSONB NOT NULL,
    by UUID,
    rule TEXT NOT NULL,
    merged_at TIMESTAMP WITH TIME ZONE NOT NULL,
    undone_at TIMESTAMP WITH TIME ZONE,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_person_merge PRIMARY KEY (id),
    CONSTRAINT fk_person_merge_organization_id_kept FOREIGN KEY (organization_id, kept)
        REFERENCES person (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_person_merge_organization_id_gone FOREIGN KEY (organization_id, gone)
        REFERENCES person (organization_id, id) ON DELETE CASCADE,
    CONSTRAINT fk_person_merge_organization_id_by FOREIGN KEY (organization_id, by)
        REFERENCES person (organization_id, id) ON DELETE SET NULL (by),
    CONSTRAINT fk_person_merge_organization_id FOREIGN KEY (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_person_merge_organization_id_merged_at_id
    ON person_merge (organization_id, merged_at, id);
CREATE TABLE people_precedence (
    orders JSONB NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_people_precedence PRIMARY KEY (organization_id),
    CONSTRAINT fk_people_precedence_organization_id FOREIGN KEY (organization_id)
        REFERENCES organization (id)
);
"""

AUDIT = """
CREATE TABLE audit_entry (
    id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    by UUID,
    deed TEXT NOT NULL,
    subject TEXT NOT NULL,
    sentence JSONB NOT NULL,
    before JSONB NOT NULL,
    after JSONB NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_audit_entry PRIMARY KEY (id),
    CONSTRAINT fk_audit_entry_organization_id_by FOREIGN KEY (organization_id, by)
        REFERENCES person (organization_id, id) ON DELETE SET NULL (by),
    CONSTRAINT fk_audit_entry_organization_id FOREIGN KEY (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_audit_entry_organization_id_at_id ON audit_entry (organization_id, at, id);
"""

TABLES = (
    *("connection", "connection_secret", "connection_file"),
    *("sync_run", "sync_position", "sync_issue", "sync_change", "sync_seen"),
    *("directory_entry", "person_merge", "people_precedence", "audit_entry"),
)


def upgrade() -> None:
    for statements in (PRESENCE, CONNECTIONS, RUNS, PEOPLE, AUDIT):
        op.execute(statements)
    for table in TABLES:
        protect(table)
