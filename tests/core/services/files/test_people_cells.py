"""What a cell may say, and what is understood."""

import pytest

from core.domain.must_have import MustHave
from core.domain.profile import Seniority
from core.domain.working_style import Style, Value, Way
from core.services.files.file_words import slots
from tests.core.services.files.people_rows import mentees, mentors, only, problems


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


def test_no_words_mean_no_slots():
    assert slots("") is None
