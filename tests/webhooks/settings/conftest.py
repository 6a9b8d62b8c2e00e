"""An administrator at the settings page, and a worker that sends."""

import pytest

from core.domain.webhook import EventType, WebhookEvent
from core.ports.webhook_repositories import DELIVER_WEBHOOKS
from core.services.webhooks.sending import WebhookSending
from tests.web.hub import ORGANIZATION
from tests.web.pages.pages_hub import PagesHub
from tests.web.settings.desk import Desk
from web.pages import pages
from web.settings import settings_blueprint
from web.signin import signin
from webhooks.settings import webhooks_section

HERE = "/settings/webhooks"
URL = "https://hooks.example/mentoring"


class WebhooksDesk(Desk):
    def __init__(self, hub, actor):
        super().__init__(hub, actor)
        self.hub = hub
        self.http = hub.webhook_http
        self.http.answer(URL)
        self.sending = WebhookSending(hub.storage, hub.clock, hub.entropy, self.http)

    def add(self, url=URL, events=("match.ended",)):
        page = self.get(f"{HERE}/add")
        return self.send(page, f"{HERE}/add", url=url, events=list(events))

    @property
    def id(self):
        with self.hub.storage.tenant(ORGANIZATION) as work:
            return work.webhook_endpoints.all()[-1].id

    @property
    def one(self):
        return f"{HERE}/{self.id}"

    def press(self, action):
        return self.send(self.get(self.one), f"{self.one}/deed", action=action)

    def happens(self, **data):
        """An event; the address of its delivery."""
        event = WebhookEvent(
            id=self.hub.entropy.uuid(),
            organization_id=ORGANIZATION,
            type=EventType.MATCH_ENDED,
            at=self.hub.clock.now(),
            data=data,
        )
        with self.hub.storage.tenant(ORGANIZATION) as work:
            work.outbox.add([event])
        return f"{self.one}/deliveries/{event.id}"

    def work(self):
        jobs = self.hub.storage.tables.table("jobs")
        for key, row in list(jobs.items()):
            if row["job"] == DELIVER_WEBHOOKS:
                del jobs[key]
                self.sending.deliver_webhooks(**row["arguments"])


@pytest.fixture
def hub():
    sections = [webhooks_section()]
    return PagesHub(blueprints=[pages, signin, settings_blueprint(sections)])


@pytest.fixture
def desk(hub):
    return WebhooksDesk(hub, hub.administrator())
