import numpy as np
import pytest

from core.domain.profile import MeetingMode, Seniority
from core.domain.working_style import Style, Value, Way
from core.engine.matching.comparison.features import FEATURES, features
from core.engine.matching.comparison.people import gather
from core.engine.matching.model.prior import BELIEFS
from tests.fakes.matching import AT, groups, someone, vectors_of

VIDEO, CHAT, HERE = MeetingMode.VIDEO, MeetingMode.CHAT, MeetingMode.IN_PERSON


def value(name, mentee, mentor):
    left, right = groups([someone(**mentee)], [someone(**mentor)])
    return features(left, right, AT, [name])[0, 0, 0]


@pytest.mark.parametrize(
    ("name", "mentee", "mentor", "expected"),
    [
        ("goals", {"goals": ("lead a team",)}, {"experience": ("lead a team",)}, 1),
        ("goals", {"goals": ("lead a team",)}, {"skills_offered": ("lead a team",)}, 1),
        ("skills", {"skills_wanted": ("SQL", "chess")}, {"skills_offered": ("sql",)}, 0.5),
        ("practice", {"skills_wanted": ("SQL",)}, {"experience": ("SQL",)}, 1),
        ("interests", {"interests": ("jazz",)}, {"interests": ("jazz", "chess")}, 1),
        ("interests", {"interests": ("jazz", "a", "b")}, {"interests": ("jazz",)}, 0.5),
        ("interests", {"interests": ("q", "w", "e")}, {"interests": ("q", "w", "e")}, 1),
        ("languages", {"languages": ("de-AT", "en")}, {"languages": ("de",)}, 1),
        ("languages", {"languages": ("nb",)}, {"languages": ("no",)}, 1),
        ("languages", {"languages": ("de",)}, {"languages": ("en",)}, 0),
        ("time_zone", {"time_zone": "Asia/Kolkata"}, {"time_zone": "Europe/London"}, 5.5),
        ("time_zone", {"time_zone": "Pacific/Auckland"}, {"time_zone": "Pacific/Honolulu"}, 1),
        ("meeting", {"meeting_modes": {VIDEO}}, {"meeting_modes": {VIDEO, CHAT}}, 1),
        ("meeting", {"meeting_modes": {VIDEO}}, {"meeting_modes": {CHAT}}, 0),
        ("meeting", {"meeting_modes": {HERE}}, {"meeting_modes": {HERE}}, 1),
        ("seniority", {"seniority": Seniority.STUDENT}, {"seniority": Seniority.EARLY}, 1),
        ("seniority", {"seniority": Seniority.STUDENT}, {"seniority": Seniority.EXECUTIVE}, 0.5),
        ("seniority", {"seniority": Seniority.SENIOR}, {"seniority": Seniority.SENIOR}, 0.4),
        ("seniority", {"seniority": Seniority.EXECUTIVE}, {"seniority": Seniority.STUDENT}, 0),
        ("department", {"department": "Law"}, {"department": " law "}, 0),
        ("department", {"department": "Law"}, {"department": "IT"}, 1),
        ("location", {"location": "Köln"}, {"location": "KÖLN"}, 1),
        ("location", {"location": "Köln"}, {"location": "Bonn"}, 0),
        ("skills", {"skills_wanted": ("ML",)}, {"skills_offered": ("Maschinelles Lernen",)}, 1),
        ("skills", {"skills_wanted": ("Python",)}, {"skills_offered": ("Java",)}, 0.25),
        ("skills", {"skills_wanted": ("Python",)}, {"skills_offered": ("nursing",)}, 0),
        ("department", {"department": "IT / Web"}, {"department": "it/Platform"}, 0.5),
        ("department", {"department": "IT"}, {"department": "IT > Web"}, 0.5),
        ("department", {"department": "IT / Web"}, {"department": "Law / Web"}, 1),
        ("values", {"values": {Value.TEAM}}, {"values": {Value.TEAM}}, 1),
        ("values", {"values": {Value.TEAM, Value.BALANCE}}, {"values": {Value.FAIRNESS}}, 0),
        ("values", {"values": {Value.TEAM}}, {"values": {Value.TEAM, Value.BALANCE}}, 0.5**0.5),
        ("ways", {"ways": {Way.DATA}}, {"ways": {Way.DATA}}, 1),
        ("ways", {"ways": {Way.DATA}}, {"ways": {Way.TOGETHER}}, 0),
        ("outlook", {"principles": ("Be kind",)}, {"principles": ("be kind",)}, 1),
        ("style", {"style": Style(pace=1)}, {"style": Style(pace=5)}, 0),
        ("style", {"style": Style(pace=1)}, {"style": Style(pace=3, contact=3)}, 0.5),
        ("style", {"style": Style(pace=1, contact=1)}, {"style": Style(pace=1, contact=3)}, 0.75),
        ("personality", {"personality": (1, 5) * 5}, {"personality": (1, 5) * 5}, 1),
        ("personality", {"personality": (1, 5) * 5}, {"personality": (5, 1) * 5}, 0),
        ("preference", {"skills_wanted": ("SQL", "law")}, {"topics": ("sql",)}, 0.5),
        ("preference", {"seniority": Seniority.EARLY}, {"levels": {Seniority.EARLY}}, 1),
        ("preference", {"seniority": Seniority.SENIOR}, {"levels": {Seniority.EARLY}}, 0),
        (
            "preference",
            {"seniority": Seniority.EARLY, "skills_wanted": ("law",)},
            {"levels": {Seniority.EARLY}, "topics": ("sql",)},
            0.5,
        ),
    ],
)
def test_value(name, mentee, mentor, expected):
    assert value(name, mentee, mentor) == pytest.approx(expected, abs=1e-6)


def test_hours_saturate():
    slots = ("mon-morning", "tue-afternoon", "wed-afternoon", "thu-evening")
    shown = [
        value("availability", {"availability": frozenset(slots[:n])}, {"availability": set(slots)})
        for n in (1, 2, 4)
    ]
    assert shown == [0.5, 1.0, 1.0]


@pytest.mark.parametrize(
    ("modes", "expected"), [({HERE}, 0.0), ({HERE, VIDEO}, 1.0), ({HERE, CHAT}, 0.0)]
)
def test_in_person_needs_one_place(modes, expected):
    mentee = {"meeting_modes": {HERE, VIDEO}, "location": "Berlin"}
    assert value("meeting", mentee, {"meeting_modes": modes, "location": "Lisboa"}) == expected
    assert value("meeting", mentee, {"meeting_modes": modes, "location": "Berlin"}) == 1.0
    assert value("meeting", mentee, {"meeting_modes": modes}) == 1.0


def test_far_apart_and_no_preference_stays_unknown():
    mentee = {"meeting_modes": {HERE}, "location": "Berlin"}
    assert np.isnan(value("meeting", mentee, {"location": "Lisboa"}))


@pytest.mark.parametrize("name", sorted(FEATURES.keys() - {"choice"}))
def test_two_silent_people_are_unknown_not_zero(name):
    assert np.isnan(value(name, {}, {}))


def test_who_ranks_nobody_says_nothing_against_anybody():
    assert value("choice", {}, {}) == BELIEFS["choice"].centre == 0


def test_all_pairs_at_once_equal_pair_by_pair():
    mentees = [
        someone(goals=("lead a team", "write"), skills_wanted=("SQL",), languages=("en",)),
        someone(interests=("jazz",), seniority=Seniority.EARLY, location="Rome"),
        someone(
            values={Value.TEAM}, style=Style(pace=2), department="IT / Web", personality=(2, 4) * 5
        ),
        someone(),
    ]
    mentors = [
        someone(experience=("wrote a book", "lead a team of five"), skills_offered=("SQL",)),
        someone(interests=("jazz", "sql"), languages=("en",), location="rome"),
        someone(
            skills_offered=("write",),
            seniority=Seniority.SENIOR,
            time_zone="UTC",
            topics=("SQL",),
            levels={Seniority.EARLY},
            values={Value.TEAM, Value.BALANCE},
            style=Style(pace=1, contact=2),
            department="IT / Data / Lake",
            personality=(1, 5) * 5,
        ),
    ]
    left, right = groups(mentees, mentors)
    together = features(left, right, AT)
    assert together.shape == (len(FEATURES), 4, 3)
    for row, mentee in enumerate(mentees):
        for column, mentor in enumerate(mentors):
            one, other = groups([mentee], [mentor])
            np.testing.assert_allclose(
                together[:, row, column], features(one, other, AT)[:, 0, 0], atol=1e-6
            )


def test_an_own_ranking_counts_by_place():
    mentors = [someone() for _ in range(8)]
    mentee, other = someone(), someone()
    ranking = tuple(mentor.person_id for mentor in mentors[:7])
    vectors = vectors_of([])
    left = gather([mentee, other], vectors, {mentee.person_id: (*ranking, someone().person_id)})
    table = features(left, gather(mentors, vectors), AT, ["choice"])[0]
    assert table[0].tolist() == pytest.approx([1, 0.85, 0.7, 0.55, 0.4, 0.25, 0.25, 0])
    assert not table[1].any()


def test_personality_needs_both():
    assert np.isnan(value("personality", {"personality": (1, 5) * 5}, {}))


FILLER = "Then the ward was rebuilt and the shifts of all of us were planned anew. "


@pytest.mark.parametrize("place", [0, 20, 40])
def test_what_fits_is_found_wherever_it_stands_in_a_long_text(place):
    sentences = [FILLER] * 41
    sentences[place] = "I taught embedded systems to robotics engineers. "
    goal = "embedded systems robotics engineers"
    whole = value("goals", {"goals": (goal,)}, {"experience": ("".join(sentences),)})
    nothing = value("goals", {"goals": (goal,)}, {"experience": (FILLER * 41,)})
    assert whole > nothing + 0.005


def test_a_long_text_counts_by_its_best_passages_and_not_by_its_average():
    goal = ("embedded systems robotics",)
    apart = ("I taught embedded systems robotics", FILLER * 6, FILLER * 6, FILLER * 6)
    few = value("goals", {"goals": goal}, {"experience": apart[:3]})
    assert value("goals", {"goals": goal}, {"experience": apart}) == pytest.approx(few, abs=1e-6)
