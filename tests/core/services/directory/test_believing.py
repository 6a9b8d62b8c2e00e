"""Whom to believe, and what follows when administrators change it."""

from dataclasses import replace
from uuid import UUID

import pytest

from core.domain.directory import Presence
from core.domain.people_rules import OWN_WORDS, PersonField
from core.domain.profile import Profile
from core.errors import ForbiddenError, InvalidInputError
from core.services.directory.believing import (
    BELIEVE_AGAIN,
    RECOGNISE_AGAIN,
    Believing,
    WhomToBelieve,
    promise_recognition,
)
from core.services.directory.sink import DEPARTURES, MANAGER_LINES
from core.services.directory.who_is_who import WhoIsWho
from tests.core.services.directory.directory_campus import EMPLOYEE_NUMBER, GONE, ann


@pytest.fixture
def whom(campus):
    return WhomToBelieve(campus.storage, campus.clock, campus.entropy)


@pytest.fixture
def admin(campus):
    return campus.person("Root", configures=True)


@pytest.fixture
def other(directories):
    return directories.connection(EMPLOYEE_NUMBER)


@pytest.fixture
def follow(directories):
    """The jobs run, twice."""

    def run():
        campus = directories.campus
        believing = Believing(campus.storage, campus.clock, campus.entropy)
        jobs = {
            BELIEVE_AGAIN: believing.believe_again,
            RECOGNISE_AGAIN: believing.recognise_again,
        }
        rows = campus.storage.tables.table("jobs")
        for key, row in list(rows.items()):
            if row["job"] in jobs:
                del rows[key]
                jobs[row["job"]](**row["arguments"])
                jobs[row["job"]](**row["arguments"])

    return run


class TestOrders:
    def test_the_usual_order_is_shown_with_titles(self, directories, whom, admin, other):
        orders = whom.orders(admin)
        assert orders.keys() == set(PersonField)
        named = [(source.name, source.title) for source in orders[PersonField.NAME]]
        first, second = str(directories.hr.id), str(other.id)
        assert named == [(first, "Source 0"), (second, "Source 1"), (OWN_WORDS, "")]
        assert orders[PersonField.HEADLINE][0].name == OWN_WORDS

    def test_people_follow_a_new_order(self, directories, whom, admin, other, follow):
        directories.tell(ann())
        directories.tell(ann(key="x-1", name="Anna", title="Head"), of=other)
        assert directories.person().name == "Ann Bauer"
        orders = {PersonField.NAME: [str(other.id)], PersonField.HEADLINE: [str(other.id)]}
        whom.save(admin, orders)
        follow()
        assert (directories.person().name, directories.profile().headline) == ("Anna", "Head")
        assert len(directories.jobs(MANAGER_LINES)) == 1
        (deed,) = directories.rows("audit").values()
        assert (deed.deed, deed.before) == ("people.believed", {})
        assert deed.after == {"name": [str(other.id)], "headline": [str(other.id)]}
        whom.save(admin, orders)
        assert len(directories.rows("audit")) == 1

    def test_own_words_count_where_they_come_first(self, directories, whom, admin, follow):
        directories.tell(ann())
        whom.save(admin, {PersonField.DEPARTMENT: [OWN_WORDS]})
        with directories.work() as work:
            work.profiles.save(replace(directories.profile(), department="Music"))
        follow()
        assert directories.profile().department == "Music"

    @pytest.mark.parametrize("order", [["unknown"], [OWN_WORDS, OWN_WORDS]])
    def test_an_order_names_each_source_once(self, whom, admin, order):
        with pytest.raises(InvalidInputError) as refused:
            whom.save(admin, {PersonField.NAME: order})
        assert refused.value.fields.keys() == {"name"}

    def test_only_administrators_may(self, whom, campus):
        for deed in (whom.orders, lambda actor: whom.save(actor, {})):
            with pytest.raises(ForbiddenError):
                deed(campus.teacher())


class TestASourceLess:
    def test_who_was_gone_by_it_alone_is_here_again_and_keeps_what_is_known(
        self, directories, follow, campus
    ):
        directories.tell(ann(status=GONE))
        person = directories.person()
        with directories.work() as work:
            work.connections.remove(directories.hr.id)
            work.jobs.defer(
                BELIEVE_AGAIN,
                organization_id=str(campus.organization.id),
                issuers=directories.hr.issuer,
            )
        follow()
        after = directories.rows("people")[person.id]
        assert (after.presence, after.name) == (Presence.HERE, "Ann Bauer")
        assert len(directories.jobs(DEPARTURES)) == 1


class TestOtherRules:
    @pytest.fixture
    def late(self, directories):
        """Told of before its connection has a rule."""
        late = directories.connection()
        directories.tell(ann())
        directories.tell(ann(key="x-1"), of=late)
        return late

    def given(self, directories, connection):
        ruled = replace(connection, link_rules=(EMPLOYEE_NUMBER,), version=2)
        with directories.work() as work:
            work.connections.update(ruled)
            promise_recognition(work.jobs, ruled)
            promise_recognition(work.jobs, ruled)

    def test_people_who_have_nothing_of_their_own_are_found(self, directories, late, follow):
        self.given(directories, late)
        follow()
        assert directories.person("x-1", late).id == directories.person().id
        (merge,) = directories.rows("merges").values()
        assert (merge.by, merge.rule) == (None, "employee_number")

    def test_who_has_begun_stays_who_they_are(self, directories, late, follow):
        person = directories.person("x-1", late)
        with directories.work() as work:
            work.profiles.save(Profile(person_id=person.id, goals=("Paint",)))
        self.given(directories, late)
        follow()
        assert directories.person("x-1", late).id == person.id

    def test_who_was_parted_by_hand_is_not_joined_again(
        self, directories, late, follow, campus, admin
    ):
        self.given(directories, late)
        follow()
        (merge,) = directories.rows("merges").values()
        WhoIsWho(campus.storage, campus.clock, campus.entropy).part(admin, merge.id)
        with directories.work() as work:
            promise_recognition(work.jobs, work.connections.get(late.id))
        follow()
        assert directories.person("x-1", late).id == merge.gone

    def test_who_is_known_elsewhere_too_stays(self, directories, late, follow, campus, admin):
        eve = directories.from_lms("Eve", "")
        who = WhoIsWho(campus.storage, campus.clock, campus.entropy)
        who.join(admin, eve.person_id, directories.person("x-1", late).id)
        self.given(directories, late)
        follow()
        assert directories.person("x-1", late).id == eve.person_id

    def test_nothing_follows_for_a_connection_that_was_deleted(self, directories, late, follow):
        self.given(directories, late)
        directories.rows("connections").clear()
        follow()
        assert directories.rows("merges") == {}

    def test_taking_part_is_something_of_their_own(self, directories, late, follow, campus):
        person = directories.person("x-1", late)
        campus.mentee()
        (part,) = directories.rows("participations").values()
        with directories.work() as work:
            work.participations.save(replace(part, id=UUID(int=77), person_id=person.id))
        self.given(directories, late)
        follow()
        assert directories.person("x-1", late).id == person.id
