"""Days at a vendor, in any order: people change while runs read, stop half-way and go on."""

from contextlib import suppress
from dataclasses import replace

from hypothesis import strategies as st

from core.domain.connection import ConnectionStatus
from tests.core.services.connections.office import Office
from tests.vendors.wire import silence

reads = st.one_of(
    st.tuples(st.just("read"), st.booleans()),
    st.tuples(st.just("killed"), st.booleans(), st.integers(1, 6)),
    st.tuples(st.just("silent"), st.booleans(), st.integers(1, 6)),
)


class Killed(BaseException):
    """The process ends here."""


class VendorOffice(Office):
    """An office whose connection to a vendor is on. `there` has a clock and a wire."""

    def __init__(self, there, connector, typed):
        super().__init__()
        self.there = there
        self.clock.time = there.clock.time
        self.outlets.outbound = there.wire
        slug = connector.manifest.slug
        self.connectors[slug] = connector
        made = self.uses.setup.create(self.admin, slug, "Our people", typed)
        self.id = made.id
        with self.tenant() as work:
            on = replace(made, status=ConnectionStatus.ON, held_share=1.0, version=2)
            work.connections.update(on)

    def later(self, **parts):
        self.clock.advance(**parts)
        if self.there.clock is not self.clock:
            self.there.clock.advance(**parts)

    def does(self, step):
        """A step is the name of a method and what it is given."""
        kind, *told = step
        self.later(minutes=7)
        getattr(self, kind.replace(" ", "_"))(*told)
        self.there.wire.faults.clear()
        self.there.wire.planned.clear()

    def read(self, full):
        self.syncs(full=full)

    def killed(self, full, call):
        self.there.wire.fault("", body=Killed(), after=call)
        with suppress(Killed):
            self.syncs(full=full)

    def silent(self, full, call):
        self.there.wire.fault("", body=silence("the host"), after=call)
        self.syncs(full=full)

    def meanwhile(self, full, call, deed, *told):
        """Something happens while a run reads."""
        self.there.wire.when(call, lambda: getattr(self, deed)(*told))
        self.syncs(full=full)

    def settles(self):
        for _ in range(3):
            self.later(hours=3)
            self.syncs()
