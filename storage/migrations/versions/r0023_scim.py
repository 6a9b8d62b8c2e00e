"""What is kept for SCIM: tokens, what users are looked up by, groups and their members."""

from alembic import op

from storage.migrations.row_security import protect

revision = "0023"
down_revision = "0022"

TABLES = """
CREATE TABLE scim_token (
    token_hash BYTEA NOT NULL,
    connection_id UUID NOT NULL,
    organization_id UUID NOT NULL,
    ends TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_scim_token PRIMARY KEY (token_hash),
    CONSTRAINT fk_scim_token_organization_id_connection_id FOREIGN KEY
        (organization_id, connection_id)
        REFERENCES connection (organization_id, id)
        ON DELETE CASCADE
);
CREATE INDEX ix_scim_token_connection_id ON scim_token (connection_id);
CREATE TABLE scim_lookup (
    connection_id UUID NOT NULL,
    kind VARCHAR(32) NOT NULL,
    value BYTEA NOT NULL,
    key TEXT NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_scim_lookup PRIMARY KEY (connection_id, kind, value, key),
    CONSTRAINT fk_scim_lookup_connection_id_key FOREIGN KEY
        (connection_id, key)
        REFERENCES directory_entry (connection_id, key)
        ON DELETE CASCADE,
    CONSTRAINT fk_scim_lookup_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id),
    CONSTRAINT ck_scim_lookup_kind CHECK
        (kind IN ('user_name', 'external_id', 'name', 'email'))
);
CREATE INDEX ix_scim_lookup_connection_id_key ON scim_lookup (connection_id, key);
CREATE UNIQUE INDEX uq_scim_lookup_user_name ON scim_lookup (connection_id, value)
    WHERE kind = 'user_name';
CREATE TABLE scim_group (
    id UUID NOT NULL,
    connection_id UUID NOT NULL,
    source JSONB NOT NULL,
    version INTEGER NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_scim_group PRIMARY KEY (id),
    CONSTRAINT uq_scim_group_organization_id_id UNIQUE (organization_id, id),
    CONSTRAINT fk_scim_group_organization_id_connection_id FOREIGN KEY
        (organization_id, connection_id)
        REFERENCES connection (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT fk_scim_group_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_scim_group_connection_id ON scim_group (connection_id);
CREATE TABLE scim_group_member (
    group_id UUID NOT NULL,
    key TEXT NOT NULL,
    display TEXT NOT NULL,
    type TEXT NOT NULL,
    reference TEXT NOT NULL,
    organization_id UUID NOT NULL,
    CONSTRAINT pk_scim_group_member PRIMARY KEY (group_id, key),
    CONSTRAINT fk_scim_group_member_organization_id_group_id FOREIGN KEY
        (organization_id, group_id)
        REFERENCES scim_group (organization_id, id)
        ON DELETE CASCADE,
    CONSTRAINT fk_scim_group_member_organization_id FOREIGN KEY
        (organization_id)
        REFERENCES organization (id)
);
CREATE INDEX ix_scim_group_member_organization_id_key ON scim_group_member (organization_id, key);
"""

# Upper and lower case of all scripts: which collations know them depends on the server's version
# and on how it was built. The last choice is whatever the database was made with.
FUNCTION = """
DO $$
DECLARE
    best TEXT;
BEGIN
    SELECT quote_ident(c.collname) INTO best
    FROM pg_collation c
    JOIN unnest(ARRAY['pg_unicode_fast', 'und-x-icu', 'pg_c_utf8', 'default'])
        WITH ORDINALITY AS wanted (name, rank) ON wanted.name = c.collname
    WHERE c.collnamespace = 'pg_catalog'::regnamespace
        AND c.collencoding IN (-1, pg_char_to_encoding('UTF8'))
    ORDER BY wanted.rank
    LIMIT 1;
    EXECUTE format(
        'CREATE FUNCTION scim_folded(told TEXT) RETURNS TEXT'
        ' LANGUAGE sql IMMUTABLE PARALLEL SAFE'
        ' RETURN normalize(lower(normalize(told) COLLATE pg_catalog.%s))',
        best
    );
END
$$
"""


def upgrade() -> None:
    op.execute(FUNCTION)
    op.execute(TABLES)
    for table in ("scim_lookup", "scim_group", "scim_group_member"):
        protect(table)
