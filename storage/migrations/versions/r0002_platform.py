"""LTI registrations, logins, keys."""

from alembic import op

revision = "0002"
down_revision = "0001"

SCHEMA = """
CREATE TABLE lti_registration (
    id UUID NOT NULL,
    organization_id UUID NOT NULL,
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    auth_login_url TEXT NOT NULL,
    token_url TEXT NOT NULL,
    jwks_url TEXT NOT NULL,
    token_audience TEXT NOT NULL,
    product_family TEXT NOT NULL,
    status VARCHAR(32) NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_lti_registration PRIMARY KEY (id),
    CONSTRAINT uq_lti_registration_issuer_client_id UNIQUE (issuer, client_id),
    CONSTRAINT fk_lti_registration_organization_id FOREIGN KEY
        (organization_id) REFERENCES organization (id),
    CONSTRAINT ck_lti_registration_status CHECK (status IN ('pending', 'active', 'disabled'))
);
CREATE TABLE lti_deployment (
    registration_id UUID NOT NULL,
    deployment_id TEXT NOT NULL,
    status VARCHAR(32) NOT NULL,
    CONSTRAINT pk_lti_deployment PRIMARY KEY (registration_id, deployment_id),
    CONSTRAINT fk_lti_deployment_registration_id FOREIGN KEY
        (registration_id) REFERENCES lti_registration (id) ON DELETE CASCADE,
    CONSTRAINT ck_lti_deployment_status CHECK (status IN ('pending', 'active', 'disabled'))
);
CREATE TABLE lti_launch_state (
    state_hash BYTEA NOT NULL,
    nonce_hash BYTEA NOT NULL,
    browser_hash BYTEA NOT NULL,
    registration_id UUID NOT NULL,
    target_link_uri TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_lti_launch_state PRIMARY KEY (state_hash),
    CONSTRAINT fk_lti_launch_state_registration_id FOREIGN KEY
        (registration_id) REFERENCES lti_registration (id) ON DELETE CASCADE
);
CREATE INDEX ix_lti_launch_state_expires_at ON lti_launch_state (expires_at);
CREATE TABLE lti_tool_key (
    kid TEXT NOT NULL,
    private_pem TEXT NOT NULL,
    status VARCHAR(32) NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_lti_tool_key PRIMARY KEY (kid),
    CONSTRAINT ck_lti_tool_key_status CHECK (status IN ('active', 'published'))
);
"""


def upgrade() -> None:
    op.execute(SCHEMA)
