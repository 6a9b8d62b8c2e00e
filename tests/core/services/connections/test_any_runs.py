"""Whatever comes between, in the end everybody is there whom the source has, and nobody else."""

from contextlib import suppress
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.directory import EmploymentStatus
from core.domain.sync import Outcome, SyncMode, Trigger
from core.errors import UnavailableError
from core.ports.connectors import RateLimitedError
from core.services.connections.promises import Wish, promise_run
from tests.core.services.connections.office import Office
from tests.fakes.source import Killed

KEYS = "abcdefg"
hires = st.tuples(st.just("hires"), st.sampled_from(KEYS), st.sampled_from(["Mia", "Ada"]))
losses = st.tuples(st.just("loses"), st.sampled_from(KEYS))
dismissals = st.tuples(st.just("dismisses"), st.sampled_from(KEYS))
changes = st.one_of(hires, losses, dismissals)
at_page = st.integers(0, 3)
runs = st.one_of(
    st.tuples(st.just("full")),
    st.tuples(st.just("incremental")),
    st.tuples(st.just("hint")),
    st.tuples(st.just("dry")),
    st.tuples(st.just("next job")),
    st.tuples(st.just("killed"), st.booleans(), at_page),
    st.tuples(st.just("killed while storing"), st.booleans(), st.integers(0, 7)),
    st.tuples(st.just("silent"), st.booleans(), at_page),
    st.tuples(st.just("busy"), at_page),
    # The source changes while it is being read.
    st.tuples(st.just("moving"), st.booleans(), at_page, changes),
    st.tuples(st.just("forgets")),
)


class World(Office):
    def does(self, step):
        kind, *told = step
        getattr(self, kind.replace(" ", "_"))(*told)

    def hires(self, key, name):
        self.source.hires(key, name=name)

    def loses(self, key):
        self.source.loses(key)

    def dismisses(self, key):
        if key in self.source.people:
            left = {"status": EmploymentStatus.TERMINATED}
            self.source.people[key] = replace(self.source.people[key], **left)
            self.source.log.append(key)

    def full(self):
        self.reads(full=True)

    def incremental(self):
        self.reads()

    def dry(self):
        self.reads(Trigger.MANUAL, dry=True, full=True)

    def hint(self):
        with self.tenant() as work:
            wish = Wish(run_id=self.campus.entropy.uuid(), trigger=Trigger.WEBHOOK)
            promise_run(work.jobs, self.connection, wish)

    def next_job(self):
        if self.promised:
            with suppress(Killed):
                self.works()

    def killed(self, full, page):
        self.source.raises[page] = Killed()
        self.reads(full=full)

    def killed_while_storing(self, full, after):
        # Each page is compared, stored and perhaps swept: everything of it is lost.
        self.sink.left = after
        self.reads(full=full)
        self.sink.left = None

    def silent(self, full, page):
        self.source.raises[page] = UnavailableError("It does not answer.")
        self.reads(full=full)

    def busy(self, page):
        self.source.raises[page] = RateLimitedError("Later.")
        self.reads()

    def moving(self, full, page, change):
        self.source.before_page = lambda number: number == page and self.does(change)
        self.reads(full=full)
        self.source.before_page = lambda _number: None

    def forgets(self):
        self.source.forgets_before = len(self.source.log)

    def reads(self, trigger=Trigger.WEBHOOK, **wish):
        with suppress(Killed):
            self.syncs(trigger, **wish)
        self.source.raises.clear()

    def settles(self):
        """Everything that was promised comes, and a hint of the last change."""
        self.hint()
        for _ in range(20):
            if not self.promised:
                break
            self.clock.advance(hours=3)
            self.works()
        for _ in range(3):
            held = [run for run in self.runs if run.outcome is Outcome.HELD]
            if not (held and self.connection.problem):
                break
            self.clock.advance(hours=1)
            self.uses.switches.confirm(self.admin, self.id, held[0].id)
            self.works()


class Mortal:
    """A sink whose process may end at any of its steps."""

    def __init__(self, sink):
        self.sink = sink
        self.left = None

    def __getattr__(self, name):
        def step(*given, **named):
            if self.left is not None:
                self.left -= 1
                if self.left < 0:
                    raise Killed
            return getattr(self.sink, name)(*given, **named)

        return step


@settings(deadline=None, max_examples=300)
@given(
    begin=st.lists(st.sampled_from(KEYS), unique=True),
    steps=st.lists(st.one_of(changes, runs), max_size=14),
    incremental=st.booleans(),
    held_share=st.sampled_from([0.0, 1.0]),
)
def test_any_interleaving_converges_to_the_source(begin, steps, incremental, held_share):
    modes = {SyncMode.FULL, SyncMode.INCREMENTAL} if incremental else {SyncMode.FULL}
    world = World(modes=frozenset(modes))
    world.sink = Mortal(world.sink)
    world.runner._sinks = dict.fromkeys(world.runner._sinks, world.sink)
    world.has_on(held_share=held_share)
    world.source.hires(*begin)
    for step in steps:
        world.does(step)
    world.settles()
    assert world.present == world.source.people
    assert world.connection.problem is None
    with world.tenant() as work:
        assert work.sync_runs.unfinished(world.id) == []
        for key, record in world.source.people.items():
            person = work.people.by_identity(f"connection:{world.id}", key)
            assert (person.name, person.presence) == (record.name, record.presence)
