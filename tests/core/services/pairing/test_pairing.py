"""Two lists in memory: the best pairs, and why somebody is left over."""

from dataclasses import replace

import pytest

from core.domain.must_have import MustHave
from core.services.pairing.options import Options
from core.services.pairing.pairing import Entry, pair
from tests.fakes.encoder import FakeEncoder
from tests.fakes.matching import AT, someone

APART = (
    "Rules keep them from every mentor with a place, like no common language, a must-have or a "
    "block."
)


def entry(key, capacity=1, **profile):
    return Entry(id=key, name=key.title(), profile=someone(**profile), capacity=capacity)


def matched(pairing):
    return {found.mentee.id: found.mentor.id for found in pairing.pairs}


def run(mentors, mentees, **options):
    return pair(mentors, mentees, FakeEncoder(), AT, **options)


def test_who_fits_meets():
    mentors = [entry("law", skills_offered=("law",)), entry("art", skills_offered=("art",))]
    mentees = [entry("a", skills_wanted=("art",)), entry("l", skills_wanted=("law",))]
    pairing = run(mentors, mentees)
    assert matched(pairing) == {"a": "art", "l": "law"}
    assert pairing.total == pytest.approx(sum(found.score for found in pairing.pairs))
    assert all(found.low < found.score < found.high for found in pairing.pairs)
    assert pairing.cold
    assert pairing.mentees == pairing.mentors == ()


def test_places_are_used_and_not_exceeded():
    mentors = [entry("two", 2, skills_offered=("law",)), entry("none", 0, skills_offered=("law",))]
    mentees = [entry(f"m{n}", goals=("law",)) for n in range(3)]
    pairing = run(mentors, mentees)
    assert sorted(matched(pairing).values()) == ["two", "two"]
    (left,) = pairing.mentees
    assert str(left.why) == "All places of the mentors they may meet went to others."
    (idle,) = pairing.mentors
    assert (idle.entry.id, str(idle.why)) == ("none", "Offers no place.")


def test_who_wants_more_mentors_than_they_may_meet():
    mentors = [entry("en", 2, languages=("en",)), entry("de", languages=("de",))]
    mentees = [entry("one", languages=("en",)), entry("both", languages=("en", "de"))]
    options = Options(wanted={"one": 2, "both": 3})
    pairing = run(mentors, mentees, options=options)
    assert sorted((found.mentee.id, found.mentor.id) for found in pairing.pairs) == [
        ("both", "de"),
        ("both", "en"),
        ("one", "en"),
    ]
    assert {(left.entry.id, left.missing, str(left.why)) for left in pairing.mentees} == {
        ("one", 1, "No other mentor with a place may be matched with them."),
        ("both", 1, "No other mentor with a place may be matched with them."),
    }


def test_who_has_one_mentor_and_lost_the_next_to_others():
    mentors = [entry(f"o{n}") for n in range(2)]
    pairing = run(mentors, [entry("a"), entry("b")], options=Options(wanted={"a": 2}))
    (left,) = pairing.mentees
    assert str(left.why) == "All places of the mentors they may meet went to others."


def test_why_is_judged_at_the_moment_of_the_pairing():
    """In winter the two share an hour, in summer none."""
    hours = {"availability": frozenset({"mon-morning"}), "time_zone": "Etc/GMT+2"}
    berlin = {**hours, "time_zone": "Europe/Berlin", "must_haves": frozenset({MustHave.HOURS})}
    mentors, mentees = [entry("west", **hours)], [entry("berlin", **berlin)]
    assert len(run(mentors, mentees).pairs) == 1
    summer = pair(mentors, mentees, FakeEncoder(), AT.replace(month=7))
    (left,) = summer.mentees
    (idle,) = summer.mentors
    assert ("a must-have" in str(left.why), "a must-have" in str(idle.why)) == (True, True)


def test_a_mentor_nobody_needs():
    mentors = [entry("a", skills_offered=("law",)), entry("b", skills_offered=("art",))]
    pairing = run(mentors, [entry("m", goals=("law",))])
    (idle,) = pairing.mentors
    assert idle.entry.id == "b"
    assert "another mentor" in str(idle.why)


@pytest.mark.parametrize(
    ("mentee", "mentors", "why"),
    [
        ({}, [{"capacity": 0}], "No mentor has a place."),
        (
            {"languages": ("de",)},
            [{"languages": ("en",)}, {"capacity": 0}],
            "No mentor with a place speaks a language that they name.",
        ),
        ({"avoid": "all"}, [{}, {}], "Every mentor with a place is blocked."),
        (
            {"avoid": "first", "languages": ("de",)},
            [{}, {"languages": ("en",)}],
            "Every mentor with a place is blocked or speaks no language that they name.",
        ),
        (
            {"avoid": "first", "location": "Rome", "must_haves": frozenset({MustHave.PLACE})},
            [{}, {"location": "Oslo"}],
            APART,
        ),
    ],
)
def test_why_nobody_may_be_met(mentee, mentors, why):
    others = [entry(f"o{number}", **fields) for number, fields in enumerate(mentors)]
    chosen = others if mentee.get("avoid") == "all" else others[:1]
    avoid = frozenset(o.profile.person_id for o in chosen) if "avoid" in mentee else frozenset()
    pairing = run(others, [entry("me", **{**mentee, "avoid": avoid})])
    assert pairing.pairs == ()
    assert [(left.entry.id, str(left.why)) for left in pairing.mentees] == [("me", why)]
    assert len(pairing.mentors) == len(others)


def test_a_mentor_kept_from_everybody_is_told_so():
    mentors = [entry("en", languages=("en",)), entry("fr", languages=("fr",))]
    (idle,) = run(mentors, [entry("m", goals=("x",), languages=("en",))]).mentors
    assert (idle.entry.id, "Rules keep them" in str(idle.why)) == ("fr", True)


def test_nobody_is_paired_with_themselves_even_if_that_scores_best():
    me = someone(goals=("law",), experience=("law",))
    other = entry("other", experience=("art",))
    own = Entry(id="me", name="Me", profile=me)
    assert matched(run([own, other], [own])) == {"me": "other"}


def test_blocks_of_mentees_change_nothing():
    mentors = [entry(f"o{n}", 3, skills_offered=(word,)) for n, word in enumerate(("law", "art"))]
    mentees = [entry(f"m{n}", skills_wanted=(("law", "art")[n % 2],)) for n in range(50 + 3)]
    big = [replace(mentor, capacity=50) for mentor in mentors]
    pairing = run(big, mentees, explain=True)
    assert matched(pairing) == {f"m{n}": f"o{n % 2}" for n in range(50 + 3)}
    assert all(found.reasons[0].feature in {"skills", "goals"} for found in pairing.pairs)
    last = pairing.pairs[-1]
    assert "law" in str(last.reasons[0].sentence)


def test_reasons_only_when_asked_for():
    mentors, mentees = [entry("o", skills_offered=("law",))], [entry("m", skills_wanted=("law",))]
    assert run(mentors, mentees).pairs[0].reasons == ()
    assert run(mentors, mentees, explain=True).pairs[0].reasons != ()


def test_progress_is_told_to_the_end_of_each_phase():
    told = []
    mentors = [entry(f"o{n}", skills_offered=(f"skill {n}",)) for n in range(300)]
    run(mentors, [entry("m", goals=("x",))], progress=lambda *step: told.append(step))
    assert [phase for phase, done, total in told if done == total] == [
        "reading",
        "comparing",
        "assigning",
    ]
    assert ("reading", 256, 301) in told


def test_people_without_any_text_are_matched_too():
    assert matched(run([entry("o")], [entry("m")])) == {"m": "o"}


@pytest.mark.parametrize(("mentors", "mentees"), [(0, 1), (1, 0), (0, 0)])
def test_empty_lists(mentors, mentees):
    pairing = run(
        [entry(f"o{n}") for n in range(mentors)], [entry(f"m{n}") for n in range(mentees)]
    )
    assert pairing.pairs == ()
    assert (len(pairing.mentors), len(pairing.mentees)) == (mentors, mentees)


def test_what_the_lists_say_about_people_keeps_pairs_apart():
    ada, bo = entry("ada"), entry("bo")
    apart = {
        "previous": frozenset({ada.profile.person_id}),
        "managers": (ada.profile.person_id,),
        "conflicts": frozenset({ada.profile.person_id}),
    }
    for field, value in apart.items():
        me = entry("me") if field == "previous" else entry("me", **{field: value})
        me = replace(me, previous=value) if field == "previous" else me
        assert matched(run([ada, bo], [me])) == {"me": "bo"}
    me = entry("me")
    told = replace(ada, previous=frozenset({me.profile.person_id}))
    assert matched(run([told, bo], [me])) == {"me": "bo"}
    assert matched(run([replace(ada, agreed=False), bo], [me])) == {"me": "bo"}
    assert matched(run([ada, bo], [replace(me, agreed=False)])) == {}


def test_whom_a_mentee_ranks_they_get_among_equals():
    mentors = [entry(name) for name in ("ada", "bo", "cleo")]
    wish = tuple(mentors[place].profile.person_id for place in (2, 1))
    pairing = run(mentors, [replace(entry("me"), choices=wish)], explain=True)
    assert matched(pairing) == {"me": "cleo"}
    assert "You ranked this mentor yourself, as number 1." in [
        str(reason.sentence) for reason in pairing.pairs[0].reasons
    ]
