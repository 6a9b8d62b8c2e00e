"""Whatever two sources tell, in whatever order, and whoever is joined and parted meanwhile."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.directory import EmploymentStatus
from core.domain.people_rules import PersonField
from core.errors import ConflictError, NotFoundError
from core.ports.connectors import Page
from core.services.directory.facts import Belief, presence_of, speaking
from core.services.directory.who_is_who import WhoIsWho
from tests.core.services.campus import Campus
from tests.core.services.directory.directory_campus import EMPLOYEE_NUMBER, Directories, ann

KEYS = ("1", "2", "3")
SOURCES = st.integers(0, 1)
TOLD = st.fixed_dictionaries(
    {
        "key": st.sampled_from(KEYS),
        "name": st.sampled_from(["", "Ann", "Ben"]),
        "employee_number": st.sampled_from(["", "7", "8"]),
        "title": st.sampled_from(["", "Head"]),
        "status": st.sampled_from(EmploymentStatus),
    }
)
PAGES = st.tuples(
    st.just("page"),
    SOURCES,
    st.lists(TOLD, max_size=3, unique_by=lambda told: told["key"]),
    st.lists(st.sampled_from(KEYS), max_size=2),
)
DEEDS = st.tuples(st.sampled_from(["join", "part", "decide"]), st.integers(0, 9), st.integers(0, 9))


class Any(Directories):
    def __post_init__(self):
        super().__post_init__()
        self.other = self.connection(EMPLOYEE_NUMBER)
        self.admin = self.campus.person("Root", configures=True)
        self.who = WhoIsWho(self.campus.storage, self.campus.clock, self.campus.entropy)

    def happens(self, what, *values):
        self.campus.clock.advance(minutes=1)
        with suppress(ConflictError, NotFoundError):
            getattr(self, what)(*values)

    def page(self, source, told, deletes):
        self.tell(*(ann(**one) for one in told), of=self.made[source], deletes=deletes)

    def join(self, one, other):
        if people := sorted(self.people()):
            self.who.join(self.admin, people[one % len(people)], people[other % len(people)])

    def part(self, one, _):
        if joined := self.who.joined(self.admin):
            self.who.part(self.admin, joined[one % len(joined)].merge.id)

    def decide(self, one, other):
        if waiting := self.who.undecided(self.admin):
            entry = waiting[one % len(waiting)].entry
            choice = [None, *entry.candidates][other % (1 + len(entry.candidates))]
            self.who.decide(self.admin, entry.connection_id, entry.key, choice)

    def check(self):
        by_person = {}
        for entry in self.rows("directory_entries").values():
            by_person.setdefault(entry.person_id, []).append(entry)
            known = self.person(
                entry.key, next(c for c in self.made if c.id == entry.connection_id)
            )
            assert (known and known.id) == entry.person_id
        with self.work() as work:
            belief = Belief.of(work)
        for person_id in by_person.keys() - {None}:
            self._check_facts(person_id, by_person[person_id], belief)
        for merge in self.rows("merges").values():
            if merge.undone_at is None:
                assert merge.gone not in self.people()
        self._check_again()

    def _check_facts(self, person_id, entries, belief):
        person = self.rows("people")[person_id]
        assert person.presence is presence_of(entries)
        if said := speaking(entries):
            assert belief.value(PersonField.NAME, "", said) in {person.name, ""}
            profile = self.rows("profiles").get(person_id)
            assert belief.value(PersonField.HEADLINE, "", said) == (
                profile.headline if profile else ""
            )

    def _check_again(self):
        """The same again changes nothing."""
        for connection in self.made:
            rows = self.rows("directory_entries").values()
            own = [e for e in rows if e.connection_id == connection.id and e.present]
            page = Page(upserts=[entry.record for entry in own])
            with self.work() as work:
                changes = self.sink.compare(work, connection, page)
            decided = {entry.key for entry in own if entry.person_id}
            assert not [c for c in changes.entries if c.after.key in decided]


@settings(max_examples=60)
@given(happenings=st.lists(PAGES | DEEDS, max_size=12))
def test_people_are_what_their_entries_say(happenings):
    anything = Any(Campus.fresh())
    for one in happenings:
        anything.happens(*one)
        anything.check()
