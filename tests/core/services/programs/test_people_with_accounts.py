"""People in a file who have an account: how they are found, and what stays theirs."""

import pytest

from core.domain.activity import ActivityKind
from core.domain.course import MemberStatus
from core.domain.person import Identity
from core.domain.profile import Profile
from core.domain.program import Role
from core.errors import ConflictError, InvalidInputError
from core.services.programs.people_changes import Effect
from core.services.programs.people_recognition import Known
from tests.core.services.directory.directory_campus import LEAVE, Directories, ann
from tests.core.services.programs.people_in_files import everybody, member, says


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

    def test_what_directories_told_of_them_is_nothing_they_said_themselves(
        self, campus, people, tess
    ):
        ada, directories = member(campus, "Ada", "17"), Directories(campus)
        named = Identity(issuer=directories.hr.issuer, subject="e-1", person_id=ada.person_id)
        with directories.work() as work:
            work.people.link(named)
        directories.tell(ann(name="", status=LEAVE))
        people.apply(tess, "lms id,name,skills\n17,Ada,Maths\n", Role.MENTOR, ())
        _, part, profile = everybody(campus, Role.MENTOR)["Ada"]
        assert (profile.skills_offered, profile.department) == (("Maths",), "Research")
        assert part.away

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
