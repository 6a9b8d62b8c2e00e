"""Alembic runs this for every command; storage/migrate.py hands it an open connection."""

from alembic import context

from storage.migrate import ours
from storage.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    include_name=ours,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
