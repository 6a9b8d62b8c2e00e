"""Addresses at which vendors tell of changes, and what came there."""

from alembic import op

revision = "0024"
down_revision = "0023"

TABLES = """
CREATE TABLE hook (
    connection_id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    organization_id UUID NOT NULL,
    subscription_id TEXT NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    heard_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_hook PRIMARY KEY (connection_id),
    CONSTRAINT uq_hook_token_hash UNIQUE (token_hash),
    CONSTRAINT fk_hook_organization_id_connection_id FOREIGN KEY
        (organization_id, connection_id)
        REFERENCES connection (organization_id, id)
        ON DELETE CASCADE
);
CREATE TABLE hook_delivery (
    connection_id UUID NOT NULL,
    delivery BYTEA NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_hook_delivery PRIMARY KEY (connection_id, delivery),
    CONSTRAINT fk_hook_delivery_connection_id FOREIGN KEY
        (connection_id)
        REFERENCES hook (connection_id)
        ON DELETE CASCADE
);
CREATE INDEX ix_hook_delivery_received_at ON hook_delivery (received_at);
"""


def upgrade() -> None:
    op.execute(TABLES)
