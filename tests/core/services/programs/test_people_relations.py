"""What a file says about people beyond their texts: managers, consent, and whom they choose."""

from dataclasses import replace

import pytest

from core.domain.choice import ChoiceState
from core.domain.profile import Profile
from core.domain.program import Role
from core.domain.working_style import Style, Value
from core.services.programs.people_changes import Effect
from tests.core.services.programs.people_in_files import MENTORS, everybody, member, says


class TestMoreColumns:
    def test_managers_conflicts_values_and_style_go_into_profiles(self, campus, people, tess):
        people.apply(tess, MENTORS, Role.MENTOR, ())
        text = (
            "name;goals;manager;conflicts;values;communication style\n"
            "Mara;Grow;Sven;David Osei, Nobody Here;team, honesty;direct\n"
            "Sven;Grow;Petra Zeller;;;\n"
        )
        plan = people.preview(tess, text.encode(), Role.MENTEE)
        assert plan.notices == ()
        people.apply(tess, text, Role.MENTEE, ())
        ids = {name: found[0].id for name, found in everybody(campus, Role.MENTOR).items()}
        mentees = everybody(campus, Role.MENTEE)
        mara, sven = mentees["Mara"][2], mentees["Sven"][2]
        assert mara.managers == (sven.person_id, ids["Petra Zeller"])
        assert sven.managers == (ids["Petra Zeller"],)
        assert mara.conflicts == {ids["David Osei"]}
        assert (mara.values, mara.principles) == ({Value.TEAM}, ("honesty",))
        assert (mara.style, sven.style) == (Style(feedback=5), Style())
        again = people.preview(tess, text.encode(), Role.MENTEE)
        assert again.counts == {Effect.SAME: 2}

    def test_who_manages_somebody_with_an_account_is_the_organizations_word(
        self, campus, people, tess
    ):
        people.apply(tess, MENTORS, Role.MENTOR, ())
        mara = member(campus, "Mara", "lms-1", email="mara@example.org")
        campus.profiles.save(mara, Profile(person_id=mara.person_id, goals=("My own",)))
        text = "lms id,name,goals,manager\nlms-1,Mara,Another,Petra Zeller\n"
        people.apply(tess, text, Role.MENTEE, ())
        stored = campus.profiles.of(mara)
        petra = everybody(campus, Role.MENTOR)["Petra Zeller"][0]
        assert (stored.goals, stored.managers) == (("My own",), (petra.id,))

    def test_a_file_says_who_has_agreed_and_can_say_so_later(self, campus, people, tess):
        text = "name,goals,consent\nMara,Grow,{}\nSven,Grow,yes\n"
        people.apply(tess, text.format("no"), Role.MENTEE, ())
        agreed = {
            name: part.agreed for name, (_, part, _) in everybody(campus, Role.MENTEE).items()
        }
        assert agreed == {"Mara": False, "Sven": True}
        people.apply(tess, "name,goals\nMara,Grow more\n", Role.MENTEE, ())
        assert not everybody(campus, Role.MENTEE)["Mara"][1].agreed
        people.apply(tess, text.format("yes"), Role.MENTEE, ())
        assert everybody(campus, Role.MENTEE)["Mara"][1].agreed


class TestChoices:
    FILE = (
        "id,name,goals,choice 1,choice 2,choice 3,previous mentors\n"
        "e1,Mara,Grow,David Osei,m1,Nobody Here,Petra Zeller\ne2,Yusuf,Grow,,,,\n"
    )

    def lists(self, campus):
        people = everybody(campus, Role.MENTEE)
        ids = {found[0].id: name for name, found in people.items()}
        names = {found[0].id: name for name, found in everybody(campus, Role.MENTOR).items()}
        with campus.storage.tenant(campus.organization.id) as work:
            listed = work.choices.of_mentees(campus.program.id, list(ids))
            return [(ids[c.mentee_id], c.rank, names[c.mentor_id]) for c in listed]

    @pytest.fixture(autouse=True)
    def mentors(self, people, tess):
        people.apply(tess, MENTORS, Role.MENTOR, ())

    def test_the_mentors_whom_mentees_would_like_are_on_their_lists(self, campus, people, tess):
        plan = people.preview(tess, self.FILE.encode(), Role.MENTEE)
        assert plan.ignored == ("previous mentors",)
        assert [line for line, words in says(plan.notices) if "this choice" in words] == [2]
        assert self.lists(campus) == []
        people.apply(tess, self.FILE, Role.MENTEE, ())
        expected = [("Mara", 1, "David Osei"), ("Mara", 2, "Petra Zeller")]
        assert self.lists(campus) == expected
        with campus.storage.tenant(campus.organization.id) as work:
            assert work.searches.of_program(campus.program.id) == []  # nobody is asked yet
        before = {name: dict(rows) for name, rows in campus.storage.tables.rows.items()}
        people.apply(tess, self.FILE, Role.MENTEE, ())
        assert campus.storage.tables.rows == before

    def test_another_order_replaces_the_list(self, campus, people, tess):
        people.apply(tess, self.FILE, Role.MENTEE, ())
        people.apply(tess, "id,name,goals,choice\ne1,Mara,Grow,m1\n", Role.MENTEE, ())
        assert self.lists(campus) == [("Mara", 1, "Petra Zeller")]

    def test_a_list_that_is_being_asked_stays(self, campus, people, tess):
        people.apply(tess, self.FILE, Role.MENTEE, ())
        mara = everybody(campus, Role.MENTEE)["Mara"][0]
        with campus.storage.tenant(campus.organization.id) as work:
            first, second = work.choices.of_mentees(campus.program.id, [mara.id])
            work.choices.save_many([replace(first, state=ChoiceState.PASSED), second])
        people.apply(tess, "id,name,goals,choice\ne1,Mara,Grow,m1\n", Role.MENTEE, ())
        assert len(self.lists(campus)) == 2

    def test_who_has_an_account_keeps_their_own_list(self, campus, people, tess):
        ada = member(campus, "Ada", "17")
        text = "lms id,name,goals,choice\n17,Ada,Grow,{}\n"
        people.apply(tess, text.format("m1"), Role.MENTEE, ())
        assert self.lists(campus) == [("Ada", 1, "Petra Zeller")]
        people.apply(tess, text.format("m2"), Role.MENTEE, ())
        assert self.lists(campus) == [("Ada", 1, "Petra Zeller")]
        assert everybody(campus, Role.MENTEE)["Ada"][0].id == ada.person_id
