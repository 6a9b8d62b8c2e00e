"""People go into files that say all of them when they come back."""

import csv
import io
from dataclasses import replace

import pytest

from core.domain.must_have import MustHave
from core.domain.person import Identity
from core.domain.profile import MeetingMode, Profile, Seniority
from core.domain.program import Role
from core.domain.working_style import Style, Value, Way
from core.services.programs.people_changes import Effect
from core.services.programs.people_recognition import Known
from tests.core.services.programs.people_in_files import MENTEES, MENTORS, everybody, member


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
