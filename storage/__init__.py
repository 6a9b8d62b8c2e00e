"""PostgreSQL: tables, repositories, units of work, migrations, secrets at rest, job queue."""
