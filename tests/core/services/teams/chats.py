"""An organization in Teams: people with chats, news for them, and the jobs that tell it."""

from concurrent.futures import Executor, Future
from dataclasses import replace
from datetime import timedelta

from core.domain.profile import Profile
from core.services.teams.gathering import GATHER_TEAMS, TeamsGathering
from core.services.teams.posting import Posting, Ways
from core.services.teams.sending import SEND_TEAMS, TeamsSending
from tests.contracts.teams_world import conversation, new_teams_tenant, teams_choices
from tests.contracts.world import NOW, World
from tests.fakes.storage import FakeStorage
from tests.fakes.teams import FakeCardWriter, FakeFeed, FakeInstaller, FakeMessenger
from tests.fakes.time_and_chance import FakeClock, FakeEntropy


class Inline(Executor):
    """Does at once what it is given."""

    def submit(self, call, *arguments):
        future = Future()
        future.set_result(call(*arguments))
        return future


class Chats:
    def __init__(self):
        self.storage, self.clock = FakeStorage(), FakeClock(NOW)
        self.entropy = FakeEntropy()
        self.world = World(self.storage)
        self.tenant = new_teams_tenant(self.world, installs=True, feed=True)
        self.messenger, self.writer = FakeMessenger(), FakeCardWriter()
        self.installer, self.feed = FakeInstaller(), FakeFeed()
        self.slept = []

    def work(self):
        return self.world.tenant()

    def wants(self, person, **choices):
        with self.work() as work:
            work.teams_choices.save(teams_choices(self.world, person, **choices))

    def chat(self, person, **values):
        """They want messages, and have a chat."""
        self.wants(person)
        made = conversation(self.world, self.tenant, person, **values)
        with self.work() as work:
            work.teams_conversations.save(made)
        return made

    def lives_in(self, person, zone):
        with self.work() as work:
            work.profiles.save(Profile(person_id=person.id, time_zone=zone, updated_at=NOW))

    def news(self, person, **values):
        made = self.world.news(person, created_at=self.clock.now(), **values)
        with self.work() as work:
            work.news.add_many([made])
        return made

    def change_tenant(self, **values):
        self.tenant = replace(self.tenant, version=self.tenant.version + 1, **values)
        with self.world.platform() as work:
            work.teams_tenants.save(self.tenant)

    @property
    def gathering(self):
        return TeamsGathering(self.storage, self.clock, self.entropy)

    @property
    def sending(self):
        ways = Ways(self.messenger, self.writer, self.installer, self.feed)
        return TeamsSending(self.storage, self.clock, Posting(self.clock, ways), self.sleep, Inline)

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.clock.advance(seconds=seconds)

    def gather(self):
        self.gathering.gather_teams()

    def run(self):
        """Send what is promised, unless that is promised for later; how often."""
        jobs, ran = self.storage.tables.table("jobs"), 0
        while ready := [key for key, row in jobs.items() if not row["delay"]]:
            row = jobs.pop(ready[0])
            assert row["job"] == SEND_TEAMS != GATHER_TEAMS
            self.sending.send_teams(**row["arguments"])
            ran += 1
        return ran

    def tell(self):
        self.gather()
        self.run()

    def again(self, after=timedelta(0)):
        """Later, the jobs run once more; how many did."""
        self.clock.time += after
        self.storage.tables.table("jobs").clear()
        self.gather()
        return self.run()

    def promised(self):
        return [row["delay"] for row in self.storage.jobs]

    def ledger(self, person):
        with self.work() as work:
            return work.teams_deliveries.of_person(person.id, 99)

    def states(self, person):
        return [(one.state.value, one.reason) for one in self.ledger(person)]

    def stored(self, news):
        with self.work() as work:
            return work.news.get(news.id)

    def to_mail(self):
        now = self.clock.now()
        with self.work() as work:
            return work.news.to_mail(now - timedelta(days=3), now, now.date())
