"""Endpoints that are told of events, the outbox, and deliveries."""

from alembic import op

from storage.migrations.row_security import protect

revision = "0027"
down_revision = "0026"

TABLES = """
CREATE TABLE webhook_endpoint (
    id UUID NOT NULL,
    url TEXT NOT NULL,
    events TEXT[] NOT NULL,
    off VARCHAR(32),
    failing_since TIMESTAMP WITH TIME ZONE,
    sealed TEXT NOT NULL,
    secret_set_at TIMESTAMP WITH TIME ZONE NOT NULL,
    old_sealed TEXT,
    old_secret_until TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_webhook_endpoint PRIMARY KEY (id),
    CONSTRAINT uq_webhook_endpoint_organization_id_id UNIQUE (organization_id, id),
    CONSTRAINT fk_webhook_endpoint_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id),
    CONSTRAINT ck_webhook_endpoint_off CHECK (off IN ('hand', 'gone', 'failing'))
);
CREATE TABLE outbox (
    id UUID NOT NULL,
    type VARCHAR(32) NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    data JSONB NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_outbox PRIMARY KEY (id),
    CONSTRAINT uq_outbox_organization_id_id UNIQUE (organization_id, id),
    CONSTRAINT fk_outbox_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id),
    CONSTRAINT ck_outbox_type CHECK
        (type IN ('match.offered', 'match.accepted', 'match.active', 'match.ended',
            'meeting.logged', 'meeting.confirmed', 'participation.joined', 'participation.left',
            'run.published', 'connection.failed', 'webhook.test'))
);
CREATE INDEX ix_outbox_organization_id_at ON outbox (organization_id, at);
CREATE TABLE webhook_delivery (
    endpoint_id UUID NOT NULL,
    event_id UUID NOT NULL,
    number BIGINT GENERATED ALWAYS AS IDENTITY NOT NULL,
    state VARCHAR(32) NOT NULL,
    attempts INTEGER NOT NULL,
    next_at TIMESTAMP WITH TIME ZONE,
    tried_at TIMESTAMP WITH TIME ZONE,
    status INTEGER,
    problem JSONB,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_webhook_delivery PRIMARY KEY (endpoint_id, event_id),
    CONSTRAINT fk_webhook_delivery_organization_id_endpoint_id FOREIGN KEY
        (organization_id, endpoint_id)
        REFERENCES webhook_endpoint (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT fk_webhook_delivery_organization_id_event_id FOREIGN KEY
        (organization_id, event_id)
        REFERENCES outbox (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT fk_webhook_delivery_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id),
    CONSTRAINT ck_webhook_delivery_state CHECK
        (state IN ('waiting', 'delivered', 'failed', 'skipped'))
);
CREATE INDEX ix_webhook_delivery_endpoint_id_number ON webhook_delivery (endpoint_id, number);
CREATE INDEX ix_webhook_delivery_organization_id_event_id
    ON webhook_delivery (organization_id, event_id);
"""


def upgrade() -> None:
    op.execute(TABLES)
    for table in ("webhook_endpoint", "outbox", "webhook_delivery"):
        protect(table)
