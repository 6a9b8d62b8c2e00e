"""What would change the ranking, checked by ranking the changed mentee from scratch."""

from dataclasses import replace

import numpy as np
import pytest

from core.domain.profile import MeetingMode, Seniority
from core.engine.matching.comparison.people import gather
from core.engine.matching.comparison.week import SLOTS
from core.engine.matching.explanation.changes import IF_FREE, changes
from core.engine.matching.model.importance import weighted
from core.engine.matching.ranking import places, rank
from core.engine.matching.shortlist import explained, shortlist
from tests.fakes.matching import question, someone, vectors_of

VIDEO, CHAT = MeetingMode.VIDEO, MeetingMode.CHAT


def ask(mentee, mentors, **standing):
    asked = question([mentee], mentors, **standing)
    vectors = vectors_of([mentee, *mentors])
    return asked, rank(asked), vectors


def told(mentee, mentors, mentor, **standing):
    asked, ranking, vectors = ask(mentee, mentors, **standing)
    (moves,) = changes(asked, ranking, np.array([mentor]), vectors)
    return moves


def place(mentee, mentors, mentor):
    _, ranking, _ = ask(mentee, mentors)
    return int(places(ranking, np.array([mentor]))[0, 0])


def test_every_slot_has_words():
    assert tuple(IF_FREE) == SLOTS


MENTEE = someone(
    skills_wanted=("Physics", "public speaking"),
    goals=("write a book",),
    languages=("en",),
    availability=frozenset({"mon-morning"}),
    meeting_modes=frozenset({VIDEO}),
    time_zone="Europe/Berlin",
)
RIVALS = [
    someone(
        skills_offered=("Physics",),
        experience=("write a book",),
        languages=("en",),
        availability=frozenset({"mon-morning"}),
        meeting_modes=frozenset({VIDEO}),
        time_zone="Europe/Berlin",
    )
    for _ in range(4)
]


@pytest.mark.parametrize(
    ("difference", "condition", "change"),
    [
        (
            {"skills_offered": ("plumbing",)},
            "If you also wanted to learn plumbing",
            {"skills_wanted": ("Physics", "public speaking", "plumbing")},
        ),
        (
            {"availability": frozenset({"thu-evening"})},
            "If you were also free on Thursday evenings",
            {"availability": frozenset({"mon-morning", "thu-evening"})},
        ),
        (
            {"meeting_modes": frozenset({CHAT})},
            "If you also liked to exchange messages",
            {"meeting_modes": frozenset({VIDEO, CHAT})},
        ),
    ],
)
def test_the_place_told_is_the_place_of_a_new_ranking(difference, condition, change):
    # Listed first: once it is as good as the rivals, it leads.
    mentor = replace(RIVALS[0], person_id=someone().person_id, **difference)
    mentors = [mentor, *RIVALS]
    moves = {str(move.sentence): move for move in told(MENTEE, mentors, 0)}
    assert condition in moves
    move = moves[condition]
    assert move.rank == place(MENTEE, mentors, 0) == 5
    assert move.new_rank == place(replace(MENTEE, **change), mentors, 0)
    assert move.new_rank < move.rank


def test_a_language_can_open_a_door():
    mentee = replace(MENTEE, languages=("en",))
    silent = [replace(rival, languages=()) for rival in RIVALS]
    mentor = replace(RIVALS[0], person_id=someone().person_id, languages=("en", "fr"))
    # Known to share a language, this one leads; nothing about French changes that.
    assert all("Français" not in str(move.sentence) for move in told(mentee, [*silent, mentor], 4))
    nobody = replace(MENTEE, languages=())
    moves = told(nobody, [*silent, replace(mentor, languages=("fr",))], 4)
    assert [(str(m.sentence), m.rank, m.new_rank) for m in moves if "spoke" in str(m.sentence)] == [
        ("If you also spoke Français", 5, 1)
    ]


def test_what_carries_a_mentor_is_told_as_a_fall():
    mentor = replace(
        RIVALS[0], person_id=someone().person_id, skills_offered=("public speaking",), experience=()
    )
    others = [replace(rival, skills_offered=("Physics labs",), experience=()) for rival in RIVALS]
    mentee = replace(MENTEE, goals=())
    (fall,) = told(mentee, [*others, mentor], 4)
    assert str(fall.sentence) == "If you did not want to learn public speaking"
    assert (fall.rank, fall.new_rank) == (1, 5)
    assert fall.new_rank == place(replace(mentee, skills_wanted=("Physics",)), [*others, mentor], 4)


def test_a_goal_can_be_what_carries():
    mentor = replace(RIVALS[0], person_id=someone().person_id, skills_offered=("law",))
    others = [replace(rival, experience=("fly a plane",), skills_offered=()) for rival in RIVALS]
    mentee = replace(MENTEE, skills_wanted=("mountaineering",))
    falls = [m for m in told(mentee, [mentor, *others], 0) if m.new_rank > m.rank]
    assert not falls or str(falls[0].sentence).startswith("Without your goal")


def test_at_most_two_ways_up_and_one_down_best_first():
    mentor = someone(
        skills_offered=("plumbing", "law", "chess"),
        languages=("en", "fr"),
        availability=frozenset({"tue-morning", "wed-evening"}),
        meeting_modes=frozenset({CHAT}),
        time_zone="Europe/Berlin",
    )
    moves = told(MENTEE, [*RIVALS, mentor], 4)
    ups = [move.new_rank for move in moves if move.new_rank < move.rank]
    assert len(ups) <= 2
    assert ups == sorted(ups)
    assert len(moves) - len(ups) <= 1


def test_a_feature_that_the_programme_leaves_out_changes_nothing():
    thursdays = someone(availability=frozenset({"thu-evening"}), time_zone="Europe/Berlin")
    mentors = [*RIVALS, thursdays]
    asked, _, vectors = ask(MENTEE, mentors)
    asked = replace(asked, posterior=weighted(asked.posterior, {"availability": 0}))
    (moves,) = changes(asked, rank(asked), np.array([4]), vectors)
    assert not any("free" in str(move.sentence) for move in moves)


def test_the_only_wish_is_never_taken_away():
    mentee = someone(skills_wanted=("Physics",))
    moves = told(mentee, [someone(skills_offered=("Physics",)), someone(skills_offered=("R",))], 0)
    assert moves == ()


def test_nothing_to_change_is_nothing_told():
    assert told(someone(goals=("x",)), [someone(), someone()], 1) == ()


def test_a_skill_wanted_already_is_not_proposed():
    mentee = someone(skills_wanted=("Physics",))
    mentors = [someone(skills_offered=("R",), interests=()), someone(skills_offered=("physics",))]
    assert all("PHYSICS" not in str(move.sentence).upper() for move in told(mentee, mentors, 1))


def test_free_time_is_not_proposed_without_a_clock():
    mentee = someone(goals=("x",), availability=frozenset({"mon-morning"}), time_zone="UTC")
    mentor = someone(availability=frozenset({"tue-morning"}))
    assert told(mentee, [someone(), mentor], 1) == ()


def test_someone_free_always_needs_no_more_time():
    mentee = someone(goals=("x",), availability=frozenset(SLOTS))
    mentor = someone(availability=frozenset({"tue-morning"}))
    assert all("free" not in str(m.sentence) for m in told(mentee, [someone(), mentor], 1))


class TestShortlist:
    def test_best_first_with_reasons_and_changes(self):
        mentors = [someone(skills_offered=("law",)), someone(skills_offered=("Physics",))]
        asked, ranking, vectors = ask(MENTEE, mentors)
        first, second = shortlist(asked, ranking, vectors, 5)
        assert first.mentor_id == mentors[1].person_id
        assert first.low < first.score < first.high
        assert first.score > second.score
        assert "skills" in {reason.feature for reason in first.reasons}

    def test_no_more_than_asked_for(self):
        asked, ranking, vectors = ask(MENTEE, RIVALS)
        assert len(shortlist(asked, ranking, vectors, 2)) == 2
        assert shortlist(asked, ranking, vectors, 0) == ()

    def test_who_is_not_allowed_is_missing_but_can_be_explained(self):
        free = np.array([1, 0])
        mentors = [someone(skills_offered=("law",)), someone(skills_offered=("Physics",))]
        asked, ranking, vectors = ask(MENTEE, mentors, free=free)
        assert [c.mentor_id for c in shortlist(asked, ranking, vectors, 5)] == [
            mentors[0].person_id
        ]
        (candidate,) = explained(asked, ranking, vectors, np.array([1]))
        assert candidate.reasons
        assert candidate.changes == ()

    def test_equal_mentors_keep_their_order(self):
        asked, ranking, vectors = ask(MENTEE, RIVALS)
        ids = [c.mentor_id for c in shortlist(asked, ranking, vectors, 4)]
        assert ids == [rival.person_id for rival in RIVALS]
        assert places(ranking, np.arange(4)).tolist() == [[1, 2, 3, 4]]

    def test_nobody_there(self):
        asked, ranking, vectors = ask(MENTEE, [])
        assert shortlist(asked, ranking, vectors, 5) == ()

    def test_texts_without_vectors_still_give_an_answer(self):
        mentors = [someone(skills_offered=("law",)), someone(skills_offered=("Physics",))]
        asked = question([MENTEE], mentors)
        blind = vectors_of([])
        asked = replace(asked, mentees=gather([MENTEE], blind), mentors=gather(mentors, blind))
        assert asked.mentees.unread + asked.mentors.unread == 5
        best = shortlist(asked, rank(asked), blind, 1)
        assert best[0].mentor_id == mentors[1].person_id


def test_seniority_is_not_something_to_change():
    mentee = someone(goals=("x",), seniority=Seniority.SENIOR)
    assert told(mentee, [someone(seniority=Seniority.STUDENT)], 0) == ()
