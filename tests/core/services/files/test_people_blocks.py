"""People who are named by others: whom to keep apart, who manages whom, who is chosen."""

import pytest

from core.services.files.people_blocks import with_blocks
from tests.core.services.files.people_rows import mentees, mentors


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
