from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from core.domain.must_have import MustHave
from core.domain.person import Identity
from core.domain.profile import MeetingMode, Seniority, TextEmbedding, TextKind, text_hash
from core.domain.program import Role
from core.domain.working_style import Style, Value, Way
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


class TestProfiles:
    def test_everything_in_a_profile_comes_back(self, world):
        profile = world.profile(
            world.ada,
            headline="Nurse, learning to analyse data",
            goals=("Read studies", "Publish one"),
            skills_wanted=("statistics",),
            skills_offered=("triage", "German"),
            experience=("Ten years in intensive care",),
            interests=("chess",),
            languages=("de", "en-GB"),
            time_zone="Europe/Vienna",
            location="Graz",
            department="Surgery",
            seniority=Seniority.SENIOR,
            availability=frozenset({"mon-evening", "fri-morning"}),
            meeting_modes=frozenset({MeetingMode.VIDEO, MeetingMode.CHAT}),
            avoid=frozenset({world.ben.id}),
            values=frozenset({Value.TEAM, Value.FAIRNESS}),
            ways=frozenset({Way.DATA}),
            principles=("Say what you mean",),
            style=Style(pace=2, contact=5),
            personality=(1, 5) * 5,
            topics=("triage",),
            levels=frozenset({Seniority.EARLY, Seniority.STUDENT}),
            must_haves=frozenset({MustHave.PLACE}),
            managers=(world.cleo.id, world.ben.id),
            conflicts=frozenset({world.cleo.id}),
            meet_again=frozenset({world.ben.id}),
        )
        with world.tenant() as work:
            work.profiles.save(profile)
        with world.tenant() as work:
            stored = work.profiles.get(world.ada.id)
        assert stored == profile
        assert isinstance(stored.seniority, Seniority)
        assert all(isinstance(mode, MeetingMode) for mode in stored.meeting_modes)
        assert all(isinstance(level, Seniority) for level in stored.levels)
        assert all(isinstance(value, Value) for value in stored.values)

    def test_an_empty_profile_comes_back_and_a_missing_one_does_not(self, world):
        empty = replace(world.profile(world.ada), updated_at=None)
        with world.tenant() as work:
            work.profiles.save_many([empty])
            work.profiles.save_many([])
            assert work.profiles.get_many([world.ada.id, world.ben.id]) == {world.ada.id: empty}
            assert work.profiles.get(world.ben.id) is None

    def test_saving_again_replaces(self, world):
        with world.tenant() as work:
            work.profiles.save(world.profile(world.ada, goals=("old",), location="Graz"))
            work.profiles.save(world.profile(world.ada, goals=("new",)))
            assert work.profiles.get(world.ada.id) == world.profile(world.ada, goals=("new",))

    def test_a_locked_profile_comes_back(self, world):
        profile = world.profile(world.ada, goals=("Read studies",))
        with world.tenant() as work:
            assert work.profiles.lock(world.ada.id) is None
            assert work.profiles.lock(fresh()) is None
            work.profiles.save(profile)
        with world.tenant() as work:
            assert work.profiles.lock(world.ada.id) == profile

    def test_managers_are_read_and_written_alone(self, world):
        profile = world.profile(world.ada)
        later = NOW + timedelta(days=1)
        told = {world.ada.id: (world.ben.id, world.cleo.id), world.ben.id: (world.cleo.id,)}
        with world.tenant() as work:
            work.profiles.save(profile)
            work.profiles.set_managers({}, later)
            work.profiles.set_managers(told, later)
        with world.tenant() as work:
            assert work.profiles.get(world.ada.id) == replace(
                profile, managers=told[world.ada.id], updated_at=later
            )
            assert work.profiles.get(world.ben.id) is None
            asked = [world.ada.id, world.ben.id]
            assert work.profiles.managers(asked) == {world.ada.id: told[world.ada.id]}
            assert work.profiles.managers([]) == {}

    def test_of_program_knows_role_and_pause_and_orders_by_person(self, world):
        people = [world.ada, world.ben, world.cleo]
        with world.tenant() as work:
            work.profiles.save_many([world.profile(p) for p in reversed(people)])
            work.participations.save_many(
                [
                    world.participation(world.cleo),
                    world.participation(world.ada),
                    world.participation(world.ben, paused=True),
                    world.participation(world.ben, Role.MENTEE),
                ]
            )
            mentors = work.profiles.of_program(world.program.id, Role.MENTOR)
            assert [p.person_id for p in mentors] == [world.ada.id, world.cleo.id]
            mentees = work.profiles.of_program(world.program.id, Role.MENTEE)
            assert [p.person_id for p in mentees] == [world.ben.id]
            assert work.profiles.of_program(fresh(), Role.MENTOR) == []

    def test_of_program_leaves_out_who_is_away_and_student_views(self, world):
        people = [world.ada, world.ben, world.cleo]
        with world.tenant() as work:
            work.profiles.save_many([world.profile(p) for p in people])
            work.participations.save_many(
                [
                    world.participation(world.ada, away=True),
                    world.participation(world.ben),
                    world.participation(world.cleo),
                ]
            )
            work.people.save(replace(world.cleo, test_user=True))
            mentors = work.profiles.of_program(world.program.id, Role.MENTOR)
            assert [p.person_id for p in mentors] == [world.ben.id]


class TestEmbeddings:
    def embedding(self, person, text, kind=TextKind.GOAL, model="m1"):
        vector = np.frombuffer(text_hash(text), np.uint8).astype("<f4").tobytes()
        return TextEmbedding(
            person_id=person.id, kind=kind, text_hash=text_hash(text), model=model, vector=vector
        )

    def test_vectors_come_back_bit_by_bit(self, world):
        # 0.1, 1, -0, the smallest and the largest float32; written out, they would be rounded.
        vector = bytes.fromhex("cdcccc3d0000803f00000080010000000000800000ff7f7f")[:24]
        embedding = replace(self.embedding(world.ada, "x"), vector=vector)
        with world.tenant() as work:
            work.embeddings.replace(world.ada.id, "m1", [embedding])
        with world.tenant() as work:
            assert work.embeddings.of_people([world.ada.id], "m1") == [embedding]

    def test_many_people_are_replaced_at_once(self, world):
        ada, ben = (self.embedding(person, "1") for person in (world.ada, world.ben))
        newer, other_model = (
            self.embedding(world.ada, "2"),
            self.embedding(world.ben, "1", model="n"),
        )
        with world.tenant() as work:
            work.embeddings.replace_many("m1", {world.ada.id: [ada], world.ben.id: [ben]})
            work.embeddings.replace_many("n", {world.ben.id: [other_model]})
            work.embeddings.replace_many("m1", {world.ada.id: [newer, newer], world.ben.id: []})
        with world.tenant() as work:
            both = [world.ada.id, world.ben.id]
            assert work.embeddings.of_people(both, "m1") == [newer]
            assert work.embeddings.of_people(both, "n") == [other_model]

    def test_replacing_leaves_other_people_and_models_alone(self, world):
        one, two = self.embedding(world.ada, "1"), self.embedding(world.ada, "2", TextKind.INTEREST)
        other_model = self.embedding(world.ada, "1", model="m2")
        other_person = self.embedding(world.ben, "1")
        with world.tenant() as work:
            work.embeddings.replace(world.ada.id, "m1", [one])
            work.embeddings.replace(world.ada.id, "m2", [other_model])
            work.embeddings.replace(world.ben.id, "m1", [other_person])
            work.embeddings.replace(world.ada.id, "m1", [two, two])
        with world.tenant() as work:
            assert work.embeddings.of_people([world.ada.id], "m1") == [two]
            assert work.embeddings.of_people([world.ada.id], "m2") == [other_model]
            both = work.embeddings.of_people([world.ben.id, world.ada.id], "m1")
            assert both == [two, other_person]
            work.embeddings.replace(world.ada.id, "m1", [])
            assert work.embeddings.of_people([world.ada.id], "m1") == []
            assert work.embeddings.of_people([], "m1") == []

    def test_of_program_knows_role_pause_and_model(self, world):
        with world.tenant() as work:
            texts = {world.cleo: "2", world.ada: "1", world.ben: "3", world.dora: "4"}
            for person, text in texts.items():
                work.embeddings.replace(person.id, "m1", [self.embedding(person, text)])
            work.embeddings.replace(
                world.ada.id, "m2", [self.embedding(world.ada, "1", model="m2")]
            )
            work.participations.save_many(
                [
                    world.participation(world.cleo),
                    world.participation(world.ada),
                    world.participation(world.ada, Role.MENTEE),
                    world.participation(world.ben, paused=True),
                    world.participation(world.dora, away=True),
                ]
            )
            vectors = work.embeddings.vectors_of_program(world.program.id, Role.MENTOR, "m1")
            expected = [self.embedding(world.ada, "1"), self.embedding(world.cleo, "2")]
            assert vectors == {own.text_hash: own.vector for own in expected}


def test_times_keep_their_microseconds_and_zone(world):
    moment = NOW.replace(microsecond=123457)
    with world.tenant() as work:
        work.people.save(replace(world.ada, updated_at=moment))
    with world.tenant() as work:
        stored = work.people.get(world.ada.id).updated_at
    assert stored == moment
    assert stored.utcoffset().total_seconds() == 0
