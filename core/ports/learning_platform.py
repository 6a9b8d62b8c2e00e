"""What we ask of a learning platform (LMS): rosters, groups and gradebooks.

Adapter: lti/services/ (LTI Advantage); fake: tests/fakes/learning_platform.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from core.domain.course import Course, CourseRole
from core.domain.registration import Registration


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterMember:
    """Somebody in a course, as its platform lists them.

    Attributes:
        name, email: empty when the platform withholds them.
        active: the platform's status says they can use the course.
        deleted: the platform's status says they are no longer in it.
        group_ids: of course groups, where members carry them.
        number: what the platform's own interface calls them, where its roster tells that and it was
            asked for.
    """

    subject: str
    roles: frozenset[CourseRole]
    name: str = ""
    email: str = ""
    active: bool = True
    deleted: bool = False
    group_ids: frozenset[str] = field(default_factory=frozenset)
    number: str = ""


class RosterSource(Protocol):
    """Reads who is in a course."""

    def pages(
        self, registration: Registration, course: Course, *, numbers: bool = False
    ) -> Iterator[Sequence[RosterMember]]:
        """Every page of the roster; ending without an error means that it was complete.

        Args:
            registration: the platform.
            course: whose roster.
            numbers: whether the people's numbers are asked for too, which may need more requests.

        Somebody may be on two pages when the course changes meanwhile. Entries without a usable
        subject are left out: nobody we know can be meant by them.

        Raises:
            ForbiddenError: the platform does not let us read it.
            UnavailableError: it did not answer, or not all of it.
        """
        ...

    def groups(self, registration: Registration, course: Course) -> Mapping[str, str]:
        """Group id -> name. Empty where the platform offers no groups. Raises as `pages`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class LineItem:
    """A column of a gradebook.

    Attributes:
        url: its address; empty before it exists.
        resource_id: our name for it, unique in the course.
        tag: what kind of column it is.
        link_id: the resource link it belongs to; empty for none.
    """

    url: str = ""
    label: str
    maximum: float
    resource_id: str
    tag: str
    link_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedScore:
    """What is sent: always a fully graded score, because anything else wipes grades in Moodle.

    Attributes:
        at: whole seconds, later than the score before.
        submitted_at: when the learner did the work; None if that makes no sense.
    """

    subject: str
    given: float
    maximum: float
    at: datetime
    comment: str = ""
    submitted_at: datetime | None = None


class Posting(StrEnum):
    """How a gradebook took a score."""

    TAKEN = "taken"
    SEEN = "seen"  # it has one with this timestamp or a later one
    NOT_IN_COURSE = "not_in_course"
    REFUSED = "refused"
    NO_LINE_ITEM = "no_line_item"  # the column is gone


@dataclass(frozen=True, slots=True)
class PostingAnswer:
    """The outcome, and the HTTP status behind it."""

    outcome: Posting
    status: int


class Gradebook(Protocol):
    """Writes scores into a course's gradebook. Never deletes a column."""

    def line_item(self, registration: Registration, course: Course, wanted: LineItem) -> LineItem:
        """The column with this resource id and tag; made if there is none.

        One that is there stays as it is, also where a teacher renamed it or changed its maximum.

        Raises:
            ForbiddenError: the course offers no gradebook, or not this.
            UnavailableError: the platform did not answer.
        """
        ...

    def revise(self, registration: Registration, item: LineItem) -> LineItem:
        """Give a column another label and maximum; whatever else is known of it stays.

        Args:
            registration: the platform it is in.
            item: with its address.

        Raises:
            NotFoundError: the column is gone.
            ForbiddenError: we may not change it.
            UnavailableError: the platform did not answer.
        """
        ...

    def post(
        self, registration: Registration, line_item_url: str, score: PostedScore
    ) -> PostingAnswer:
        """Send one score.

        Raises:
            ForbiddenError: we get no token for this.
            UnavailableError: no answer; the score may or may not have arrived.
        """
        ...
