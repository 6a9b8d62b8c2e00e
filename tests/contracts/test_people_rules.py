from dataclasses import replace
from datetime import timedelta

from core.domain.directory import Presence
from core.domain.people_rules import OWN_WORDS, PersonField, Precedence
from tests.contracts.world import NOW, World, fresh


class TestMerges:
    def test_they_come_back_newest_first(self, world):
        old = world.merge(world.ada, world.ben, by=world.dora.id)
        new = world.merge(world.ada, world.cleo, minutes=1, rule="employee_number")
        with world.tenant() as work:
            work.merges.save_many([new, old])
            work.merges.save_many([])
            assert work.merges.recent(9) == [new, old]
            assert work.merges.recent(1) == [new]
            assert work.merges.of_people([new.kept]) == [new, old]
            assert work.merges.of_people([old.gone, fresh()]) == [old]
            assert work.merges.of_people([]) == []
            assert work.merges.lock(new.id) == new
            assert work.merges.lock(fresh()) is None
            assert work.merges.get(old.id) == old
            assert work.merges.get(fresh()) is None
            undone = replace(old, undone_at=NOW + timedelta(days=1))
            work.merges.save_many([undone])
            assert work.merges.get(old.id) == undone
        with World(world.storage).tenant() as work:
            assert work.merges.recent(9) == []
            assert work.merges.get(old.id) is None

    def test_by_which_others_became_somebody(self, world):
        newer = world.merge(world.ada, world.ben, minutes=1)
        older = world.merge(world.cleo, world.dora)
        undone = world.merge(world.ada, world.dora, undone_at=NOW)
        with world.tenant() as work:
            work.merges.save_many([newer, older, undone])
            assert work.merges.into([world.ada.id, world.cleo.id]) == [older, newer]
            assert work.merges.into([world.ben.id]) == work.merges.into([]) == []

    def test_one_goes_with_a_person_but_not_with_the_administrator(self, world):
        merge = world.merge(world.ada, world.ben, by=world.dora.id)
        with world.tenant() as work:
            work.merges.save_many([merge])
            work.people.remove(world.dora.id)
            assert work.merges.get(merge.id) == replace(merge, by=None)
            work.people.remove(world.ben.id)
            assert work.merges.recent(9) == []


def test_whom_to_believe(world):
    orders = {PersonField.HEADLINE: [str(fresh()), OWN_WORDS], PersonField.EMAIL: [OWN_WORDS]}
    with world.tenant() as work:
        assert work.people_rules.precedence() == Precedence()
        work.people_rules.save_precedence(Precedence(orders={PersonField.NAME: ["x"]}))
        work.people_rules.save_precedence(Precedence(orders=orders))
        assert work.people_rules.precedence() == Precedence(orders=orders)
    with World(world.storage).tenant() as work:
        assert work.people_rules.precedence() == Precedence()


def test_what_directories_say_about_whether_somebody_is_there(world):
    gone = replace(world.ada, presence=Presence.GONE)
    with world.tenant() as work:
        assert work.people.get(world.ben.id).presence is Presence.HERE
        work.people.save(gone)
        assert work.people.get(gone.id) == gone


class TestAudit:
    def test_the_newest_comes_first_a_page_at_a_time(self, world):
        # Two deeds at one moment have an order too.
        first, second = world.audit_entry(), world.audit_entry()
        third = world.audit_entry(
            minutes=1,
            by=world.dora.id,
            subject="connection:2",
            before={"title": "ä", "key": "set"},
            after={"title": "b", "key": "cleared", "rules": [["email", "name"]]},
        )
        with world.tenant() as work:
            for entry in (third, first, second):
                work.audit.add(entry)
            assert work.audit.page(None, 2) == [third, second]
            assert work.audit.page(second.id, 2) == [first]
            assert work.audit.page(first.id, 2) == []
            assert work.audit.page(None, 9, subject="connection:2") == [third]
            assert work.audit.page(third.id, 9, subject="connection:1") == [second, first]
            assert work.audit.page(None, 9, by=world.dora.id) == [third]
            assert work.audit.page(None, 9, deed=third.deed) == [third, second, first]
            assert work.audit.page(None, 9, deed="nothing") == []
            assert work.audit.deeds() == [third.deed]
            assert work.audit.doers() == {world.dora.id}
        with World(world.storage).tenant() as work:
            assert work.audit.page(None, 9) == []
            assert (work.audit.deeds(), work.audit.doers()) == ([], set())

    def test_a_deed_outlives_who_did_it(self, world):
        entry = world.audit_entry(by=world.dora.id)
        with world.tenant() as work:
            work.audit.add(entry)
            work.people.remove(world.dora.id)
            assert work.audit.page(None, 9) == [replace(entry, by=None)]

    def test_old_ones_are_forgotten(self, world):
        old, new = world.audit_entry(minutes=-1), world.audit_entry()
        with world.tenant() as work:
            work.audit.add(old)
            work.audit.add(new)
            assert work.audit.purge(NOW) == 1
            assert work.audit.page(None, 9) == [new]
