import pytest

from core.services.files.audit_columns import groups


def test_groups_are_found_by_line_whatever_the_case():
    text = "id;Gender\nE1;Woman\n\nE2; woman \nE3;MAN\nE4;Man\n"
    assert groups(text, "gender") == {2: "Woman", 4: "Woman", 5: "MAN", 6: "MAN"}


def test_excels_separator_line_keeps_line_numbers_right():
    assert groups("sep=;\nid;Alter\nE1;über 50\n", "Alter") == {3: "über 50"}


@pytest.mark.parametrize(
    "cell", ["", " ", "-", "N/A", "n.a", "Prefer not to say", "k. A.", "keine Angabe"]
)
def test_cells_that_say_nothing_name_no_group(cell):
    assert groups(f'id,gender\nE1,"{cell}"\nE2,woman\n', "gender") == {3: "woman"}


def test_rows_that_are_too_short_or_unreadable_say_nothing():
    assert groups('id,gender\nE1\nE2,woman\nE3,"a"b"\n', "gender") == {3: "woman"}


def test_a_column_that_is_not_there():
    assert groups("id,age\nE1,5\n", "gender") is None
    assert groups("", "gender") is None


def test_what_looks_like_a_formula_is_read_as_it_was_written():
    assert groups("id,age\nE1,'-25\n", "age") == {2: "-25"}
