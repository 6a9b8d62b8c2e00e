"""What calling platforms' services needs, self-registration, and who may configure the hub."""

from alembic import op

revision = "0005"
down_revision = "0004"

CHANGES = """
ALTER TABLE lti_registration ADD COLUMN management_url TEXT NOT NULL DEFAULT '';
ALTER TABLE lti_registration ALTER COLUMN management_url DROP DEFAULT;
ALTER TABLE lti_deployment ADD COLUMN organization_id UUID;
UPDATE lti_deployment SET organization_id = lti_registration.organization_id
    FROM lti_registration WHERE lti_registration.id = lti_deployment.registration_id;
ALTER TABLE lti_deployment ALTER COLUMN organization_id SET NOT NULL;
ALTER TABLE lti_deployment ADD CONSTRAINT fk_lti_deployment_organization_id FOREIGN KEY
    (organization_id) REFERENCES organization (id);
ALTER TABLE lti_launch_state ADD COLUMN storage_target TEXT NOT NULL DEFAULT '';
ALTER TABLE lti_launch_state ALTER COLUMN storage_target DROP DEFAULT;
ALTER TABLE lti_tool_key ADD COLUMN changed_at TIMESTAMP WITH TIME ZONE;
UPDATE lti_tool_key SET changed_at = created_at;
ALTER TABLE lti_tool_key ALTER COLUMN changed_at SET NOT NULL;
ALTER TABLE lti_tool_key DROP CONSTRAINT ck_lti_tool_key_status;
ALTER TABLE lti_tool_key ADD CONSTRAINT ck_lti_tool_key_status
    CHECK (status IN ('prepared', 'active', 'published', 'retired'));
ALTER TABLE session ADD COLUMN configures BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE session ALTER COLUMN configures DROP DEFAULT;
ALTER TABLE session ADD COLUMN operates BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE session ALTER COLUMN operates DROP DEFAULT;
"""

TABLES = """
CREATE TABLE lti_access_token (
    registration_id UUID NOT NULL,
    scopes TEXT NOT NULL,
    token TEXT NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_lti_access_token PRIMARY KEY (registration_id, scopes),
    CONSTRAINT fk_lti_access_token_registration_id FOREIGN KEY
        (registration_id)
        REFERENCES lti_registration (id)
        ON DELETE CASCADE
);
CREATE INDEX ix_lti_access_token_expires_at
    ON lti_access_token (expires_at);
CREATE TABLE lti_registration_request (
    id UUID NOT NULL,
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    auth_login_url TEXT NOT NULL,
    token_url TEXT NOT NULL,
    jwks_url TEXT NOT NULL,
    token_audience TEXT NOT NULL,
    product_family TEXT NOT NULL,
    deployment_id TEXT NOT NULL,
    management_url TEXT NOT NULL,
    name TEXT NOT NULL,
    requested_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_lti_registration_request PRIMARY KEY (id),
    CONSTRAINT uq_lti_registration_request_issuer_client_id
        UNIQUE (issuer, client_id)
);
CREATE TABLE lti_registration_invitation (
    token_hash BYTEA NOT NULL,
    organization_id UUID NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_lti_registration_invitation PRIMARY KEY (token_hash),
    CONSTRAINT fk_lti_registration_invitation_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_lti_registration_invitation_expires_at
    ON lti_registration_invitation (expires_at);
CREATE TABLE lti_notice_subscription (
    registration_id UUID NOT NULL,
    deployment_id TEXT NOT NULL,
    notice_type TEXT NOT NULL,
    url TEXT NOT NULL,
    handler TEXT NOT NULL,
    subscribed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_lti_notice_subscription PRIMARY KEY (registration_id, deployment_id, notice_type),
    CONSTRAINT fk_lti_notice_subscription_registration_id FOREIGN KEY
        (registration_id)
        REFERENCES lti_registration (id)
        ON DELETE CASCADE
);
CREATE TABLE lti_notice (
    registration_id UUID NOT NULL,
    notice_id TEXT NOT NULL,
    notice_type TEXT NOT NULL,
    deployment_id TEXT NOT NULL,
    context_id TEXT,
    origins TEXT[] NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_lti_notice PRIMARY KEY (registration_id, notice_id),
    CONSTRAINT fk_lti_notice_registration_id FOREIGN KEY
        (registration_id)
        REFERENCES lti_registration (id)
        ON DELETE CASCADE
);
CREATE INDEX ix_lti_notice_received_at
    ON lti_notice (received_at);
CREATE TABLE administrator (
    id UUID NOT NULL,
    organization_id UUID NOT NULL,
    email TEXT NOT NULL,
    person_id UUID,
    operates BOOLEAN NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_administrator PRIMARY KEY (id),
    CONSTRAINT uq_administrator_organization_id_email
        UNIQUE (organization_id, email),
    CONSTRAINT fk_administrator_organization_id_person_id FOREIGN KEY
        (organization_id, person_id)
        REFERENCES person (organization_id, id)
        ON DELETE SET NULL (person_id),
    CONSTRAINT fk_administrator_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE TABLE sign_in_link (
    token_hash BYTEA NOT NULL,
    administrator_id UUID NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_sign_in_link PRIMARY KEY (token_hash),
    CONSTRAINT fk_sign_in_link_administrator_id FOREIGN KEY
        (administrator_id)
        REFERENCES administrator (id)
        ON DELETE CASCADE
);
CREATE INDEX ix_sign_in_link_expires_at
    ON sign_in_link (expires_at);
"""


def upgrade() -> None:
    op.execute(CHANGES)
    op.execute(TABLES)
