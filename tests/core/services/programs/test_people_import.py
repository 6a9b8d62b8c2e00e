"""People from files: who they are, what changes, what is left alone."""

import csv
import io
from dataclasses import replace

import pytest

from core.domain.activity import ActivityKind
from core.domain.choice import ChoiceState
from core.domain.course import CourseMember, CourseRole, MemberStatus
from core.domain.must_have import MustHave
from core.domain.person import Identity
from core.domain.profile import MeetingMode, Profile, Seniority
from core.domain.program import Role
from core.domain.working_style import Style, Value, Way
from core.errors import ConflictError, ForbiddenError, InvalidInputError
from core.services.people.arrivals import LTI_ISSUER
from core.services.people.encoding import ENCODE_PROGRAM, Encoding
from core.services.people.notifications import Notifications
from core.services.programs.people_changes import Effect
from core.services.programs.people_export import PeopleExport
from core.services.programs.people_import import LARGEST_FILE, PeopleImport
from core.services.programs.people_recognition import Known
from tests.core.services.conftest import REGISTRATION
from tests.fakes.encoder import FakeEncoder

MENTORS = (
    "Id;Name;E-Mail;Skills;Experience;Capacity;Languages\n"
    "m1;Petra Zeller;petra@example.org;Rust, Python;Split a system in two;2;de, en\n"
    "m2;David Osei;david@example.org;statistics;Runs a data platform;;en\n"
)
MENTEES = "Name;E-Mail;Goals\nMara Lindqvist;mara@example.org;Structure a larger project\n"


@pytest.fixture
def tess(campus):
    return campus.teacher()


@pytest.fixture
def people(campus):
    notifications = Notifications(campus.clock, campus.entropy)
    return PeopleImport(
        campus.storage, campus.clock, campus.entropy, notifications, campus.progress
    )


@pytest.fixture
def export(campus, tess):
    return lambda role: PeopleExport(campus.storage).csv(tess, role)


def member(campus, name, lms_id, *, email="", status=MemberStatus.ACTIVE, **changes):
    """Somebody in the course, with an account and nothing else."""
    actor = campus.person(name)
    with campus.storage.tenant(campus.organization.id) as work:
        work.people.save(replace(work.people.get(actor.person_id), email=email, **changes))
        issuer = LTI_ISSUER.format(REGISTRATION)
        work.people.link(Identity(issuer=issuer, subject=lms_id, person_id=actor.person_id))
        work.rosters.save_members(
            [
                CourseMember(
                    registration_id=REGISTRATION,
                    context_id="course-1",
                    organization_id=campus.organization.id,
                    subject=lms_id,
                    person_id=actor.person_id,
                    roster_roles=frozenset({CourseRole.LEARNER}),
                    status=status,
                )
            ]
        )
    return actor


def everybody(campus, role):
    """Name -> (person, participation, profile) of everybody in a role."""
    with campus.storage.tenant(campus.organization.id) as work:
        found = {}
        for part in work.participations.of_program(campus.program.id):
            if part.role is role:
                person = work.people.get(part.person_id)
                found[person.name] = (person, part, work.profiles.get(person.id))
    return found


def says(problems):
    return [(problem.line, str(problem.what)) for problem in problems]


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


class TestPeopleWithAnAccount:
    def test_an_lms_id_finds_a_member_of_the_course(self, campus, people, tess):
        ada = member(campus, "Ada", "17")
        member(campus, "Gone", "18", status=MemberStatus.GONE)
        member(campus, "Student view", "19", test_user=True)
        text = "lms id,name,skills\n17,A. Lovelace,Maths\n18,Gone,Law\n19,Test,Law\n"
        plan = people.preview(tess, text.encode(), Role.MENTOR)
        assert [one.known for one in plan.people] == [Known.LMS, Known.NEW, Known.NEW]
        assert plan.people[0].person.id == ada.person_id
        people.apply(tess, text, Role.MENTOR, ())
        person, _, profile = everybody(campus, Role.MENTOR)["Ada"]  # the LMS's name stays
        assert person.id == ada.person_id
        assert profile.skills_offered == ("Maths",)
        assert people.apply(tess, text, Role.MENTOR, ()).same == 3

    def test_what_they_said_themselves_stays(self, campus, people, tess):
        ada = member(campus, "Ada", "17")
        campus.participations.join(ada, Role.MENTOR, 1)
        campus.profiles.save(ada, Profile(person_id=ada.person_id, skills_offered=("Poetry",)))
        text = "lms id,name,skills,capacity\n17,Ada,Maths,9\n"
        assert people.apply(tess, text, Role.MENTOR, ()).same == 1
        _, part, profile = everybody(campus, Role.MENTOR)["Ada"]
        assert part.capacity == 1
        assert profile.skills_offered == ("Poetry",)

    def test_they_are_told_and_their_activities_move_on(self, campus, people, tess):
        started = campus.activity(ActivityKind.ONBOARDING)
        ada, ben = member(campus, "Ada", "17"), member(campus, "Ben", "18")
        for actor in (ada, ben):
            campus.in_course(actor)
        people.apply(tess, "lms id,name,skills\n17,Ada,Maths\n", Role.MENTOR, ())
        people.apply(tess, "lms id,name,goals\n18,Ben,Learn maths\n", Role.MENTEE, ())
        with campus.storage.tenant(campus.organization.id) as work:
            told = [
                str(work.news.of_person(actor.person_id, 9)[0].sentence) for actor in (ada, ben)
            ]
        assert "“Peers” as a mentor now" in told[0]
        assert "“Peers” as a mentee now" in told[1]
        assert campus.work(started, ben) is not None

    def test_an_address_only_points_at_somebody(self, campus, people, tess):
        ada = member(campus, "Ada", "17", email="Ada@example.org")
        twice = [member(campus, name, name, email="office@example.org") for name in ("B", "C")]
        assert len(twice) == 2
        text = "name,email,skills\nAda L.,ada@EXAMPLE.org,Maths\nDora,office@example.org,Law\n"
        plan = people.preview(tess, text.encode(), Role.MENTOR)
        (doubtful,) = plan.doubtful
        assert (doubtful.row.line, doubtful.person.id) == (2, ada.person_id)
        assert plan.counts == {Effect.ADDED: 2}
        people.apply(tess, text, Role.MENTOR, ())  # nobody is ticked: both are new
        assert everybody(campus, Role.MENTOR).keys() == {"Ada L.", "Dora"}

    def test_a_manager_says_that_it_is_them(self, campus, people, tess):
        ada = member(campus, "Ada", "17", email="ada@example.org")
        text = "name,email,skills\nAda L.,ada@example.org,Maths\n"
        people.apply(tess, text, Role.MENTOR, [(2, ada.person_id)])
        assert everybody(campus, Role.MENTOR)["Ada"][0].id == ada.person_id
        again = people.preview(tess, text.encode(), Role.MENTOR)
        assert [one.known for one in again.people] == [Known.FILE]
        assert again.counts == {Effect.SAME: 1}

    def test_decisions_that_fit_no_more_are_refused(self, campus, people, tess):
        ada = member(campus, "Ada", "17", email="ada@example.org")
        text = "name,email,skills\nAda L.,ada@example.org,Maths\nBen,,Law\n"
        for line, person_id in ((2, tess.person_id), (3, ada.person_id), (9, ada.person_id)):
            with pytest.raises(ConflictError, match="Upload the file again"):
                people.apply(tess, text, Role.MENTOR, [(line, person_id)])
        assert everybody(campus, Role.MENTOR) == {}

    def test_two_lines_are_never_one_person(self, campus, people, tess):
        ada = member(campus, "Ada", "17", email="ada@example.org")
        rows = ("1,17,Ada,,Maths", "2,17,Ada,,Law", "3,,A,ada@example.org,X")
        text = "\n".join(["id,lms id,name,email,skills", *rows])
        plan = people.preview(tess, text.encode(), Role.MENTOR)
        assert says(plan.problems) == [(3, "This is the same person as on line 2.")]
        with pytest.raises(InvalidInputError, match="Lines 2 and 4 would be the same person"):
            people.apply(tess, text, Role.MENTOR, [(4, ada.person_id)])


class TestExport:
    def test_it_can_be_imported_again(self, campus, people, tess, export):
        people.apply(tess, MENTORS, Role.MENTOR, ())
        ada = member(campus, "ada", "17", email="ada@example.org")
        campus.participations.join(ada, Role.MENTOR, 3)
        told = Profile(
            person_id=ada.person_id,
            goals=("Lead; and be led",),
            skills_offered=("Maths", "Poetry"),
            seniority=Seniority.SENIOR,
            availability=frozenset({"mon-morning", "tue-evening"}),
            meeting_modes=frozenset({MeetingMode.VIDEO}),
            avoid=frozenset(),
        )
        campus.profiles.save(ada, told)
        bo = campus.mentor("Bo")  # known by neither a file nor an LMS of the programme
        campus.profiles.avoid(ada, bo.person_id)
        with campus.storage.tenant(campus.organization.id) as work:
            elsewhere = Identity(issuer="lti:other", subject="99", person_id=ada.person_id)
            work.people.link(elsewhere)
        written = export(Role.MENTOR)
        rows = list(csv.DictReader(io.StringIO(written)))
        assert [row["name"] for row in rows] == ["ada", "Bo", "David Osei", "Petra Zeller"]
        assert rows[0]["lms_id"] == "17"
        assert rows[0]["capacity"] == "3"
        assert rows[0]["goals"] == '["Lead; and be led"]'
        assert rows[0]["seniority"] == "senior"
        assert rows[0]["availability"] == "mon-morning; tue-evening"
        assert str(bo.person_id) not in written
        assert (rows[3]["id"], rows[3]["lms_id"]) == ("m1", "")
        plan = people.preview(tess, written.encode(), Role.MENTOR)
        assert [one.known for one in plan.people] == [Known.LMS, Known.NEW, Known.FILE, Known.FILE]
        assert plan.effects == (Effect.SAME, Effect.ADDED, Effect.SAME, Effect.SAME)
        assert plan.problems == ()

    @pytest.mark.parametrize("role", list(Role))
    def test_everything_that_matching_uses_comes_back(self, campus, people, tess, export, role):
        people.apply(tess, "id,name,goals,skills\n1,Ada,Lead,Rust\n", role, ())
        person, part, _ = everybody(campus, role)["Ada"]
        told = Profile(
            person_id=person.id,
            goals=("Lead, then rest", "Write; a lot | more"),
            skills_wanted=("C, C++", "[brackets]"),
            skills_offered=("Rust",),
            experience=("x" * 300 + "; and y",),
            interests=("Chess",),
            languages=("de", "en-GB"),
            time_zone="Europe/Berlin",
            location="Köln, Süd",
            department="Law",
            seniority=Seniority.EXECUTIVE,
            availability=frozenset({"sun-evening"}),
            meeting_modes=frozenset({MeetingMode.IN_PERSON}),
            values=frozenset({Value.TEAM}),
            ways=frozenset({Way.TRY_OUT}),
            principles=("Be kind, always",),
            style=Style(feedback=1, contact=5),
            must_haves=frozenset({MustHave.PLACE}),
            topics=("Rust",) if role is Role.MENTOR else (),
            levels=frozenset({Seniority.EARLY} if role is Role.MENTOR else ()),
        )
        with campus.storage.tenant(campus.organization.id) as work:
            work.profiles.save(replace(told, updated_at=None))
            work.participations.save(replace(part, agreed=False))
        written = export(role)
        assert people.preview(tess, written.encode(), role).counts == {Effect.SAME: 1}
        with campus.storage.tenant(campus.organization.id) as work:
            work.profiles.save(Profile(person_id=person.id))
        people.apply(tess, written, role, ())
        _, part, profile = everybody(campus, role)["Ada"]
        assert replace(profile, updated_at=None) == told
        assert not part.agreed

    def test_mentees_have_no_places(self, people, tess, export):
        people.apply(tess, MENTEES, Role.MENTEE, ())
        header, row = list(csv.reader(io.StringIO(export(Role.MENTEE))))
        assert "capacity" not in header
        assert row[header.index("goals")] == "Structure a larger project"


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
