from dataclasses import replace
from datetime import timedelta

import numpy as np

from core.domain.must_have import MustHave
from core.domain.profile import MeetingMode, Seniority, TextEmbedding, TextKind, text_hash
from core.domain.program import Role
from core.domain.working_style import Style, Value, Way
from tests.contracts.world import NOW, fresh


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
