"""Settings of matching: who may change them, what makes no sense, and what they would do."""

from dataclasses import replace
from uuid import UUID

import pytest

from core.domain.actor import Actor
from core.domain.match import MatchState
from core.domain.matching_settings import MOST, OFF, MatchingSettings
from core.domain.must_have import MustHave
from core.engine.matching.comparison.features import FEATURES
from core.errors import ForbiddenError, InvalidInputError, NotFoundError
from core.services.matching.tuning import MOST_NAMES, MatchingTuning
from tests.core.services.matching.programme import ORGANIZATION, PROGRAM, Programme
from tests.fakes.encoder import FakeEncoder

MANAGER = Actor(
    organization_id=ORGANIZATION, person_id=UUID(int=3), program_id=PROGRAM, manages=True
)


class Tuned(Programme):
    def __init__(self):
        super().__init__()
        self.tuning = MatchingTuning(self.storage, self.clock, FakeEncoder.model)

    def save(self, **settings):
        return self.tuning.save(MANAGER, MatchingSettings(program_id=PROGRAM, **settings))

    def preview(self, **settings):
        return self.tuning.preview(MANAGER, MatchingSettings(program_id=PROGRAM, **settings))


@pytest.fixture
def programme():
    return Tuned()


class TestSettings:
    def test_what_is_saved_holds(self, programme):
        assert programme.tuning.current(MANAGER) == MatchingSettings(program_id=PROGRAM)
        saved = programme.save(
            template="peer",
            importance={"skills": MOST},
            must_haves=frozenset({MustHave.AHEAD}),
            skills=(" Data  protection", "law", "law"),
            languages=("Deutsch", "en-GB", "German"),
            repeat_pairs=True,
        )
        assert (saved.skills, saved.languages) == (("Data protection", "law"), ("de", "en-GB"))
        assert saved.updated_at == programme.clock.now()
        assert programme.tuning.current(MANAGER) == saved

    def test_it_is_always_the_programme_one_came_to(self, programme):
        elsewhere = MatchingSettings(program_id=ORGANIZATION, template="peer")
        assert programme.tuning.save(MANAGER, elsewhere).program_id == PROGRAM

    @pytest.mark.parametrize(
        ("settings", "field"),
        [
            ({"importance": {"shoe_size": 2}}, "importance"),
            ({"importance": {"skills": MOST + 1}}, "importance"),
            ({"importance": {"skills": OFF - 1}}, "importance"),
            ({"importance": dict.fromkeys(set(FEATURES) - {"personality"}, OFF)}, "importance"),
            ({"template": "speed dating"}, "template"),
            ({"skills": tuple(map(str, range(MOST_NAMES + 1)))}, "skills"),
            ({"skills": ("x" * 101,)}, "skills"),
            ({"skills": ("law", "\x07")}, "skills"),
            ({"languages": ("Klingonese",)}, "languages"),
        ],
    )
    def test_what_makes_no_sense_is_refused_by_field(self, programme, settings, field):
        for deed in (programme.save, programme.preview):
            with pytest.raises(InvalidInputError) as refused:
                deed(**settings)
            assert list(refused.value.fields) == [field]
        assert programme.tuning.current(MANAGER).updated_at is None

    def test_only_managers_and_only_where_there_is_a_programme(self, programme):
        settings = MatchingSettings(program_id=PROGRAM)
        tuning = programme.tuning
        for actor, error in (
            (replace(MANAGER, manages=False), ForbiddenError),
            (replace(MANAGER, program_id=None), NotFoundError),
        ):
            for deed in (
                tuning.current,
                lambda who: tuning.save(who, settings),
                lambda who: tuning.preview(who, settings),
            ):
                with pytest.raises(error):
                    deed(actor)


class TestPreview:
    def test_moves_are_told_for_each_mentee_of_the_sample(self, programme):
        near = programme.mentor(name="Near", location="Rome", skills_offered=("law",))
        fitting = programme.mentor(name="Fitting", location="Bonn", skills_offered=("Python",))
        mia = programme.mentee(name="Mia", location="Rome", skills_wanted=("Python",))
        programme.mentee(name="Silent")
        preview = programme.preview(importance={"location": MOST, "skills": OFF})
        assert (preview.mentees, preview.mentors, preview.changed) == (1, 2, 1)
        (shown,) = preview.sample
        assert shown.mentee.id == mia
        assert [person.id for person in shown.now] == [fitting, near]
        assert [(p.person.id, p.place, p.before) for p in shown.then] == [
            (near, 1, 2),
            (fitting, 2, 1),
        ]
        assert ids_shown(programme, mia) == [fitting, near]
        assert programme.preview().changed == 0

    def test_a_must_have_takes_mentors_away_and_a_waiver_brings_them_back(self, programme):
        here = programme.mentor(location="Rome")
        programme.mentor(location="Bonn")
        mia = programme.mentee(location="Rome", goals=("Grow",))
        (shown,) = programme.preview(must_haves=frozenset({MustHave.PLACE})).sample
        assert [placed.person.id for placed in shown.then] == [here]
        assert shown.fewer == 1
        programme.match(mia, here, MatchState.COMPLETED)
        (shown,) = programme.preview(repeat_pairs=True).sample
        assert [placed.before for placed in shown.then if placed.person.id == here] == [None]
        assert shown.fewer == -1

    def test_a_sample_is_spread_over_the_programme_and_stays_the_same(self, programme):
        mentees = [programme.mentee(goals=("Grow",)) for _ in range(9)]
        programme.mentor()
        for _ in range(2):
            preview = programme.preview(importance={"goals": MOST})
            assert [one.mentee.id for one in preview.sample] == mentees[::2]

    def test_an_empty_programme_has_nothing_to_show(self, programme):
        preview = programme.preview()
        assert (preview.sample, preview.mentees, preview.mentors) == ((), 0, 0)
        assert not preview.reading

    def test_texts_that_are_not_read_yet_are_told(self, programme):
        programme.mentor(skills_offered=("law",), encoded=False)
        programme.mentee(goals=("Grow",))
        assert programme.preview().reading

    def test_the_number_of_mentors_shown_is_small(self, programme):
        for number in range(30):
            programme.mentor(skills_offered=(f"skill {number}",))
        programme.mentee(goals=("Grow",))
        (shown,) = programme.preview().sample
        assert (len(shown.now), len(shown.then)) == (3, 3)


def ids_shown(programme, mentee):
    return [item.person.id for item in programme.shown(mentee).items]
