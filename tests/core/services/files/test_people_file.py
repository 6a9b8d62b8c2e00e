"""Any reasonable CSV is understood; anything else is said, with its line."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.must_have import MustHave
from core.domain.profile import MeetingMode, Seniority
from core.domain.program import Role
from core.domain.working_style import Style, Value, Way
from core.errors import InvalidInputError
from core.services.files.csv_text import decode
from core.services.files.file_words import slots
from core.services.files.people_blocks import with_blocks
from core.services.files.people_file import parse


def mentees(text, **options):
    return parse(text, Role.MENTEE, **options)


def mentors(text, **options):
    return parse(text, Role.MENTOR, **options)


def only(file):
    assert [str(problem.what) for problem in file.problems] == []
    (row,) = file.rows
    return row.entry


def problems(file):
    return [(problem.line, problem.column, str(problem.what)) for problem in file.problems]


class TestDecoding:
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_unicode(self, encoding):
        assert decode("name\nJürgen 🚀".encode(encoding)) == "name\nJürgen 🚀"

    def test_other_encodings_are_refused_with_line_and_advice(self):
        with pytest.raises(InvalidInputError, match=r"line 2\).*Windows-1252.*CSV UTF-8"):
            decode("name\nJürgen".encode("cp1252"))

    def test_utf_16_without_mark_is_refused(self):
        with pytest.raises(InvalidInputError, match="zero bytes"):
            decode("name".encode("utf-16-le"))

    def test_damaged_utf_16_is_refused(self):
        with pytest.raises(InvalidInputError):
            decode("name".encode("utf-16") + b"x")


class TestSeparators:
    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_found_by_themselves(self, separator, end):
        cells = ["id", "Goals"], ["7", '"win; lose, draw\tor not"']
        entry = only(mentees(end.join(separator.join(row) for row in cells)))
        assert entry.id == "7"
        assert entry.profile.goals == ("win", "lose, draw or not")

    def test_a_separator_inside_a_quoted_title_does_not_confuse(self):
        entry = only(mentees('"id,number,x,y";goals\n7;win', mapping={"id": "id,number,x,y"}))
        assert (entry.id, entry.profile.goals) == ("7", ("win",))

    def test_excels_own_line_is_understood_and_lines_still_count(self):
        file = mentees("sep=;\r\nid;goals\r\n7;win\r\n;lose\r\n")
        assert only_lines(file) == [3]
        assert problems(file)[0][0] == 4

    def test_quoted_line_breaks(self):
        file = mentees('id,goals\n1,"win\nlose"\n\n2,"draw ""now"""\n')
        assert [row.entry.profile.goals for row in file.rows] == [("win", "lose"), ('draw "now"',)]
        assert only_lines(file) == [2, 5]


def only_lines(file):
    return [row.line for row in file.rows]


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


class TestCells:
    def test_lists(self):
        entry = only(mentees('id,skills,goals\n1,"SQL; R|law, SQL","- win\n• lose a, lot"'))
        assert entry.profile.skills_wanted == ("SQL", "R", "law")
        assert entry.profile.goals == ("win", "lose a, lot")

    def test_a_long_text_stays_whole_whatever_its_punctuation(self):
        abstract = "We measured outages; most had one cause. Then we built a tool! " * 30
        profile = only(mentors(f'id,experience\n1,"{abstract}"')).profile
        assert profile.experience == (abstract.strip(),)
        assert len(list(profile.texts())) > 1

    def test_long_texts_between_semicolons_are_items(self):
        items = [
            f"{name} was what I led for many years, {'and it went well ' * 9}".strip()
            for name in ("Payroll", "Übersetzung", "2 wards")
        ]
        assert only(mentors(f'id,experience\n1,"{"; ".join(items)}"')).profile.experience == (
            *items,
        )

    def test_numbered_columns_hold_one_text_each(self):
        text = 'id,Experience 1,Experience 2\n1,"Led a ward; alone",Wrote a book'
        assert only(mentors(text)).profile.experience == ("Led a ward", "alone", "Wrote a book")

    def test_json_lists_are_taken_as_they_are(self):
        cells = ['["Led; a ward, alone", "Wrote"]', '["C, C++", "Go"]']
        text = "id\texperience\tskills\n1\t" + "\t".join(cells)
        profile = only(mentors(text)).profile
        assert profile.experience == ("Led; a ward, alone", "Wrote")
        assert profile.skills_offered == ("C, C++", "Go")

    @pytest.mark.parametrize("cell", ["[1, 2]", "[broken", '{"a": 1}', "[ ] tidy up"])
    def test_what_only_looks_like_json_is_text(self, cell):
        text = f"id\tgoals\n1\t{cell}"
        assert only(mentees(text)).profile.goals == (cell,)

    @pytest.mark.parametrize("nothing", ["", "-", "n/a", "None", "keine", " \u2013 "])
    def test_nothing_is_nothing(self, nothing):
        text = f"id,goals,languages,time zone,level,capacity,city\n1,{','.join([nothing] * 6)}"
        profile = only(mentors(text)).profile
        assert (profile.goals, profile.languages, profile.time_zone) == ((), (), "")
        assert (profile.seniority, profile.location) == (None, "")

    @pytest.mark.parametrize(
        ("column", "cell", "field", "expected"),
        [
            ("languages", "German (B2) and English", "languages", ("de", "en")),
            ("languages", "Français/español", "languages", ("fr", "es")),
            ("languages", "de-AT | en_US", "languages", ("de-AT", "en-US")),
            ("languages", "Polish C1", "languages", ("pl",)),
            ("time zone", "america/new york", "time_zone", None),
            ("time zone", "America/New York", "time_zone", "America/New_York"),
            ("time zone", "UTC+2", "time_zone", "Etc/GMT-2"),
            ("time zone", "-05:00", "time_zone", "Etc/GMT+5"),
            ("time zone", "UTC+0", "time_zone", "Etc/UTC"),
            ("level", "4", "seniority", Seniority.SENIOR),
            ("level", "Junior", "seniority", Seniority.EARLY),
            ("availability", "mon-morning", "availability", {"mon-morning"}),
            (
                "availability",
                "Tue + Thu evenings",
                "availability",
                None,
            ),
            ("availability", "Tue Thu evenings", "availability", {"tue-evening", "thu-evening"}),
            (
                "availability",
                "weekend mornings",
                "availability",
                {"sat-morning", "sun-morning"},
            ),
            ("meeting mode", "Zoom or in-person", "meeting_modes", {"video", "in_person"}),
            ("meeting mode", "egal", "meeting_modes", set()),
        ],
    )
    def test_meaning(self, column, cell, field, expected):
        file = mentees(f'id,goals,{column}\n1,win,"{cell}"')
        if expected is None:
            assert file.problems
        else:
            assert getattr(only(file).profile, field) == expected

    @pytest.mark.parametrize(("cell", "places"), [("3", 3), ("2.0", 2), ("0", 0), ("", 5)])
    def test_places(self, cell, places):
        assert only(mentors(f"id,skills,capacity\n1,SQL,{cell}", places=5)).capacity == places

    def test_an_evening_without_day_is_on_working_days(self):
        profile = only(mentees("id,goals,times\n1,win,evenings")).profile
        assert len(profile.availability) == 5


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


class TestBlocks:
    def files(self, mentor_text, mentee_text):
        return with_blocks(mentors(mentor_text).rows, mentees(mentee_text).rows)

    @pytest.mark.parametrize("named", ["E1", "e1", "Ada Eze", "ADA@x.org", "nobody; E1", "E9, E1"])
    def test_by_id_name_or_email(self, named):
        left, right, _, _ = self.files(
            f'id,skills,blocked\nM1,SQL,"{named}"',
            "id,name,email,goals\nE1,Ada Eze,ada@x.org,win\nE2,Bo,,win",
        )
        assert left[0].entry.profile.avoid == {right[0].entry.profile.person_id}

    def test_people_numbered_alike_are_not_one_person(self):
        left, right, _, _ = self.files("id,skills\n1,SQL", "id,goals\n1,win")
        assert left[0].entry.profile.person_id != right[0].entry.profile.person_id

    def test_a_name_with_a_comma(self):
        left, right, notices, _ = self.files(
            'id,skills,blocked\nM1,SQL,"Eze, Ada"', 'name,goals\n"Eze, Ada",win'
        )
        assert left[0].entry.profile.avoid == {right[0].entry.profile.person_id}
        assert notices == ()

    def test_mentees_block_too(self):
        left, right, _, _ = self.files("id,skills\nM1,SQL", "id,goals,avoid\nE1,win,M1")
        assert right[0].entry.profile.avoid == {left[0].entry.profile.person_id}

    def test_a_name_nobody_has_is_noticed(self):
        left, _, (notice,), _ = self.files(
            "id,skills,blocked\nM1,SQL,Zoe", "id,name,goals\nE1,Ada,win"
        )
        assert left[0].entry.profile.avoid == frozenset()
        assert (notice.line, "zoe" in str(notice.what)) == (2, True)

    @pytest.mark.parametrize(
        ("mentor", "mentee", "same"),
        [
            ("1,Ada,a@x.org", "9,Ada B.,A@x.org", True),
            ("1,Ada,", "1,Ada,", True),
            ("1,Ada,", "1,Bo,", False),
            ("1,Ada,a@x.org", "1,Bo,b@x.org", False),
        ],
    )
    def test_one_person_in_both_files(self, mentor, mentee, same):
        left, right, _, _ = self.files(
            f"id,name,email,skills\n{mentor},SQL", f"id,name,email,goals\n{mentee},win"
        )
        ids = left[0].entry.profile.person_id, right[0].entry.profile.person_id
        assert (ids[0] == ids[1]) is same


def test_no_words_mean_no_slots():
    assert slots("") is None


class TestCloseness:
    def test_lists_of_ours_and_own_words(self):
        text = (
            "id;goals;Werte;Arbeitsweise;Motto\n"
            "1;win;Gerechtigkeit, Team, Ehrlichkeit;analytisch, im Team, mit Musik;Immer ehrlich"
        )
        profile = only(mentees(text)).profile
        assert profile.values == {Value.FAIRNESS, Value.TEAM}
        assert profile.ways == {Way.DATA, Way.TOGETHER}
        assert profile.principles == ("Immer ehrlich", "Ehrlichkeit", "mit Musik")

    def test_style_in_one_column_or_in_several(self):
        one = only(mentees("id;goals;Communication style\n1;win;direct, weekly, by the sea"))
        assert one.profile.style == Style(feedback=5, contact=5)
        assert one.profile.principles == ("by the sea",)
        several = (
            "id;goals;Feedback style;Pace;Meeting structure;Contact frequency\n1;win;4;slow;;mittel"
        )
        assert only(mentees(several)).profile.style == Style(feedback=4, pace=1, contact=3)

    def test_a_step_that_is_none_is_a_problem(self):
        ((line, column, what),) = problems(mentees("id,goals,Pace\n1,win,purple"))
        assert (line, column) == (2, "Pace")
        assert "number from 1 to 5" in what

    def test_nobody_who_says_nothing_has_a_style(self):
        profile = only(mentees("id,goals,values,style,pace\n1,win,,-,")).profile
        assert (profile.style, profile.values, profile.principles) == (Style(), frozenset(), ())

    def test_preferences_of_mentors_and_must_haves(self):
        mentor = only(
            mentors('id,skills,Preferred topics,Preferred levels\n1,law,ethics,"junior, student"')
        ).profile
        assert mentor.topics == ("ethics",)
        assert mentor.levels == {Seniority.EARLY, Seniority.STUDENT}
        assert only(mentors("id,skills,preferred levels\n1,law,any")).profile.levels == frozenset()
        mentee = only(mentees('id,goals,Must haves\n1,win,"Ort; format, skill"')).profile
        assert mentee.must_haves == {MustHave.PLACE, MustHave.MEETING, MustHave.SKILL}
        assert "no must-have" in problems(mentees("id,goals,must have\n1,win,money"))[0][2]

    @pytest.mark.parametrize(("cell", "agreed"), [("yes", True), ("Nein", False), ("", True)])
    def test_consent(self, cell, agreed):
        assert only(mentees(f"id,goals,Zustimmung\n1,win,{cell}")).agreed is agreed

    def test_a_consent_nobody_understands(self):
        assert "neither yes nor no" in problems(mentees("id,goals,consent\n1,win,maybe"))[0][2]


class TestNamedPeople:
    def resolved(self, mentor_text, mentee_text):
        return with_blocks(mentors(mentor_text).rows, mentees(mentee_text).rows)

    def test_a_chain_of_managers_goes_through_both_files(self):
        left, right, *notices = self.resolved(
            "id,name,skills,manager\nM1,Ada,law,Cleo\nM2,Cleo,law,Somebody Else",
            "id,name,goals,Vorgesetzte\nE1,Bo,win,Dan\nE2,Dan,win,Ada\nE3,Eve,win,Eve",
        )
        people = {row.entry.name: row.entry.profile for row in (*left, *right)}
        ada, cleo, dan = (people[name].person_id for name in ("Ada", "Cleo", "Dan"))
        assert people["Bo"].managers == (dan, ada, cleo)
        assert people["Ada"].managers == (cleo,)
        assert people["Cleo"].managers == people["Eve"].managers == ()
        assert notices == [(), ()]

    def test_managers_in_a_circle_end(self):
        _, right, *_ = self.resolved("id,skills\nM1,law", "id,goals,manager\nE1,win,E2\nE2,win,E1")
        one, two = (row.entry.profile for row in right)
        assert (one.managers, two.managers) == ((two.person_id,), (one.person_id,))

    def test_choices_keep_their_order_and_unknown_ones_are_noticed(self):
        left, right, _, notices = self.resolved(
            "id,name,skills\nM1,Ada,law\nM2,Cleo,law",
            "id,goals,Choice 1,Choice 2,Choice 3\nE1,win,Cleo,Nobody,ada",
        )
        ada, cleo = (row.entry.profile.person_id for row in left)
        assert right[0].entry.choices == (cleo, ada)
        assert ["choice does not count" in str(notice.what) for notice in notices] == [True]

    def test_conflicts_and_earlier_pairs(self):
        left, right, *notices = self.resolved(
            "id,skills,works with,previous mentees\nM1,law,E1,E2",
            "id,goals,previous mentors\nE1,win,Long Gone\nE2,win,",
        )
        first, second = (row.entry.profile.person_id for row in right)
        assert left[0].entry.profile.conflicts == {first}
        assert left[0].entry.previous == {second}
        assert notices == [(), ()]
