"""What would bring more mentors within reach, checked by asking again from scratch."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.languages import own_name
from core.domain.profile import MeetingMode
from core.engine.matching.comparison.week import SLOTS
from core.engine.matching.explanation.changes import IF_FREE, IF_MEETING
from core.engine.matching.explanation.openings import FIRST, MOST_OPENINGS, openings
from core.engine.matching.model.importance import weighted
from core.engine.matching.ranking import rank
from tests.fakes.matching import question, someone, vectors_of

VIDEO, CHAT = MeetingMode.VIDEO, MeetingMode.CHAT
MENTEE = someone(
    skills_wanted=("Physics",),
    languages=("en",),
    availability=frozenset({"mon-morning"}),
    meeting_modes=frozenset({VIDEO}),
)


def mentors(count, **fields):
    usual = {
        "skills_offered": ("Physics",),
        "languages": ("en",),
        "availability": frozenset({"mon-morning"}),
        "meeting_modes": frozenset({VIDEO}),
    }
    return [someone(**{**usual, **fields}) for _ in range(count)]


def found(mentee, others, **standing):
    asked = question([mentee], others, **standing)
    return openings(asked, rank(asked), vectors_of([mentee, *others]))


def told(mentee, others, **standing):
    return [(str(o.condition), o.more, o.first) for o in found(mentee, others, **standing)]


def test_nothing_opens_when_everybody_is_within_reach():
    assert found(MENTEE, mentors(5)) == ()


def test_free_time():
    others = [
        *mentors(2),
        *mentors(14, availability=frozenset({"tue-morning"})),
        *mentors(3, availability=frozenset({"fri-evening", "tue-evening"})),
    ]
    assert told(MENTEE, others) == [
        ("If you were also free on Tuesday mornings", 14, 8),
        ("If you were also free on Tuesday evenings", 3, 3),
        ("If you were also free on Friday evenings", 3, 3),
    ]


def test_languages():
    others = [*mentors(4, languages=("de-AT", "fr")), *mentors(1, languages=("tr",)), *mentors(1)]
    assert told(MENTEE, others) == [
        ("If you also spoke Deutsch", 4, 4),
        ("If you also spoke Français", 4, 4),
        ("If you also spoke Türkçe", 1, 1),
    ]


def test_ways_to_meet():
    assert told(MENTEE, mentors(6, meeting_modes=frozenset({CHAT}))) == [
        ("If you also liked to exchange messages", 6, 6)
    ]


def test_one_change_is_not_enough_where_two_are_needed():
    others = mentors(5, languages=("de",), availability=frozenset({"tue-morning"}))
    assert found(MENTEE, others) == ()


def test_mentors_who_cannot_be_asked_anyway_do_not_count():
    others = mentors(4, availability=frozenset({"tue-morning"}))
    avoids = replace(others[0], avoid=frozenset({MENTEE.person_id}))
    free, paused = np.array([1, 0, 1, 1]), np.array([False, False, True, False])
    assert told(MENTEE, [avoids, *others[1:]], free=free, paused=paused) == [
        ("If you were also free on Tuesday mornings", 1, 1)
    ]


@pytest.mark.parametrize("field", ["availability", "meeting_modes", "languages"])
def test_what_the_mentee_left_open_stands_in_nobodys_way(field):
    open_minded = replace(MENTEE, **{field: type(getattr(MENTEE, field))()})
    others = mentors(
        3,
        **{
            "availability": {"availability": frozenset({"tue-morning"})},
            "meeting_modes": {"meeting_modes": frozenset({CHAT})},
            "languages": {"languages": ("de",)},
        }[field],
    )
    assert found(open_minded, others) == ()


def test_features_the_programme_does_not_weigh_are_no_obstacle():
    others = mentors(3, availability=frozenset({"tue-morning"}))
    asked = question([MENTEE], others)
    asked = replace(asked, posterior=weighted(asked.posterior, {"availability": 0}))
    assert openings(asked, rank(asked), vectors_of([MENTEE, *others])) == ()


def test_somebody_who_said_nothing_gets_nothing_told():
    assert found(someone(skills_wanted=("Physics",)), mentors(3)) == ()


TONGUES = ("en", "de", "fr")
weeks = st.frozensets(st.sampled_from(SLOTS), min_size=1, max_size=4)
spoken = st.lists(st.sampled_from(TONGUES), min_size=1, max_size=2, unique=True)
modes = st.frozensets(st.sampled_from(MeetingMode), min_size=1)
random_people = st.builds(
    lambda week, tongue, ways: someone(
        skills_wanted=("Physics",),
        skills_offered=("Physics",),
        availability=week,
        languages=tuple(tongue),
        meeting_modes=ways,
    ),
    weeks,
    spoken,
    modes,
)


@settings(max_examples=40, deadline=None)
@given(random_people, st.lists(random_people, min_size=1, max_size=25))
def test_every_number_told_is_what_really_happens(mentee, others):
    changed = {str(words): who for words, who in every_change(mentee)}
    before, _ = reach(mentee, others)
    opened = {words: (reach(who, others)[0] & ~before) for words, who in changed.items()}
    said = found(mentee, others)
    for opening in said:
        _, first = reach(changed[str(opening.condition)], others)
        mine = opened[str(opening.condition)]
        assert (opening.more, opening.first) == (mine.sum(), mine[first].sum())
    # Told are those that open most.
    most = sorted((int(mine.sum()) for mine in opened.values() if mine.any()), reverse=True)
    assert [opening.more for opening in said] == most[:MOST_OPENINGS]


def reach(who, others):
    asked = question([who], others)
    ranking = rank(asked)
    within = ranking.allowed[0].copy()
    for name in ("availability", "meeting"):
        within &= ranking.features[asked.posterior.features.index(name), 0] != 0
    return within, ranking.order(0)[:FIRST]


def every_change(mentee):
    for slot in SLOTS:
        yield IF_FREE[slot], replace(mentee, availability=mentee.availability | {slot})
    for tag in TONGUES:
        words = f"If you also spoke {own_name(tag)}"
        yield words, replace(mentee, languages=(*mentee.languages, tag))
    for mode in MeetingMode:
        more = replace(mentee, meeting_modes=mentee.meeting_modes | {mode})
        yield IF_MEETING[mode], more
