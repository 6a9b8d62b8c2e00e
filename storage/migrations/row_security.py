"""Row-level security: what a tenant's table gets when a revision creates it.

PostgreSQL shows and takes only rows of the organization named in the transaction's setting; without
the setting there are none. FORCE binds the table's owner too, which the hub is
(https://www.postgresql.org/docs/current/ddl-rowsecurity.html).
"""

from alembic import op

SETTING = "mentorloom.organization_id"


def protect(table: str) -> None:
    """Show only the rows of the transaction's organization, to the table's owner too."""
    # A setting that was once set for a transaction is '' afterwards, not NULL.
    own = f"organization_id = nullif(current_setting('{SETTING}', true), '')::uuid"
    op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
    op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
    op.execute(f'CREATE POLICY tenant ON "{table}" USING ({own}) WITH CHECK ({own})')
