"""An organization whose administrator tells other systems of events, and a worker."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from core.domain.actor import Actor
from core.domain.identifiers import PersonId
from core.domain.webhook import CHOOSABLE, EventType, WebhookEvent
from core.services.webhooks.sending import RETRY_WEBHOOKS, WebhookSending
from core.services.webhooks.use_cases import WebhookUseCases
from tests.core.services.campus import Campus
from tests.fakes.outbound import FakeOutbound

URL = "https://hooks.example/mentoring?key=hidden"


@dataclass
class PostRoom:
    campus: Campus = field(default_factory=Campus.fresh)
    http: FakeOutbound = field(default_factory=FakeOutbound)

    def __post_init__(self):
        self.storage, self.clock = self.campus.storage, self.campus.clock
        parts = (self.storage, self.clock, self.campus.entropy, self.http)
        self.uses = WebhookUseCases.assemble(*parts)
        self.sending = WebhookSending(*parts)
        self.handlers = self.sending.handlers()
        organization = self.campus.organization.id
        who = PersonId(UUID(int=77))
        self.admin = Actor(organization_id=organization, person_id=who, configures=True)
        self.visitor = replace(self.admin, configures=False)
        self.http.answer(URL, status=204)

    def tenant(self):
        return self.storage.tenant(self.campus.organization.id)

    def listens(self, *events, url=URL):
        made, self.secret = self.uses.endpoints.add(self.admin, url, events or CHOOSABLE)
        self.id = made.id
        return made

    def happens(self, kind=EventType.MATCH_ENDED, **data):
        event = WebhookEvent(
            id=self.campus.entropy.uuid(),
            organization_id=self.campus.organization.id,
            type=kind,
            at=self.clock.now(),
            data=data,
        )
        with self.tenant() as work:
            work.outbox.add([event])
        return event

    def promised(self, *jobs):
        return [row for row in self.storage.jobs if row["job"] in (jobs or self.handlers)]

    def work(self):
        """Run what is promised and not for later, until nothing is left."""
        kept = self.storage.tables.table("jobs")
        while now := [
            key for key, row in kept.items() if row["job"] in self.handlers and not row["delay"]
        ]:
            row = kept.pop(now[0])
            self.handlers[row["job"]](**row["arguments"])

    def wait(self):
        """Let the time pass until the next retry, and run it; how long it was."""
        kept = self.storage.tables.table("jobs")
        key, row = next((k, r) for k, r in kept.items() if r["job"] == RETRY_WEBHOOKS)
        self.clock.time += row["delay"]
        del kept[key]
        self.handlers[RETRY_WEBHOOKS](**row["arguments"])
        self.work()
        return row["delay"]

    @property
    def sent(self):
        return [call[2] for call in self.http.calls]

    @property
    def endpoint(self):
        return self.uses.endpoints.get(self.admin, self.id).endpoint

    @property
    def log(self):
        return self.uses.log.deliveries(self.admin, self.id, 99)

    def deeds(self):
        with self.tenant() as work:
            return [entry.deed for entry in work.audit.page(None, 99)][::-1]
