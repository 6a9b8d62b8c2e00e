"""Teams: tenants, what came from them, conversations, the ledger of messages, choices."""

from alembic import op

from storage.migrations.row_security import protect

revision = "0030"
down_revision = "0029"

TABLES = """
CREATE TABLE teams_tenant (
    id UUID NOT NULL,
    organization_id UUID NOT NULL,
    tenant TEXT NOT NULL,
    client_id TEXT NOT NULL,
    app_id TEXT NOT NULL,
    catalog_app_id TEXT NOT NULL,
    enabled BOOLEAN NOT NULL,
    installs BOOLEAN NOT NULL,
    feed BOOLEAN NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version INTEGER NOT NULL,
    sealed TEXT,
    CONSTRAINT pk_teams_tenant PRIMARY KEY (id),
    CONSTRAINT uq_teams_tenant_organization_id_id UNIQUE (organization_id, id),
    CONSTRAINT uq_teams_tenant_tenant_client_id UNIQUE (tenant, client_id),
    CONSTRAINT fk_teams_tenant_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_teams_tenant_client_id ON teams_tenant (client_id);
CREATE TABLE teams_activity (
    teams_tenant_id UUID NOT NULL,
    activity_id TEXT NOT NULL,
    sealed TEXT,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_teams_activity PRIMARY KEY (teams_tenant_id, activity_id),
    CONSTRAINT fk_teams_activity_teams_tenant_id FOREIGN KEY
        (teams_tenant_id)
        REFERENCES teams_tenant (id)
        ON DELETE CASCADE
);
CREATE INDEX ix_teams_activity_received_at ON teams_activity (received_at);
CREATE TABLE teams_conversation (
    teams_tenant_id UUID NOT NULL,
    conversation_id TEXT NOT NULL,
    kind VARCHAR(32) NOT NULL,
    service_url TEXT NOT NULL,
    bot_id TEXT NOT NULL,
    user_id TEXT NOT NULL,
    object_id TEXT NOT NULL,
    person_id UUID,
    team_id TEXT NOT NULL,
    channel_id TEXT NOT NULL,
    locale TEXT NOT NULL,
    installed_at TIMESTAMP WITH TIME ZONE,
    blocked_at TIMESTAMP WITH TIME ZONE,
    refreshed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_teams_conversation PRIMARY KEY (teams_tenant_id, conversation_id),
    CONSTRAINT fk_teams_conversation_organization_id_teams_tenant_id FOREIGN KEY
        (organization_id, teams_tenant_id)
        REFERENCES teams_tenant (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT fk_teams_conversation_organization_id_person_id FOREIGN KEY
        (organization_id, person_id)
        REFERENCES person (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT ck_teams_conversation_kind CHECK (kind IN ('personal', 'groupChat', 'channel')),
    CONSTRAINT fk_teams_conversation_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_teams_conversation_person_id ON teams_conversation (person_id);
CREATE TABLE teams_delivery (
    id UUID NOT NULL,
    teams_tenant_id UUID NOT NULL,
    person_id UUID NOT NULL,
    purpose VARCHAR(32) NOT NULL,
    about JSONB NOT NULL,
    key TEXT NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    state VARCHAR(32) NOT NULL,
    reason TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    conversation_id TEXT NOT NULL,
    activity_id TEXT NOT NULL,
    claimed_at TIMESTAMP WITH TIME ZONE,
    sent_at TIMESTAMP WITH TIME ZONE,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_teams_delivery PRIMARY KEY (id),
    CONSTRAINT uq_teams_delivery_organization_id_key UNIQUE (organization_id, key),
    CONSTRAINT fk_teams_delivery_organization_id_teams_tenant_id FOREIGN KEY
        (organization_id, teams_tenant_id)
        REFERENCES teams_tenant (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT fk_teams_delivery_organization_id_person_id FOREIGN KEY
        (organization_id, person_id)
        REFERENCES person (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT ck_teams_delivery_purpose CHECK
        (purpose IN ('news', 'request', 'proposal', 'meeting', 'pulse', 'nudge', 'milestone',
            'digest', 'welcome')),
    CONSTRAINT ck_teams_delivery_state CHECK
        (state IN ('waiting', 'sending', 'sent', 'refused', 'unsure', 'fell_back', 'dropped')),
    CONSTRAINT fk_teams_delivery_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_teams_delivery_open
    ON teams_delivery (teams_tenant_id, due_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX ix_teams_delivery_organization_id_created_at
    ON teams_delivery (organization_id, created_at);
CREATE INDEX ix_teams_delivery_person_id_created_at ON teams_delivery (person_id, created_at);
CREATE INDEX ix_teams_delivery_teams_tenant_id_claimed_at
    ON teams_delivery (teams_tenant_id, claimed_at);
CREATE TABLE teams_choices (
    person_id UUID NOT NULL,
    chat BOOLEAN NOT NULL,
    quiet_from TIME WITHOUT TIME ZONE NOT NULL,
    quiet_until TIME WITHOUT TIME ZONE NOT NULL,
    weekends BOOLEAN NOT NULL,
    rhythm VARCHAR(32) NOT NULL,
    paused_until DATE,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_teams_choices PRIMARY KEY (person_id),
    CONSTRAINT fk_teams_choices_organization_id_person_id FOREIGN KEY
        (organization_id, person_id)
        REFERENCES person (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT ck_teams_choices_rhythm CHECK (rhythm IN ('at_once', 'daily', 'weekly')),
    CONSTRAINT fk_teams_choices_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
ALTER TABLE notification
    ADD COLUMN subject TEXT NOT NULL DEFAULT '',
    ADD COLUMN told_at TIMESTAMP WITH TIME ZONE,
    ADD COLUMN by_mail BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE notification ALTER COLUMN subject DROP DEFAULT, ALTER COLUMN by_mail DROP DEFAULT;
"""


def upgrade() -> None:
    op.execute(TABLES)
    for table in ("teams_conversation", "teams_delivery", "teams_choices"):
        protect(table)
