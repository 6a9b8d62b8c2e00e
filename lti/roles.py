"""What the roles claim says about somebody, whatever the platform's spelling.

https://www.imsglobal.org/spec/lti/v1p3/#role-vocabularies. Roles arrive as full URIs
(".../membership#Instructor"), with sub-roles (".../membership/Instructor#TeachingAssistant"), as
short context roles ("Instructor"), as words we do not know, or as [""].

- Unknown means learner: nothing here raises.
- `membership#Mentor` is an observer (a parent or adviser), not a mentor of ours.
- Only membership roles make a teacher: Canvas sends institution#Instructor even for people who
  are students in this course, so what they are elsewhere does not count.
- Institution or system Administrator administers the LMS.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from pylti1p3.roles import RoleType

from core.domain.course import CourseRole

_BASES = (
    "http://purl.imsglobal.org/vocab/lis/v2/",
    "http://purl.imsglobal.org/vocab/lti/",
)
_TEACHING = frozenset({"Instructor", "Administrator"})
_ADMINISTERING = frozenset({"Administrator", "SysAdmin", "AccountAdmin"})
_OVER_THE_LMS = frozenset({RoleType.INSTITUTION, RoleType.SYSTEM})


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is, as far as we care.

    Attributes:
        teaches: they teach this course.
        administers: they administer the LMS.
        observes: they watch over a learner in this course.
        test_user: not a person but the platform's student view.
    """

    teaches: bool = False
    administers: bool = False
    observes: bool = False
    test_user: bool = False

    @property
    def course_roles(self) -> frozenset[CourseRole]:
        """What they are in the course; somebody of whom nothing is known is a learner."""
        flags = {
            CourseRole.TEACHER: self.teaches,
            CourseRole.OBSERVER: self.observes,
            CourseRole.TEST_USER: self.test_user,
        }
        found = frozenset(role for role, holds in flags.items() if holds)
        return found or frozenset({CourseRole.LEARNER})


def standing(roles: Iterable[str]) -> Standing:
    """Read a roles claim."""
    known = [_split(role) for role in roles]
    in_course = {core for kind, core, _ in known if kind == RoleType.CONTEXT}
    over_lms = {core for kind, core, _ in known if kind in _OVER_THE_LMS}
    return Standing(
        teaches=bool(in_course & _TEACHING),
        administers=bool(over_lms & _ADMINISTERING),
        observes="Mentor" in in_course,
        test_user=any(kind == RoleType.SYSTEM and leaf == "TestUser" for kind, _, leaf in known),
    )


def _split(role: str) -> tuple[str, str, str]:
    """Kind, core role and sub-role; the kind is empty if the role is of no vocabulary of ours."""
    base = next((base for base in _BASES if role.startswith(base)), "")
    if not base:
        # Only context roles may be given as short names.
        kind = RoleType.CONTEXT if role.isalpha() else ""
        return kind, role, role
    path, _, leaf = role.removeprefix(base).partition("#")
    kind, _, core = path.partition("/")
    # institution/person#Student and system/person#User have no sub-roles, membership/X#Y has.
    return kind, leaf if core in {"", "person"} else core, leaf
