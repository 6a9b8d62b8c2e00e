"""A learning platform in memory: courses are laid out beforehand, scores are remembered.

platform = FakeLearningPlatform()
platform.enrol(course, RosterMember(subject="7", roles=frozenset({CourseRole.LEARNER})))
Rosters(storage, platform.roster, ...)
platform.fail(UnavailableError("away"))     # every call from now on, until fail(None)
platform.lose_answers = True                # scores arrive, but we never hear of it
platform.scores(column.url, "7")            # what was posted and taken
"""

from dataclasses import dataclass, field, replace
from itertools import count

from core.domain.course import CourseRole
from core.errors import ForbiddenError, NotFoundError, UnavailableError
from core.ports.learning_platform import Posting, PostingAnswer

STATUS = {
    Posting.TAKEN: 200,
    Posting.SEEN: 409,
    Posting.NOT_IN_COURSE: 400,
    Posting.REFUSED: 422,
    Posting.NO_LINE_ITEM: 404,
}


@dataclass
class FakeCourse:
    members: dict = field(default_factory=dict)
    groups: dict = field(default_factory=dict)
    columns: dict = field(default_factory=dict)


class FakeLearningPlatform:
    """Both ports of one or more platforms; courses are told apart by registration and context."""

    def __init__(self, page_size=50):
        self.page_size = page_size
        self.courses = {}
        self.taken = {}
        self.calls = []
        self.refused = set()
        self.lose_answers = False
        self.failure = None
        self.breaks_after = None
        self.roster = FakeRosterSource(self)
        self.gradebook = FakeGradebook(self)

    def course(self, course):
        return self.courses.setdefault((course.registration_id, course.context_id), FakeCourse())

    def enrol(self, course, *members):
        self.course(course).members |= {member.subject: member for member in members}

    def withdraw(self, course, *subjects):
        for subject in subjects:
            del self.course(course).members[subject]

    def name_groups(self, course, **names):
        self.course(course).groups |= names

    def fail(self, error):
        """Raise this from every call; None ends it."""
        self.failure = error

    def break_off_after(self, pages):
        """Rosters end with an error after this many pages; None ends it."""
        self.breaks_after = pages

    def refuse(self, subject):
        """Answer this person's scores with a refusal."""
        self.refused.add(subject)

    def remove_column(self, url):
        for course in self.courses.values():
            course.columns.pop(url, None)

    def columns(self, course):
        return list(self.course(course).columns.values())

    def scores(self, url, subject):
        return self.taken.get((url, subject), [])

    def called(self, verb, registration, *facts):
        self.calls.append((verb, registration.id, *facts))
        if self.failure is not None:
            raise self.failure


class FakeRosterSource:
    """A fake core.ports.learning_platform.RosterSource."""

    def __init__(self, platform):
        self._platform = platform

    def pages(self, registration, course, *, numbers=False):
        self._platform.called("pages", registration, course.context_id)
        if not course.services.memberships_url:
            raise ForbiddenError("The course does not tell us who is in it.")
        members = list(self._platform.course(course).members.values())
        size, limit = self._platform.page_size, self._platform.breaks_after
        for number, start in enumerate(range(0, len(members), size)):
            if number == limit:
                raise UnavailableError("The platform stopped in the middle.")
            page = members[start : start + size]
            yield page if numbers else [replace(member, number="") for member in page]

    def groups(self, registration, course):
        self._platform.called("groups", registration, course.context_id)
        return dict(self._platform.course(course).groups) if course.services.groups_url else {}


class FakeGradebook:
    """A fake core.ports.learning_platform.Gradebook."""

    def __init__(self, platform):
        self._platform = platform
        self._numbers = count(1)

    def line_item(self, registration, course, wanted):
        self._platform.called("line_item", registration, course.context_id, wanted.resource_id)
        if not course.services.line_items_url:
            raise ForbiddenError("The course offers no gradebook.")
        columns = self._platform.course(course).columns
        for item in columns.values():
            if (item.resource_id, item.tag) == (wanted.resource_id, wanted.tag):
                return item
        url = f"{course.services.line_items_url}/{next(self._numbers)}/lineitem?type_id=1"
        columns[url] = replace(wanted, url=url)
        return columns[url]

    def revise(self, registration, item):
        self._platform.called("revise", registration, item.url)
        columns, known = self._column(item.url)
        if known is None:
            raise NotFoundError("The column is gone.")
        columns[item.url] = replace(known, label=item.label, maximum=item.maximum)
        return columns[item.url]

    def post(self, registration, line_item_url, score):
        self._platform.called("post", registration, line_item_url, score)
        outcome = self._outcome(line_item_url, score)
        if outcome is Posting.TAKEN:
            taken = self._platform.taken.setdefault((line_item_url, score.subject), [])
            taken.append(score)
        if self._platform.lose_answers:
            raise UnavailableError("No answer came.")
        return PostingAnswer(outcome, STATUS[outcome])

    def _column(self, url):
        for course in self._platform.courses.values():
            if url in course.columns:
                return course.columns, course.columns[url]
        return {}, None

    def _outcome(self, url, score):
        course = next((c for c in self._platform.courses.values() if url in c.columns), None)
        if course is None:
            return Posting.NO_LINE_ITEM
        if score.subject in self._platform.refused:
            return Posting.REFUSED
        member = course.members.get(score.subject)
        if member is None or CourseRole.TEACHER in member.roles:
            return Posting.NOT_IN_COURSE
        before = self._platform.scores(url, score.subject)
        return Posting.SEEN if before and before[-1].at >= score.at else Posting.TAKEN
