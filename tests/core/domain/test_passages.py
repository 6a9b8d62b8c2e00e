import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.passages import ENGLISH_LETTERS, OTHER_LETTERS, passages
from core.domain.profile import Profile, TextKind

ENGLISH = "We measured the time that a team of engineers took to find the cause of an outage. "
GERMAN = "Ich leitete fünf Jahre lang die Abteilung für Anwendungsentwicklung eines Konzerns. "


def squeezed(text):
    return "".join(text.split())


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Led a team.", 1),
        (GERMAN * 7, 1),
        (GERMAN * 8, 2),
        (GERMAN * 23, 4),
        (ENGLISH * 13, 1),
        (ENGLISH * 14, 2),
        (ENGLISH * 24, 2),
    ],
)
def test_long_texts_come_in_even_passages_of_whole_sentences(text, count):
    found = passages(text.strip())
    assert len(found) == count
    assert squeezed("".join(found)) == squeezed(text)
    assert all(passage.endswith(".") for passage in found)
    assert max(map(len, found)) < 1.7 * min(map(len, found))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab .\n", max_size=4000))
def test_nothing_is_lost_and_nothing_is_too_long(text):
    found = passages(text)
    assert squeezed("".join(found)) == squeezed(text)
    assert len(found) == 1 or max(map(len, found)) <= ENGLISH_LETTERS


def test_a_text_without_any_break_is_cut_all_the_same():
    assert [len(part) for part in passages("x" * 1500)] == [OTHER_LETTERS, OTHER_LETTERS, 300]


def test_a_profile_is_read_passage_by_passage():
    profile = Profile(person_id=None, experience=(ENGLISH * 24, "Wrote a book."), goals=("Grow.",))
    kinds = [kind for kind, _ in profile.texts()]
    assert kinds == [TextKind.GOAL, *[TextKind.EXPERIENCE] * 3]
