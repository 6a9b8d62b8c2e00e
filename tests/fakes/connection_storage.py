"""In memory: connections, and what their runs found."""

from dataclasses import replace

from core.domain.connection import ConnectionStatus, SecretFact
from core.domain.sync import Outcome, Position
from core.errors import ConflictError
from tests.fakes.hook_storage import FakeHooks
from tests.fakes.tables import Repository


def forget_scim(repository, connection_id):
    tokens = repository.tables.table("scim_tokens")
    for key in [key for key, row in tokens.items() if row.connection_id == connection_id]:
        del tokens[key]
    groups = repository.own("scim_groups")
    for key in [key for key, row in groups.items() if row.connection_id == connection_id]:
        del groups[key]
        repository.own("scim_members").pop(key, None)
    for name in ("scim_lookups", "scim_leavers"):
        rows = repository.own(name)
        for key in [key for key in rows if key[0] == connection_id]:
            del rows[key]


class FakeConnections(Repository):
    def get(self, connection_id):
        return self.own("connections").get(connection_id)

    def lock(self, connection_id):
        return self.get(connection_id)

    def all(self):
        return sorted(self.own("connections").values(), key=lambda c: (c.created_at, c.id))

    def due(self, at):
        on = [c for c in self.all() if c.status is ConnectionStatus.ON and c.due_at]
        return sorted((c for c in on if c.due_at <= at), key=lambda c: (c.due_at, c.id))

    def add(self, connection):
        self.own("connections")[connection.id] = replace(connection, secrets={})

    def update(self, connection):
        stored = self.get(connection.id)
        if stored is None or stored.version != connection.version - 1:
            raise ConflictError("Somebody changed this meanwhile. Reload the page and try again.")
        self.own("connections")[connection.id] = replace(connection, secrets=stored.secrets)

    def remove(self, connection_id):
        self.own("connections").pop(connection_id, None)
        runs = [r.id for r in self.own("sync_runs").values() if r.connection_id == connection_id]
        for run_id in runs:
            forget_run(self, run_id)
        self.own("connection_files").pop(connection_id, None)
        FakeHooks(self.tables).remove(connection_id)
        forget_scim(self, connection_id)
        told = ("directory_entries", "resources", "evidences")
        for name in ("connection_secrets", "sync_positions", *told):
            rows = self.own(name)
            for key in [key for key in rows if key[0] == connection_id]:
                del rows[key]

    def secret(self, connection_id, name):
        return self.own("connection_secrets").get((connection_id, name))

    def set_secret(self, connection_id, name, value, at):
        connection = self.get(connection_id)
        facts = {key: fact for key, fact in connection.secrets.items() if key != name}
        self.own("connection_secrets").pop((connection_id, name), None)
        if value is not None:
            self.own("connection_secrets")[connection_id, name] = value
            facts[name] = SecretFact.of(value, at)
        self.own("connections")[connection_id] = replace(connection, secrets=facts)

    def file(self, connection_id):
        content, _ = self.own("connection_files").get(connection_id, (None, None))
        return content

    def set_file(self, connection_id, content, at):
        if content is None:
            self.own("connection_files").pop(connection_id, None)
        else:
            self.own("connection_files")[connection_id] = (content, at)

    def purge_files(self, before):
        rows = self.own("connection_files")
        gone = [key for key, (_, at) in rows.items() if at < before]
        for key in gone:
            del rows[key]
        return len(gone)


def forget_run(repository, run_id):
    repository.own("sync_runs").pop(run_id, None)
    repository.own("sync_issues").pop(run_id, None)
    repository.own("sync_changes").pop(run_id, None)
    repository.own("sync_seen").pop(run_id, None)


class FakeSyncRuns(Repository):
    def get(self, run_id):
        return self.own("sync_runs").get(run_id)

    def unfinished(self, connection_id):
        return [r for r in self._of(connection_id) if r.outcome is None]

    def left_open(self, before):
        rows = sorted(self.own("sync_runs").values(), key=lambda r: (r.started_at, r.id))
        return [r for r in rows if r.outcome is None and r.started_at < before]

    def of_connection(self, connection_id, limit):
        return self._of(connection_id)[::-1][:limit]

    def newest(self):
        rows = sorted(self.own("sync_runs").values(), key=lambda r: (r.started_at, r.id))
        return {row.connection_id: row for row in rows}

    def save(self, run):
        self.own("sync_runs")[run.id] = run

    def position(self, connection_id, stream):
        unknown = Position(connection_id=connection_id, stream=stream)
        return self.own("sync_positions").get((connection_id, stream), unknown)

    def save_position(self, position):
        self.own("sync_positions")[position.connection_id, position.stream] = position

    def add_issues(self, issues):
        assert not any("\0" in issue.key for issue in issues), "no database keeps it"
        self._append("sync_issues", issues)

    def issues(self, run_id, limit):
        return self.own("sync_issues").get(run_id, [])[:limit]

    def add_changes(self, changes):
        self._append("sync_changes", changes)

    def changes(self, run_id, limit):
        return self.own("sync_changes").get(run_id, [])[:limit]

    def forget_told(self, before):
        forgotten = 0
        for run_id, changes in self.own("sync_changes").items():
            if self.own("sync_runs")[run_id].started_at < before:
                forgotten += sum(bool(change.name or change.told) for change in changes)
                blank = [replace(change, name="", told={}) for change in changes]
                self.own("sync_changes")[run_id] = blank
        return forgotten

    def note_seen(self, run_id, page, keys):
        assert not any("\0" in key for key in keys), "no database keeps it"
        pages = self.own("sync_seen").get(run_id, {})
        self.own("sync_seen")[run_id] = {**pages, page: frozenset(keys)}

    def seen_before(self, run_id, keys):
        return set(keys) & seen(self, run_id)

    def forget_seen(self, run_id):
        self.own("sync_seen").pop(run_id, None)

    def purge(self, before):
        rows = sorted(self.own("sync_runs").values(), key=lambda r: (r.started_at, r.id))
        applied = [r for r in rows if r.outcome is Outcome.COMPLETE and not r.dry]
        kept = {(r.connection_id, r.stream): r.id for r in applied}.values()
        old = [r for r in rows if r.outcome and r.started_at < before and r.id not in kept]
        for run in old:
            forget_run(self, run.id)
        return len(old)

    def _of(self, connection_id):
        rows = [r for r in self.own("sync_runs").values() if r.connection_id == connection_id]
        return sorted(rows, key=lambda r: (r.started_at, r.id))

    def _append(self, name, rows):
        for row in rows:
            self.own(name)[row.run_id] = [*self.own(name).get(row.run_id, []), row]


def seen(repository, run_id):
    return set().union(*repository.own("sync_seen").get(run_id, {}).values())
