"""Whatever happens in a tenant and between two reads of it, nobody is missed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vendors.days import VendorOffice, reads
from tests.vendors.graph import APP, SECRET, TENANT

from .entra_tenant import ENTRA, Tenant

ids = st.integers(0, 9).map(lambda number: f"user-{number}")
happens = st.one_of(
    st.tuples(st.just("hired"), ids),
    st.tuples(st.just("managed"), ids, ids),
    st.tuples(st.just("removed"), ids),
)
meanwhile = st.tuples(st.just("meanwhile"), st.booleans(), st.integers(1, 8))
steps = st.one_of(
    happens,
    reads,
    st.tuples(st.just("forgets")),
    st.tuples(meanwhile, happens).map(lambda both: both[0] + both[1]),
)


class Days(VendorOffice):
    def __init__(self):
        typed = {"tenant": TENANT, "client_id": APP, "client_secret": SECRET}
        super().__init__(Tenant(), ENTRA, typed)

    def hired(self, key):
        if key not in self.there.users:
            self.there.add(key)

    def managed(self, key, by):
        if key in self.there.users:
            self.there.change(key, manager=by)

    def removed(self, key):
        if key in self.there.users:
            self.there.remove(key)

    def forgets(self):
        self.there.forgotten = len(self.there.changes)

    @property
    def truth(self):
        return {key: user.get("manager", "") for key, user in self.there.users.items()}

    @property
    def known(self):
        return {key: one.manager_key for key, one in self.present.items()}


@settings(deadline=None, max_examples=25)
@given(todo=st.lists(steps, max_size=8))
def test_any_days_converge_to_the_tenant(todo):
    days = Days()
    for step in todo:
        days.does(step)
    days.settles()
    assert days.known == days.truth
    assert days.connection.problem is None
