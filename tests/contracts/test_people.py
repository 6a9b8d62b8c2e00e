from dataclasses import replace

import pytest

from core.domain.person import Identity
from core.errors import ConflictError
from tests.contracts.world import NOW, fresh


class TestPeople:
    def test_saved_people_are_found_one_by_one_and_together(self, world):
        with world.tenant() as work:
            assert work.people.get(world.ada.id) == world.ada
            unknown = fresh()
            assert work.people.get(unknown) is None
            found = work.people.get_many([world.ada.id, world.ben.id, unknown])
            assert found == {world.ada.id: world.ada, world.ben.id: world.ben}
            assert work.people.get_many([]) == {}

    def test_saving_again_replaces(self, world):
        renamed = replace(world.ada, name="Ada L.", email="ada@example.edu", locale="de-AT")
        with world.tenant() as work:
            work.people.save_many([renamed, world.ben])
            work.people.save_many([])
        with world.tenant() as work:
            assert work.people.get(world.ada.id) == renamed

    def test_an_identity_leads_to_its_person(self, world):
        with world.tenant() as work:
            work.people.link(Identity(issuer="lti:1", subject="s-1", person_id=world.ada.id))
            work.people.link(Identity(issuer="lti:1", subject="s-1", person_id=world.ada.id))
        with world.tenant() as work:
            assert work.people.by_identity("lti:1", "s-1") == world.ada
            assert work.people.by_identity("lti:1", "s-2") is None
            assert work.people.by_identity("lti:2", "s-1") is None

    def test_an_identity_of_somebody_else_is_a_conflict_and_stays_theirs(self, world):
        with world.tenant() as work:
            work.people.link(Identity(issuer="lti:1", subject="s-1", person_id=world.ada.id))
        with world.tenant() as work:
            with pytest.raises(ConflictError):
                work.people.link(Identity(issuer="lti:1", subject="s-1", person_id=world.ben.id))
            # The unit of work is still usable.
            assert work.people.by_identity("lti:1", "s-1") == world.ada

    def test_people_are_found_by_an_address_in_any_case(self, world):
        shared = [replace(one, email="Both@Example.edu") for one in (world.ada, world.ben)]
        with world.tenant() as work:
            work.people.save_many(shared)
            found = work.people.by_emails(["both@example.edu", "nobody@example.edu", ""])
            assert sorted(found, key=lambda one: one.name) == shared
            assert work.people.by_emails([]) == []

    def test_profiles_are_locked_together(self, world):
        with world.tenant() as work:
            work.profiles.save(world.profile(world.ada))
            asked = [world.ben.id, world.ada.id]
            assert work.profiles.lock_many(asked) == work.profiles.get_many(asked)
            assert work.profiles.lock_many([]) == {}

    def test_people_are_looked_for_by_part_of_a_name_or_address(self, world):
        ben = replace(world.ben, email="100%@Example.edu")
        with world.tenant() as work:
            work.people.save(ben)
            assert work.people.called("AD", 9) == [world.ada]
            assert work.people.called("%@ex", 9) == [ben]
            assert work.people.called("a%", 9) == []
            assert len(work.people.called("", 2)) == 2

    def test_everybody_known_through_some_issuers(self, world):
        known = [
            Identity(issuer=issuer, subject="s", person_id=person.id)
            for issuer, person in (
                ("connection:1", world.ada),
                ("connection:2", world.ada),
                ("connection:2%", world.ben),
                ("lti:1", world.cleo),
            )
        ]
        with world.tenant() as work:
            work.people.link_many(known)
            (found,) = work.people.known_through("connection:")
            assert found == sorted([world.ada.id, world.ben.id])
            assert list(work.people.known_through("connection:2%")) == [[world.ben.id]]
            assert list(work.people.known_through("file:")) == []

    def test_people_have_several_identities(self, world):
        mine = [
            Identity(issuer=issuer, subject="s", person_id=world.ada.id)
            for issuer in ("file:1", "lti:1")
        ]
        other = Identity(issuer="file:1", subject="t", person_id=world.ben.id)
        with world.tenant() as work:
            work.people.link_many([*mine, other])
            assert work.people.identities([world.ada.id, world.cleo.id]) == mine
            assert work.people.identities([]) == []

    def test_everything_of_theirs_is_handed_over_then_they_are_gone(self, world):
        course, session = world.course(), world.session(7)
        mine = Identity(issuer="lti:1", subject="s", person_id=world.ada.id)
        with world.platform() as work:
            work.sessions.add(session)
        with world.tenant() as work:
            work.courses.save(course)
            work.people.link(mine)
            work.rosters.save_members([world.member(world.ada), world.member(world.cleo)])
            work.profiles.save(world.profile(world.ada))
            work.news.add_many([world.news()])
            work.people.hand_over(world.ada.id, world.ben.id)
            assert work.people.identities([world.ben.id]) == [replace(mine, person_id=world.ben.id)]
            work.people.remove(world.ada.id)
        with world.tenant() as work:
            assert work.people.get(world.ada.id) is None
            assert work.profiles.get(world.ada.id) is None
            assert work.news.of_person(world.ada.id, 9) == []
            (membership,) = work.rosters.of_person(world.ben.id)
            assert membership.subject == "subject-Ada"
            assert len(work.rosters.of_person(world.cleo.id)) == 1
        with world.platform() as work:
            assert work.sessions.find(session.token_hash) is None

    def test_what_came_with_an_identity_moves_with_it(self, world):
        connection = world.new_connection()
        lms, directory = f"lti:{world.registration.id}", f"connection:{connection.id}"
        moved = [
            Identity(issuer=lms, subject="subject-Ada", person_id=world.ben.id),
            Identity(issuer=directory, subject="7", person_id=world.cleo.id),
        ]
        stays = Identity(issuer="file:x", subject="7", person_id=world.ada.id)
        with world.tenant() as work:
            work.courses.save(world.course())
            work.people.link_many([stays, *(replace(i, person_id=world.ada.id) for i in moved)])
            other = world.member(world.ada, subject="second")
            work.rosters.save_members([world.member(world.ada), other])
            work.directory_entries.save_many(
                [world.entry(connection, key, world.ada) for key in ("7", "8")]
            )
            work.people.move([])
            work.people.move(moved)
        with world.tenant() as work:
            people = [world.ada.id, world.ben.id, world.cleo.id]
            found = {(i.issuer, i.person_id) for i in work.people.identities(people)}
            assert found == {(i.issuer, i.person_id) for i in (stays, *moved)}
            (membership,) = work.rosters.of_person(world.ben.id)
            assert membership.subject == "subject-Ada"
            assert [m.subject for m in work.rosters.of_person(world.ada.id)] == ["second"]
            entries = work.directory_entries.get_many(connection.id, ["7", "8"])
            assert [entries[key].person_id for key in "78"] == [world.cleo.id, world.ada.id]

    def test_who_has_a_part_in_matches_is_not_removed(self, world):
        with world.tenant() as work:
            work.matches.add(world.match())
            for person in (world.ada, world.ben):
                with pytest.raises(ConflictError):
                    work.people.remove(person.id)
            # The unit of work is still usable.
            assert work.people.get(world.ada.id) == world.ada


def test_times_keep_their_microseconds_and_zone(world):
    moment = NOW.replace(microsecond=123457)
    with world.tenant() as work:
        work.people.save(replace(world.ada, updated_at=moment))
    with world.tenant() as work:
        stored = work.people.get(world.ada.id).updated_at
    assert stored == moment
    assert stored.utcoffset().total_seconds() == 0
