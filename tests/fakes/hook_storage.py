"""In memory: addresses of vendors' webhooks."""

from dataclasses import replace

from tests.fakes.tables import Repository


class FakeHooks(Repository):
    def find(self, token_hash):
        return next((h for h in self._hooks().values() if h.token_hash == token_hash), None)

    def of_connection(self, connection_id):
        return self._hooks().get(connection_id)

    def save(self, hook):
        self._hooks()[hook.connection_id] = hook

    def remove(self, connection_id):
        self._hooks().pop(connection_id, None)
        for key in [key for key in self._deliveries() if key[0] == connection_id]:
            del self._deliveries()[key]

    def expiring(self, before):
        due = [h for h in self._hooks().values() if h.expires_at and h.expires_at < before]
        return sorted(due, key=lambda hook: hook.expires_at)

    def take(self, hook, delivery, at):
        key = (hook.connection_id, delivery)
        if key in self._deliveries():
            return False
        self._deliveries()[key] = at
        self._hooks()[hook.connection_id] = replace(hook, heard_at=at)
        return True

    def purge(self, before):
        gone = [key for key, at in self._deliveries().items() if at < before]
        for key in gone:
            del self._deliveries()[key]
        return len(gone)

    def _hooks(self):
        return self.tables.table("hooks")

    def _deliveries(self):
        return self.tables.table("hook_deliveries")
