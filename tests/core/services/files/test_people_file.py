"""Columns are recognised; every row becomes a person or a problem, told with its line."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.profile import MeetingMode, Seniority
from core.errors import InvalidInputError
from tests.core.services.files.people_rows import mentees, mentors, only, only_lines, problems


class TestColumns:
    def test_english(self):
        text = "Full Name,Wanted Skills,Time-Zone,E-Mail\nAda,SQL,Europe/Rome,ada@x.org"
        file = mentees(text)
        entry = only(file)
        assert (entry.id, entry.name) == ("ada@x.org", "Ada")
        assert entry.profile.skills_wanted == ("SQL",)
        assert entry.profile.time_zone == "Europe/Rome"
        assert file.columns[0] == ("Full Name", "name")

    def test_german(self):
        text = (
            "Vorname;Nachname;Ziele;Fähigkeiten;Erfahrung;Interessen;Sprachen;Zeitzone;Ort;"
            "Abteilung;Karrierestufe;Verfügbarkeit;Treffen;Plätze;Nicht mit\n"
            "Jo;Maß;Buch schreiben;Recht, Kunst;Richterin;Jazz;Deutsch, Englisch;Europe/Berlin;"
            "Köln;Jura;erfahren;Mo vormittags, Freitag;vor Ort;3;E7"
        )
        row = mentors(text).rows[0]
        profile = row.entry.profile
        assert (row.entry.name, row.entry.capacity, row.blocked) == ("Jo Maß", 3, ("E7",))
        assert profile.skills_offered == ("Recht", "Kunst")
        assert profile.languages == ("de", "en")
        assert profile.seniority is Seniority.EXPERIENCED
        assert profile.meeting_modes == {MeetingMode.IN_PERSON}
        assert profile.availability == {
            "mon-morning", "fri-morning", "fri-afternoon", "fri-evening",
        }  # fmt: skip
        assert (profile.location, profile.department) == ("Köln", "Jura")

    def test_skills_mean_what_the_role_means(self):
        text = "id,skills\n1,SQL"
        assert only(mentees(text)).profile.skills_wanted == ("SQL",)
        assert only(mentors(text)).profile.skills_offered == ("SQL",)

    def test_unknown_columns_are_listed(self):
        file = mentees("id,goals,Shoe size,\n1,win,44,")
        assert file.ignored == ("Shoe size",)

    def test_a_mentees_capacity_is_not_used(self):
        file = mentees("id,goals,capacity\n1,win,7")
        assert (only(file).capacity, file.ignored) == (1, ("capacity",))

    def test_numbered_columns_belong_together(self):
        entry = only(mentees("id,Goal 1,Goal 2,goal3\n1,win,,draw"))
        assert entry.profile.goals == ("win", "draw")

    def test_mapping_wins_over_recognition(self):
        text = "id,goals,Was willst du?\n1,old,new"
        file = mentees(text, mapping={"goals": "was willst du?"})
        assert only(file).profile.goals == ("new",)
        assert file.ignored == ("goals",)

    def test_a_mapping_for_the_other_file_changes_nothing(self):
        entry = only(mentees("id,goals\n1,win", mapping={"goals": "Ziel der anderen"}))
        assert entry.profile.goals == ("win",)

    @pytest.mark.parametrize(
        ("header", "message"),
        [
            ("colour,goals", "No column says who"),
            ("name,colour", "No column says anything to match by"),
            ("name,full name,goals", "--map name=COLUMN"),
            ("", "empty"),
            ('"name', "first line cannot be read"),
        ],
    )
    def test_a_header_that_cannot_be_used(self, header, message):
        with pytest.raises(InvalidInputError, match=message):
            mentees(header)


class TestBadRows:
    @pytest.mark.parametrize(
        ("column", "cell", "advice"),
        [
            ("languages", "Klingon", "English or German name"),
            ("time zone", "Middle-earth", "Europe/Berlin"),
            ("time zone", "../../etc/passwd", "Europe/Berlin"),
            ("level", "wizard", "executive"),
            ("availability", "whenever", "mon-morning"),
            ("meeting mode", "telepathy", "in person, video or chat"),
            ("capacity", "two", "whole number"),
            ("capacity", "-1", "whole number"),
            ("capacity", "1.5", "whole number"),
            ("capacity", "99999", "whole number"),
        ],
    )
    def test_line_column_value_and_advice(self, column, cell, advice):
        file = mentors(f'id,skills,{column}\n1,SQL,\n2,law,"{cell}"\n3,art,')
        ((line, title, what),) = problems(file)
        assert (line, title) == (3, column)
        assert f"“{cell}”" in what
        assert advice in what
        assert [row.entry.id for row in file.rows] == ["1", "3"]

    def test_everything_wrong_with_a_row_is_told_at_once(self):
        file = mentors("id,skills,level,capacity\n,SQL,wizard,two")
        assert len(file.problems) == 3

    @pytest.mark.parametrize("row", ["2,law,x,y", "2"])
    def test_a_row_of_another_length(self, row):
        ((line, _, what),) = problems(mentees(f"id,goals\n1,win\n{row}\n"))
        assert line == 3
        assert "2 columns" in what

    def test_repeated_ids_name_the_first_line(self):
        ((line, _, what),) = problems(mentees("id,goals\nA1,win\nb,x\na1 ,lose"))
        assert line == 4
        assert "line 2 already" in what

    def test_an_open_quote_names_all_it_swallowed(self):
        file = mentees('id,goals\n1,win\n2,"never closed\n3,x\n4,y\n')
        ((line, _, what),) = problems(file)
        assert line == 3
        assert "lines 3 to 5" in what
        assert only_lines(file) == [2]

    def test_misplaced_quotes_harm_one_row_only(self):
        file = mentees('id,goals\n1,"win" again\n2,lose\n')
        assert [problem.line for problem in file.problems] == [2]
        assert only_lines(file) == [3]

    def test_an_endless_cell(self):
        file = mentees(f"id,goals\n1,{'x' * 140_000}\n2,win")
        assert "longer than" in problems(file)[0][2]
        assert only_lines(file) == [3]

    def test_somebody_with_nothing_to_go_on_is_used_but_noticed(self):
        file = mentees("id,goals,languages\n1,,en")
        assert only(file).id == "1"
        assert [(notice.line, "No goal" in str(notice.what)) for notice in file.notices] == [
            (2, True)
        ]
        assert "No skill" in str(mentors("id,skills\n1,").notices[0].what)


LETTERS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\x85\u2028\u2029"),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(LETTERS, LETTERS, LETTERS, LETTERS), max_size=6),
    st.sampled_from([",", ";", "\t"]),
)
def test_every_row_becomes_a_person_or_a_problem(rows, separator):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator)
    writer.writerows([("id", "goals", "languages", "capacity"), *rows])
    file = mentors(text.getvalue())
    written = [number + 2 for number, row in enumerate(rows) if any(cell.strip() for cell in row)]
    assert sorted({*only_lines(file), *(problem.line for problem in file.problems)}) == written
