"""What rosters and gradebooks of every learning platform do."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from core.domain.course import Course, CourseRole, CourseServices
from core.domain.registration import Registration
from core.errors import ForbiddenError, NotFoundError, UnavailableError
from core.ports.learning_platform import LineItem, PostedScore, Posting, RosterMember
from tests.contracts.world import NOW
from tests.fakes.learning_platform import FakeLearningPlatform
from tests.lti.campus_services import CanvasPlace, MoodlePlace

LMS = "https://lms.example.edu"
WANTED = LineItem(label="Three meetings", maximum=10, resource_id="a-1", tag="mentorloom")


class FakePlace:
    """A course of the fake platform."""

    def __init__(self, _folder):
        self.platform = FakeLearningPlatform(page_size=10)
        self.roster, self.gradebook = self.platform.roster, self.platform.gradebook
        self.registration = Registration(
            id=UUID(int=1),
            organization_id=UUID(int=2),
            issuer=LMS,
            client_id="c",
            auth_login_url=LMS + "/auth",
            token_url=LMS + "/token",
            jwks_url=LMS + "/jwks",
            created_at=NOW,
        )
        self.course = Course(
            registration_id=self.registration.id,
            context_id="course-1",
            organization_id=self.registration.organization_id,
            services=CourseServices(
                memberships_url=LMS + "/members",
                line_items_url=LMS + "/items",
                groups_url=LMS + "/groups",
            ),
        )

    def enrol(self, count):
        """One teacher and learners; returns their subjects, the teacher first."""
        subjects = [str(number) for number in range(count)]
        teacher, learner = frozenset({CourseRole.TEACHER}), frozenset({CourseRole.LEARNER})
        for subject in subjects:
            member = RosterMember(
                subject=subject, roles=learner if subject != "0" else teacher, name=f"N {subject}"
            )
            self.platform.enrol(self.course, member)
        return subjects

    def remove_column(self, url):
        self.platform.remove_column(url)

    def break_down(self):
        self.platform.fail(UnavailableError("away"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the campus keeps its key."""
    return tmp_path_factory.mktemp("campus")


@pytest.fixture(params=[FakePlace, MoodlePlace, CanvasPlace])
def place(request, folder):
    return request.param(folder)


def test_a_roster_is_read_to_its_end(place):
    subjects = place.enrol(25)
    pages = list(place.roster.pages(place.registration, place.course))
    members = {member.subject: member for page in pages for member in page}
    assert sorted(members) == sorted(subjects)
    assert members[subjects[0]].roles == {CourseRole.TEACHER}
    assert members[subjects[1]].roles == {CourseRole.LEARNER}
    assert all(member.active and not member.deleted for member in members.values())


def without_services(place):
    return replace(place.course, services=CourseServices())


def test_a_course_that_offers_nothing(place):
    course = without_services(place)
    with pytest.raises(ForbiddenError):
        list(place.roster.pages(place.registration, course))
    with pytest.raises(ForbiddenError):
        place.gradebook.line_item(place.registration, course, WANTED)
    assert place.roster.groups(place.registration, course) == {}


def test_a_platform_that_is_away(place):
    column = place.gradebook.line_item(place.registration, place.course, WANTED)
    place.break_down()
    with pytest.raises(UnavailableError):
        list(place.roster.pages(place.registration, place.course))
    with pytest.raises(UnavailableError):
        place.gradebook.line_item(place.registration, place.course, WANTED)
    with pytest.raises(UnavailableError):
        place.gradebook.post(place.registration, column.url, score("1"))


def test_a_column_is_made_once(place):
    made = place.gradebook.line_item(place.registration, place.course, WANTED)
    assert made.url
    assert replace(made, url="", link_id="") == WANTED
    again = place.gradebook.line_item(
        place.registration, place.course, replace(WANTED, label="Renamed", maximum=5)
    )
    assert replace(again, link_id="") == replace(made, link_id="")
    other = replace(WANTED, resource_id="a-2")
    assert place.gradebook.line_item(place.registration, place.course, other).url != made.url
    other = replace(WANTED, tag="other")
    assert place.gradebook.line_item(place.registration, place.course, other).url != made.url


def test_a_column_is_revised(place):
    made = place.gradebook.line_item(place.registration, place.course, WANTED)
    revised = place.gradebook.revise(
        place.registration, replace(made, label="Four meetings", maximum=20)
    )
    assert replace(revised, label=made.label, maximum=made.maximum) == made
    found = place.gradebook.line_item(place.registration, place.course, WANTED)
    assert (found.label, found.maximum) == ("Four meetings", 20)


def score(subject, **values):
    given = PostedScore(subject=subject, given=8, maximum=10, at=NOW, comment="Two of three")
    return replace(given, **values)


def test_a_score_is_taken_once_a_second(place):
    _, learner, other = place.enrol(3)
    column = place.gradebook.line_item(place.registration, place.course, WANTED)

    def post(subject, **values):
        sent = score(subject, **values)
        return place.gradebook.post(place.registration, column.url, sent).outcome

    assert post(learner) is Posting.TAKEN
    # Canvas takes the same score again, which changes nothing.
    assert post(learner) in {Posting.SEEN, Posting.TAKEN}
    assert post(learner, at=NOW - timedelta(seconds=1)) is Posting.SEEN
    assert post(learner, at=NOW + timedelta(seconds=1)) is Posting.TAKEN
    assert post(other) is Posting.TAKEN


def test_only_learners_of_the_course_have_scores(place):
    teacher, _ = place.enrol(2)
    column = place.gradebook.line_item(place.registration, place.course, WANTED)
    for subject in (teacher, "404404"):
        answer = place.gradebook.post(place.registration, column.url, score(subject))
        assert answer.outcome is Posting.NOT_IN_COURSE
        assert 400 <= answer.status < 500


def test_a_column_that_was_deleted(place):
    _, learner = place.enrol(2)
    column = place.gradebook.line_item(place.registration, place.course, WANTED)
    place.remove_column(column.url)
    answer = place.gradebook.post(place.registration, column.url, score(learner))
    assert (answer.outcome, answer.status) == (Posting.NO_LINE_ITEM, 404)
    with pytest.raises(NotFoundError):
        place.gradebook.revise(place.registration, column)
    again = place.gradebook.line_item(place.registration, place.course, WANTED)
    assert again.url != column.url
