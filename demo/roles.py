"""The `roles` claim of both products.

Mentors are learners like mentees; `membership#Mentor` means an observer, a parent for example. What
Moodle calls a non-editing teacher is an Instructor in launches and a Learner in rosters.
"""

from collections.abc import Mapping

from demo.directory import CampusPerson

LIS = "http://purl.imsglobal.org/vocab/lis/v2/"
LEARNER = f"{LIS}membership#Learner"
INSTRUCTOR = f"{LIS}membership#Instructor"

MOODLE_ROLES: Mapping[str, tuple[str, ...]] = {
    "teacher": (INSTRUCTOR,),
    "assistant": (INSTRUCTOR,),
    "admin": (
        f"{LIS}institution/person#Administrator",
        INSTRUCTOR,
        f"{LIS}system/person#Administrator",
    ),
}
CANVAS_ROLES: Mapping[str, tuple[str, ...]] = {
    "learner": (f"{LIS}institution/person#Student", LEARNER, f"{LIS}system/person#User"),
    "teacher": (f"{LIS}institution/person#Instructor", INSTRUCTOR, f"{LIS}system/person#User"),
    "assistant": (
        f"{LIS}institution/person#Instructor",
        INSTRUCTOR,
        f"{LIS}membership/Instructor#TeachingAssistant",
        f"{LIS}system/person#User",
    ),
    "admin": (f"{LIS}institution/person#Administrator", f"{LIS}system/person#User"),
    "observer": (f"{LIS}membership#Mentor", f"{LIS}system/person#User"),
    "test": (
        f"{LIS}institution/person#Student",
        LEARNER,
        f"{LIS}system/person#User",
        "http://purl.imsglobal.org/vocab/lti/system/person#TestUser",
    ),
}


def moodle_roles(person: CampusPerson) -> list[str]:
    """Moodle's roles of somebody, in a course or not."""
    return list(MOODLE_ROLES.get(person.group, (LEARNER,)))


def canvas_roles(person: CampusPerson, *, in_course: bool) -> list[str]:
    """Canvas's roles of somebody; outside courses nobody is a member."""
    roles = CANVAS_ROLES.get(person.group, CANVAS_ROLES["learner"])
    return [role for role in roles if in_course or f"{LIS}membership" not in role]
