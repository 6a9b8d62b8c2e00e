"""Whatever happens in a school and between two reads of it, nobody is missed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from integrations.school.oneroster.rest import OneRoster
from tests.vendors.days import VendorOffice, reads
from tests.vendors.school import BASE, ID, ORIGIN, SECRET

from .roster_service import Service

ids = st.integers(0, 9).map(lambda number: f"user-{number}")
happens = st.one_of(
    st.tuples(st.just("comes"), ids),
    st.tuples(st.just("named"), ids, st.sampled_from(["Ada", "Mia"])),
    st.tuples(st.just("leaves"), ids),
    st.tuples(st.just("vanishes"), ids),
)
meanwhile = st.tuples(st.just("meanwhile"), st.booleans(), st.integers(1, 8))
steps = st.one_of(happens, reads, st.tuples(meanwhile, happens).map(lambda both: both[0] + both[1]))


class Days(VendorOffice):
    def __init__(self):
        typed = {
            "address": BASE,
            "token_address": f"{ORIGIN}/token",
            "client_id": ID,
            "client_secret": SECRET,
        }
        super().__init__(Service(), OneRoster(page=3), typed)

    def comes(self, key):
        self.there.add(key)

    def named(self, key, name):
        if key in self.there.users:
            self.there.change(key, givenName=name)

    def leaves(self, key):
        if key in self.there.users:
            self.there.change(key, status="tobedeleted")

    def vanishes(self, key):
        """Without a tombstone: only a full reading shows it."""
        self.there.users.pop(key, None)

    @property
    def truth(self):
        users = self.there.users.items()
        return {key: one["givenName"] for key, one in users if one["status"] == "active"}

    @property
    def known(self):
        return {key: one.given_name for key, one in self.present.items()}


@settings(deadline=None, max_examples=25)
@given(todo=st.lists(steps, max_size=8))
def test_any_days_converge_to_the_school(todo):
    days = Days()
    for step in todo:
        days.does(step)
    days.settles()
    days.later(days=7)
    days.syncs()
    assert days.known == days.truth
    assert days.connection.problem is None
