import pytest

from core.errors import InvalidInputError
from core.services.files.history_file import parse_history, parse_pairs


def ends(text, *good):
    return [row.good for row in parse_history(text, good)]


def fails(text, *good):
    with pytest.raises(InvalidInputError) as error:
        parse_history(text, good)
    return str(error.value)


@pytest.mark.parametrize(
    "header",
    [
        "mentee,mentor,outcome",
        "Mentee ID;Mentor-ID;Status",
        "student,suggested_mentor,label",
        "the mentee,the mentor,matched",
        "Lernende\tMentorin\tErgebnis",
    ],
)
def test_columns_are_found(header):
    cut = next(mark for mark in ";\t," if mark in header)
    (row,) = parse_history(f"{header}\n{cut.join(('a', 'b', 'yes'))}\n")
    assert (row.mentee, row.mentor, row.good) == ("a", "b", True)


def test_columns_can_be_named():
    text = "who,whom,mentor,worked\na,b,c,yes\n"
    (row,) = parse_history(text, (), {"mentee": "who", "mentor": "whom", "outcome": "Worked"})
    assert (row.mentee, row.mentor, row.good) == ("a", "b", True)
    with pytest.raises(InvalidInputError, match="No column says outcome"):
        parse_history(text, (), {"mentee": "who", "outcome": "colour"})


@pytest.mark.parametrize("word", ["1", "1.0", "TRUE", "Matched", "accepted", "ja", "Not matched"])
def test_known_words(word):
    assert ends(f"mentee,mentor,outcome\na,b,{word}\n") == [word != "Not matched"]


def test_what_is_not_decided_says_nothing():
    assert ends("mentee,mentor,outcome\na,b,pending\na,c,\na,d,no\n") == [None, None, False]


def test_unknown_words_are_listed_with_the_way_out():
    told = fails("mentee,mentor,outcome\na,b,ghosted\na,c,yes\na,d,maybe\n")
    assert "ghosted, maybe" in told
    assert "--outcome-good" in told
    many = "".join(f"a,b,word{k}\n" for k in range(20))
    assert fails("mentee,mentor,outcome\n" + many).count("word") < 20


def test_good_words_can_be_named_and_others_are_bad():
    text = "mentee,mentor,outcome\na,b,Met twice\na,c,accepted\na,d,pending\n"
    assert ends(text, "met  twice") == [True, False, None]
    assert "Found: accepted, met twice, pending" in fails(text, "friends")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("1970-01-11", 10.0),
        ("1970-01-11T12:00:00", 10.5),
        ("1970-01-11T12:00:00Z", 10.5),
        ("11.01.1970", 10.0),
        ("01/11/1970", 10.0),
        ("25/01/1970", 24.0),
        ("864000000", 10_000.0),
        ("17", 17.0),
        ("last week", None),
        ("", None),
    ],
)
def test_dates(cell, day):
    (row,) = parse_history(f"mentee,mentor,outcome,date\na,b,yes,{cell}\n")
    assert row.day == day


def test_reasons_and_ratings():
    text = "mentee,mentor,outcome,decline reason,rating\na,b,no,No time now,\na,c,no,unfit,\n"
    rows = parse_history(text + 'a,d,yes,,"4,5"\n')
    assert [row.no_room for row in rows] == [True, False, False]
    assert [row.rating for row in rows] == [None, None, 4.5]


def test_pairs_need_two_columns_only():
    rows = parse_pairs("mentor;mentee;extra\nb;a;1\nb;c;2\n")
    assert [(row.mentee, row.mentor) for row in rows] == [("a", "b"), ("c", "b")]
    (row,) = parse_pairs("x,y\na,b\n", {"mentee": "x", "mentor": "y"})
    assert (row.mentee, row.mentor) == ("a", "b")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is empty"),
        ("mentee,outcome\na,yes\n", "No column says mentor"),
        ("mentee,mentor,outcome\na,b\n", "Line 2 has 2 cells"),
        ('mentee,mentor,outcome\na,b,"yes\n', "Line 2 cannot be read"),
    ],
)
def test_what_cannot_be_used(text, told):
    assert told in fails(text)
