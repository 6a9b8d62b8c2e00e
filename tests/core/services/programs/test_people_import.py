"""People from files: what is told before, what changes, what is left alone."""

import csv
import io
from dataclasses import replace

import pytest

from core.domain.program import Role
from core.errors import ForbiddenError, InvalidInputError
from core.services.people.encoding import ENCODE_PROGRAM, Encoding
from core.services.programs.people_changes import Effect
from core.services.programs.people_export import PeopleExport
from core.services.programs.people_import import LARGEST_FILE
from core.services.programs.people_recognition import Known
from tests.core.services.programs.people_in_files import MENTEES, MENTORS, everybody, says
from tests.core.services.webhooks.post_room import PostRoom
from tests.fakes.encoder import FakeEncoder


class TestPreview:
    def test_it_says_what_would_happen_and_stores_nothing(self, campus, people, tess):
        plan = people.preview(tess, MENTORS.encode(), Role.MENTOR)
        assert plan.encoding == "UTF-8"
        assert dict(plan.columns)["Skills"] == "skills_offered"
        assert [one.known for one in plan.people] == [Known.NEW, Known.NEW]
        assert plan.counts == {Effect.ADDED: 2}
        assert everybody(campus, Role.MENTOR) == {}
        assert campus.storage.jobs == []

    def test_rows_that_cannot_be_used_are_told_by_line(self, people, tess):
        text = (
            "id,lms id,name,skills,capacity,hobby horse\n1,,Ada,Rust,21,x\n2,,Ben,Go,two,x\n"
            "3,,Cleo,Law,1,x\n3,,Cleo,Law,1,x\n"
        )
        plan = people.preview(tess, text.encode(), Role.MENTOR)
        told = [(line, words.split(", or")[0]) for line, words in says(plan.problems)]
        assert told == [
            (2, "Write a number of places from 0 to 20."),
            (3, "“two” is no number of places. Write a whole number from 0 to 1000."),
            (
                5,
                "“3” is on line 4 already. Remove one of the rows",
            ),
        ]
        assert [one.row.entry.name for one in plan.people] == ["Cleo"]
        assert plan.ignored == ("hobby horse",)

    def test_what_is_too_long_is_cut_and_told(self, campus, people, tess):
        goals = ";".join(f"Goal {number}" for number in range(14))
        rows = [["name", "goals", "skills", "location"], ["Ada", goals, "x" * 600, "y" * 300]]
        written = io.StringIO()
        csv.writer(written).writerows(rows)
        text = written.getvalue()
        plan = people.preview(tess, text.encode(), Role.MENTEE)
        assert sorted(str(notice.what) for notice in plan.notices) == [
            "Only the first 12 items are used.",
            "Only the first 200 characters are used.",
            "Only the first 500 characters are used.",
        ]
        people.apply(tess, text, Role.MENTEE, ())
        _, _, profile = everybody(campus, Role.MENTEE)["Ada"]
        lengths = len(profile.goals), len(profile.skills_wanted[0]), len(profile.location)
        assert lengths == (12, 500, 200)

    @pytest.mark.parametrize(
        ("data", "encoding"),
        [
            ("name,goals\nÜnal,Größe\n".encode(), "UTF-8"),
            ("name,goals\nÜnal,Größe\n".encode("utf-8-sig"), "UTF-8"),
            ("name,goals\nÜnal,Größe\n".encode("utf-16"), "UTF-16"),
            ("name,goals\nÜnal,Größe\n".encode("cp1252"), "Windows-1252"),
        ],
    )
    def test_files_are_read_as_programs_write_them(self, people, tess, data, encoding):
        plan = people.preview(tess, data, Role.MENTEE)
        assert plan.encoding == encoding
        assert plan.people[0].row.entry.name == "Ünal"

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"", "The file is empty"),
            (b"name,goals\n\x81\xff,x\n", "not UTF-8"),
            (b"PK\x03\x04\x00\x00", "zero bytes"),
            (b"name\nAda\n", "No column says anything to match by"),
            (b"x" * (LARGEST_FILE + 1), "larger than 5 MB"),
        ],
    )
    def test_other_files_are_refused(self, people, tess, data, words):
        with pytest.raises(InvalidInputError, match=words):
            people.preview(tess, data, Role.MENTEE)

    def test_only_managers_may(self, campus, people):
        mia = campus.mentee()
        with pytest.raises(ForbiddenError):
            people.preview(mia, MENTORS.encode(), Role.MENTOR)
        with pytest.raises(ForbiddenError):
            people.apply(mia, MENTORS, Role.MENTOR, ())
        with pytest.raises(ForbiddenError):
            PeopleExport(campus.storage).csv(mia, Role.MENTOR)


class TestApply:
    def test_new_people_take_part_with_their_profiles(self, campus, people, tess):
        done = people.apply(tess, MENTORS, Role.MENTOR, ())
        assert (done.added, done.changed, done.same) == (2, 0, 0)
        petra, part, profile = everybody(campus, Role.MENTOR)["Petra Zeller"]
        assert petra.email == "petra@example.org"
        assert part.capacity == 2
        assert profile.skills_offered == ("Rust", "Python")
        assert profile.languages == ("de", "en")
        _, part, _ = everybody(campus, Role.MENTOR)["David Osei"]
        assert part.capacity == campus.program.default_capacity
        (job,) = campus.storage.jobs
        assert job["job"] == ENCODE_PROGRAM

    def test_other_systems_are_told_who_joins_and_only_once(self, campus, people, tess):
        room = PostRoom(campus)
        room.listens()
        people.apply(tess, MENTORS, Role.MENTOR, ())
        people.apply(tess, MENTORS.replace("Rust", "Go"), Role.MENTOR, ())
        room.work()
        told = [(d.event.type.value, d.event.data["role"]) for d in room.log]
        assert told == [("participation.joined", "mentor")] * 2
        assert b"Petra" not in b"".join(room.sent)

    def test_the_same_file_again_writes_nothing(self, campus, people, tess):
        for text, role in ((MENTORS, Role.MENTOR), (MENTEES, Role.MENTEE)):
            people.apply(tess, text, role, ())
        before = {name: dict(rows) for name, rows in campus.storage.tables.rows.items()}
        campus.clock.advance(days=1)
        done = people.apply(tess, MENTORS, Role.MENTOR, ())
        assert (done.added, done.changed, done.same) == (0, 0, 2)
        people.apply(tess, MENTEES, Role.MENTEE, ())
        assert campus.storage.tables.rows == before

    def test_a_changed_file_changes_people_without_an_account(self, campus, people, tess):
        people.apply(tess, MENTORS, Role.MENTOR, ())
        text = "Id;Name;Skills;Capacity\nm1;Petra Zeller-Ott;Go;3\nm2;David Osei;statistics;2\n"
        done = people.apply(tess, text, Role.MENTOR, ())
        assert (done.added, done.changed, done.same) == (0, 1, 1)
        petra, part, profile = everybody(campus, Role.MENTOR)["Petra Zeller-Ott"]
        assert petra.email == "petra@example.org"  # the file does not say
        assert part.capacity == 3
        assert profile.skills_offered == ("Go",)
        assert profile.experience == ("Split a system in two",)  # a column it does not have

    def test_one_person_may_be_in_both_files(self, campus, people, tess):
        people.apply(tess, MENTORS, Role.MENTOR, ())
        text = "id,name,goals\nM1,Petra Zeller,Learn to lead\n"
        done = people.apply(tess, text, Role.MENTEE, ())
        assert done.added == 1
        as_mentor = everybody(campus, Role.MENTOR)["Petra Zeller"]
        as_mentee = everybody(campus, Role.MENTEE)["Petra Zeller"]
        assert as_mentor[0] == as_mentee[0]
        assert as_mentee[2].goals == ("Learn to lead",)
        assert as_mentee[2].skills_offered == ("Rust", "Python")

    def test_people_who_must_not_meet(self, campus, people, tess):
        people.apply(tess, MENTORS, Role.MENTOR, ())
        text = (
            "id,name,goals,blocked\n"
            'e1,Mara,Lead,"Petra Zeller, M2"\ne2,Yusuf,Lead,"Zeller, Petra|mara|e2"\n'
        )
        plan = people.preview(tess, text.encode(), Role.MENTEE)
        told = [(line, words.split(",")[0]) for line, words in says(plan.notices)]
        assert told == [
            (3, "Nobody in this file or in the programme is called “zeller”"),
            (3, "Nobody in this file or in the programme is called “petra”"),
        ]
        people.apply(tess, text, Role.MENTEE, ())
        mentors, mentees = everybody(campus, Role.MENTOR), everybody(campus, Role.MENTEE)
        ids = {mentors[name][0].id for name in ("Petra Zeller", "David Osei")}
        assert mentees["Mara"][2].avoid == ids
        assert mentees["Yusuf"][2].avoid == {mentees["Mara"][0].id}
        done = people.apply(tess, text, Role.MENTEE, ())
        assert done.same == 2

    def test_formulas_stay_text(self, campus, people, tess, export):
        text = "name,email,goals\n'=1+1,a@example.org,'@home office\n"
        people.apply(tess, text, Role.MENTEE, ())
        person, _, profile = everybody(campus, Role.MENTEE)["=1+1"]
        assert profile.goals == ("@home office",)
        written = export(Role.MENTEE)
        assert ",'=1+1," in written
        assert "'@home office" in written
        people.apply(tess, written, Role.MENTEE, ())
        assert everybody(campus, Role.MENTEE)["=1+1"][:1] == (person,)


class TestEncoding:
    def test_one_job_reads_a_whole_programme(self, campus, people, tess):
        people.apply(tess, MENTORS, Role.MENTOR, ())
        (job,) = campus.storage.jobs
        encoding = Encoding(campus.storage, FakeEncoder())
        encoding.encode_program(**job["arguments"])
        petra, _, profile = everybody(campus, Role.MENTOR)["Petra Zeller"]
        with campus.storage.tenant(campus.organization.id) as work:
            found = work.embeddings.of_people([petra.id], FakeEncoder.model)
        assert len(found) == len(list(profile.texts()))
        before = dict(campus.storage.tables.rows)
        encoding.encode_program(**job["arguments"])
        assert campus.storage.tables.rows == before

    def test_whoever_saves_meanwhile_is_read_again(self, campus, people, tess):
        people.apply(tess, MENTEES, Role.MENTEE, ())
        (job,) = campus.storage.jobs
        mara, _, profile = everybody(campus, Role.MENTEE)["Mara Lindqvist"]
        changed = replace(profile, goals=("Something else",))

        class Interrupted(FakeEncoder):
            def encode(self, texts):
                with campus.storage.tenant(campus.organization.id) as work:
                    work.profiles.save(changed)
                return super().encode(texts)

        Encoding(campus.storage, Interrupted()).encode_program(**job["arguments"])
        with campus.storage.tenant(campus.organization.id) as work:
            (found,) = work.embeddings.of_people([mara.id], FakeEncoder.model)
        ((_, text),) = changed.texts()
        assert found.vector == FakeEncoder().encode([text]).astype("<f4").tobytes()
