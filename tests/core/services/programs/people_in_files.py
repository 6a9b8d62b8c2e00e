"""Files of people, who is in the course already, and who takes part after an import."""

from dataclasses import replace

from core.domain.course import CourseMember, CourseRole, MemberStatus
from core.domain.person import LTI_ISSUER, Identity
from tests.core.services.campus import REGISTRATION

MENTORS = (
    "Id;Name;E-Mail;Skills;Experience;Capacity;Languages\n"
    "m1;Petra Zeller;petra@example.org;Rust, Python;Split a system in two;2;de, en\n"
    "m2;David Osei;david@example.org;statistics;Runs a data platform;;en\n"
)
MENTEES = "Name;E-Mail;Goals\nMara Lindqvist;mara@example.org;Structure a larger project\n"


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
