"""Who is in a course: Names and Role Provisioning Services 2.0.

1. The course's memberships are read without parameters where the platform then sends everybody
   at once (Moodle), else in pages as large as it likes.
2. Where names or addresses are missing, they are asked for once more through our resource link
   (`rlid`): Moodle tells them only there when it is the teacher who decides. That answer only lends
   its names, because it leaves out people who cannot open the link.
3. Canvas tells only there what its own interface calls people: a number, which is lent
   too, where it is needed.
4. Every entry with a usable `user_id` becomes a member. Roles come as URIs or bare words
   (lti/roles.py). Names and e-mail may be missing; `message`, `lis_person_sourcedid` and whatever
   else is not read.

https://www.imsglobal.org/spec/lti-nrps/v2p0
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

import structlog
from pylti1p3.names_roles import NamesRolesProvisioningService

from core.domain.course import Course
from core.domain.registration import Registration
from core.errors import ForbiddenError
from core.ports.learning_platform import RosterMember
from lti.claim_values import ID_LENGTH, full_name, text
from lti.roles import standing
from lti.services.connector import Connect, PlatformConnector
from lti.services.groups import group_ids, group_names, identifier
from lti.services.pages import pages, with_query
from lti.services.refusals import unreadable

PAGE = 200
"""People asked for on a page; platforms give fewer if they like (Canvas 50)."""
WHOLE = frozenset({"moodle"})
"""Products that send everybody at once unless told otherwise. Pages there are counted from the
start, so that somebody who leaves in between would hide somebody else."""
NAMES_BY_PRIVACY_LEVEL = frozenset({"canvas"})
"""Products that withhold names from every address alike."""
NUMBERS = {"canvas": "https://www.instructure.com/canvas_user_id"}
"""Products whose own interface knows people by another number -> where our link is told it."""
_log = structlog.get_logger(__name__)


class CourseRosters:
    """Adapter of core.ports.learning_platform.RosterSource."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect

    def pages(
        self, registration: Registration, course: Course, *, numbers: bool = False
    ) -> Iterator[Sequence[RosterMember]]:
        """See the port."""
        if not course.services.memberships_url:
            raise ForbiddenError(
                "Your LMS does not tell this tool who is in this course. Its administrator can "
                "allow that where the tool is registered (Names and Role Provisioning Services); "
                "then open the activity again from your course."
            )
        reader = _Reader(self._connect(registration), registration, course)
        found = reader.read(reader.everybody)
        first = next(found, ())
        names = reader.names() if _withheld(first) else {}
        counted = reader.numbers() if first and numbers else {}
        for page in chain([first], found):
            yield [_lent(member, names, counted) for member in page]

    def groups(self, registration: Registration, course: Course) -> Mapping[str, str]:
        """See the port."""
        return group_names(self._connect(registration), course)


class _Reader:
    """Reads one course's roster."""

    def __init__(
        self, connector: PlatformConnector, registration: Registration, course: Course
    ) -> None:
        self._registration = registration
        self._course = course
        url = course.services.memberships_url
        self._service = NamesRolesProvisioningService(connector, {"context_memberships_url": url})
        whole = registration.product_family in WHOLE
        self.everybody = url if whole else with_query(url, limit=PAGE)

    def read(self, url: str) -> Iterator[list[RosterMember]]:
        return pages(self._page, url)

    def names(self) -> Mapping[str, RosterMember]:
        """People as our resource link shows them, if it shows more; empty if it does not."""
        if self._registration.product_family in NAMES_BY_PRIVACY_LEVEL:
            return {}
        return {m.subject: m for m in self._by_link() if m.name or m.email}

    def numbers(self) -> Mapping[str, RosterMember]:
        """People with their numbers, of products that have some."""
        if self._registration.product_family not in NUMBERS:
            return {}
        return {m.subject: m for m in self._by_link() if m.number}

    def _by_link(self) -> list[RosterMember]:
        """People as our resource link shows them; nobody if there is none any more."""
        link = self._course.link_id
        if not link:
            return []
        # Without a limit: Moodle's links to next pages forget other parameters.
        url = with_query(self._course.services.memberships_url, rlid=link)
        try:
            return [member for page in self.read(url) for member in page]
        except ForbiddenError:
            # The link was deleted: Moodle says 404, others 400. The roster is good without it.
            return []

    def _page(self, url: str) -> tuple[list[RosterMember], str | None]:
        answer = self._service.get_nrps_data(url)
        entries = answer["body"].get("members")
        if not isinstance(entries, list):
            raise unreadable()
        claim = NUMBERS.get(self._registration.product_family, "")
        found = [member for entry in entries if (member := _member(entry, claim)) is not None]
        if len(found) < len(entries):
            _log.warning(
                "roster entries without a user id",
                registration_id=str(self._registration.id),
                count=len(entries) - len(found),
            )
        return found, answer["next_page_url"]


def _member(entry: Any, claim: str) -> RosterMember | None:
    subject = identifier(entry.get("user_id")) if isinstance(entry, dict) else ""
    if not subject or len(subject) > ID_LENGTH or not subject.isprintable():
        return None
    roles, status = entry.get("roles"), str(entry.get("status")).lower()
    words = [role for role in roles if isinstance(role, str)] if isinstance(roles, list) else []
    return RosterMember(
        subject=subject,
        roles=standing(words).course_roles,
        name=full_name(entry),
        email=text(entry.get("email")),
        active=status not in {"inactive", "deleted"},
        deleted=status == "deleted",
        group_ids=group_ids(entry.get("group_enrollments")),
        number=_number(entry.get("message"), claim),
    )


def _number(messages: Any, claim: str) -> str:
    """What the platform's own interface calls somebody, if our link is told it."""
    told = messages if claim and isinstance(messages, list) else []
    found = next((identifier(one.get(claim)) for one in told if isinstance(one, dict)), "")
    return found if found.isascii() and found.isdecimal() and len(found) <= ID_LENGTH else ""


def _withheld(members: Sequence[RosterMember]) -> bool:
    """Whether nobody has a name, or nobody an address: platforms decide about each by itself."""
    named, addressed = any(m.name for m in members), any(m.email for m in members)
    return bool(members) and not (named and addressed)


def _lent(
    member: RosterMember,
    names: Mapping[str, RosterMember],
    numbers: Mapping[str, RosterMember],
) -> RosterMember:
    known, counted = (told.get(member.subject, member) for told in (names, numbers))
    return replace(
        member,
        name=member.name or known.name,
        email=member.email or known.email,
        number=counted.number,
    )
