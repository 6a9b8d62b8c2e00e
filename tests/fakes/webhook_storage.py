"""In memory: endpoints that are told of events, the outbox, and deliveries."""

from itertools import count

from core.domain.webhook import DeliveryState, WebhookDelivery
from core.ports.webhook_repositories import promise_deliveries
from tests.fakes.tables import Repository

_numbers = count(1)


class FakeOutbox(Repository):
    def __init__(self, tables, organization_id, jobs):
        super().__init__(tables, organization_id)
        self._jobs = jobs
        self._events = []

    def add(self, events):
        self._events.extend(events)

    def flush(self):
        deliveries = FakeWebhookDeliveries(self.tables, self.organization_id)
        for endpoint, _ in self.own("webhook_endpoints").values():
            told = [event for event in self._events if event.type in endpoint.events]
            if endpoint.off is None and told:
                for event in told:
                    if deliveries.get(endpoint.id, event.id) is None:
                        deliveries.add(endpoint.id, event)
                promise_deliveries(self._jobs, self.organization_id, endpoint.id)


class FakeWebhookEndpoints(Repository):
    def get(self, endpoint_id):
        endpoint, _ = self._rows().get(endpoint_id, (None, None))
        return endpoint

    lock = get

    def all(self):
        rows = [endpoint for endpoint, _ in self._rows().values()]
        return sorted(rows, key=lambda endpoint: (endpoint.created_at, endpoint.id))

    def add(self, endpoint, secret):
        self._rows()[endpoint.id] = (endpoint, [secret])

    def save(self, endpoint):
        _, secrets = self._rows()[endpoint.id]
        self._rows()[endpoint.id] = (endpoint, secrets)

    def rotate(self, endpoint, secret):
        _, (present, *_) = self._rows()[endpoint.id]
        self._rows()[endpoint.id] = (endpoint, [secret, present])

    def secrets(self, endpoint_id, at):
        endpoint, secrets = self._rows().get(endpoint_id, (None, []))
        both = len(secrets) > 1 and endpoint.old_secret_until and at < endpoint.old_secret_until
        return list(secrets) if both else secrets[:1]

    def remove(self, endpoint_id):
        self._rows().pop(endpoint_id, None)
        rows = self.own("webhook_deliveries")
        for key in [key for key in rows if key[0] == endpoint_id]:
            del rows[key]

    def _rows(self):
        return self.own("webhook_endpoints")


class FakeWebhookDeliveries(Repository):
    def next(self, endpoint_id):
        waiting = [d for d in self._of(endpoint_id) if d.state is DeliveryState.WAITING]
        return waiting[0] if waiting else None

    def get(self, endpoint_id, event_id):
        return self._rows().get((endpoint_id, event_id))

    def latest(self, endpoint_id, limit, before=None):
        rows = self._of(endpoint_id)[::-1]
        return [d for d in rows if before is None or d.number < before][:limit]

    def add(self, endpoint_id, event):
        made = WebhookDelivery(
            number=next(_numbers), endpoint_id=endpoint_id, event=event, next_at=event.at
        )
        self.save(made)
        return made

    def save(self, delivery):
        self._rows()[delivery.endpoint_id, delivery.event.id] = delivery

    def waiting(self):
        found = {}
        for delivery in self._rows().values():
            if delivery.state is DeliveryState.WAITING:
                found[delivery.endpoint_id] = found.get(delivery.endpoint_id, 0) + 1
        return found

    def due(self, at):
        endpoints = [e for e, _ in self.own("webhook_endpoints").values() if e.off is None]
        first = {endpoint.id: self.next(endpoint.id) for endpoint in endpoints}
        return [key for key, delivery in first.items() if delivery and delivery.next_at <= at]

    def purge(self, before):
        rows = self._rows()
        gone = {d.event.id for d in rows.values() if d.event.at < before}
        for key in [key for key in rows if key[1] in gone]:
            del rows[key]
        return len(gone)

    def _rows(self):
        return self.own("webhook_deliveries")

    def _of(self, endpoint_id):
        rows = [d for d in self._rows().values() if d.endpoint_id == endpoint_id]
        return sorted(rows, key=lambda delivery: delivery.number)
