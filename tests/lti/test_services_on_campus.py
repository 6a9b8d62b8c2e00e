"""The service clients against the stand-in campus, in Moodle's dialect and in Canvas's."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.course import CourseRole
from core.errors import ForbiddenError, UnavailableError
from core.ports.learning_platform import LineItem, PostedScore, Posting
from demo.services.memberships import Privacy
from tests.lti.campus_services import CanvasPlace, MoodlePlace

WANTED = LineItem(label="Three meetings", maximum=10, resource_id="a-1", tag="mentorloom")
PLACES = {"moodle": MoodlePlace, "canvas": CanvasPlace}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("campus")


@pytest.fixture
def moodle(folder):
    return MoodlePlace(folder)


@pytest.fixture
def canvas(folder):
    return CanvasPlace(folder)


@pytest.fixture(params=PLACES)
def place(request, folder):
    return PLACES[request.param](folder)


def roster(place, course=None, **asked):
    pages = place.roster.pages(place.registration, course or place.course, **asked)
    return [member for page in pages for member in page]


def post(place, column, subject, **values):
    score = PostedScore(subject=subject, given=8, maximum=10, at=place.clock.now())
    return place.gradebook.post(place.registration, column.url, replace(score, **values))


def line_item(place, wanted=WANTED):
    return place.gradebook.line_item(place.registration, place.course, wanted)


@pytest.mark.parametrize("numbers", [False, True])
def test_everybody_is_read_in_as_many_pages_as_the_product_likes(place, numbers):
    subjects = place.enrol(120)
    assert [member.subject for member in roster(place, numbers=numbers)] == subjects
    asked = [url for _, url in place.http.calls if "memberships" in url or "names_and" in url]
    # Canvas tells the numbers of its own interface only when it is read through our link.
    again = 3 if numbers else 0
    assert len(asked) == {"moodle": 1, "canvas": 3 + again}[place.institution.dialect]


def test_roles_of_the_two_products(place):
    people = {person.subject: person for person in place.institution.people}
    groups = {member.subject: people[member.subject].group for member in roster(place)}
    teaching = {m.subject for m in roster(place) if CourseRole.TEACHER in m.roles}
    expected = {"teacher"} | ({"assistant"} if place.institution.dialect == "canvas" else set())
    assert {groups[subject] for subject in teaching} == expected


def test_somebody_suspended_is_not_listed(place):
    _, learner, other = place.enrol(3)
    place.campus.records.memberships.suspend(place.place, learner)
    subjects = [member.subject for member in roster(place)]
    assert learner not in subjects
    assert other in subjects


def test_names_that_the_teacher_decides_about(moodle):
    moodle.enrol(3)
    moodle.campus.records.memberships.set_privacy(moodle.place, Privacy.DELEGATE)
    assert all(member.name and member.email for member in roster(moodle))
    gone = replace(moodle.course, link_id="404404")
    assert [member.name for member in roster(moodle, gone)] == ["", "", ""]


def test_names_that_are_never_told(place):
    subjects = place.enrol(3)
    place.campus.records.memberships.set_privacy(place.place, Privacy.NEVER)
    members = roster(place)
    assert [member.subject for member in members] == subjects
    assert all((member.name, member.email) == ("", "") for member in members)


def test_groups_of_the_course(place):
    place.enrol(13)
    names = place.roster.groups(place.registration, place.course)
    assert sorted(names.values()) == ["Reading circle", "Team 1", "Team 2", "Team 3"]
    known = place.campus.records.groups.of(place.place).groups
    assert set(names) == {group.id for group in known}


def test_a_token_that_ends_early_is_replaced_without_anybody_noticing(place):
    _, learner = place.enrol(2)
    column = line_item(place)
    place.campus.access_tokens.revoke_all()
    assert post(place, column, learner).outcome is Posting.TAKEN
    place.campus.access_tokens.revoke_all()
    assert len(roster(place)) == 2


def test_a_scope_the_administrator_took_away(canvas):
    tool = canvas.place.tool
    canvas.campus.tools.change(replace(tool, scopes=frozenset()))
    with pytest.raises(ForbiddenError, match="use: contextmembership"):
        roster(canvas)


def test_a_new_key_of_ours_signs_although_the_platform_has_read_the_old_ones(place, monkeypatch):
    line_item(place)
    place.keyring.rotate_now()
    monkeypatch.setattr("demo.tool_keys.RELOAD_PAUSE", -1)
    assert roster(place)


def test_a_score_stands_in_the_gradebook(place):
    _, learner = place.enrol(2)
    column = line_item(place)
    assert post(place, column, learner, comment="Three of three").outcome is Posting.TAKEN
    later = place.clock.now() + timedelta(seconds=1)
    assert post(place, column, learner, given=10, at=later).outcome is Posting.TAKEN
    grade = place.grade(column.url, learner)
    assert (grade.score, grade.maximum) == (10, 10)
    assert grade.attempts == 0


def test_a_score_of_another_maximum_is_scaled_by_moodle(moodle):
    _, learner = moodle.enrol(2)
    column = line_item(moodle)
    post(moodle, column, learner, given=4, maximum=5)
    assert moodle.grade(column.url, learner).score == 8


def test_canvas_keeps_when_the_work_was_done(canvas):
    _, learner = canvas.enrol(2)
    column = line_item(canvas)
    done = canvas.clock.now() - timedelta(days=1)
    assert post(canvas, column, learner, submitted_at=done).outcome is Posting.TAKEN
    (told,) = canvas.grade(column.url, learner).extras.values()
    assert told["submitted_at"] == f"{done:%Y-%m-%dT%H:%M:%SZ}"


def test_an_older_score_does_not_replace_a_newer_one(place):
    _, learner = place.enrol(2)
    column = line_item(place)
    post(place, column, learner)
    older = place.clock.now() - timedelta(minutes=1)
    assert post(place, column, learner, given=1, at=older).outcome is Posting.SEEN
    assert place.grade(column.url, learner).score == 8


def test_a_column_is_tied_to_our_link_where_the_product_allows_it(place):
    own = place.course.link_id
    made = line_item(place, replace(WANTED, link_id=own))
    # In Canvas it is the link of course navigation, which has no assignment.
    assert made.link_id == {"moodle": own, "canvas": ""}[place.institution.dialect]
    foreign = line_item(place, replace(WANTED, resource_id="a-2", link_id="404404"))
    assert foreign.link_id == ""


def test_revising_a_column_keeps_its_link_and_extensions(place):
    items = place.campus.records.line_items
    made = line_item(place, replace(WANTED, link_id=place.course.link_id))
    known = items.find(place.place, place.number(made.url))
    extras = {"https://canvas.instructure.com/lti/submission_type": {"type": "none"}}
    items.change(place.place, replace(known, extras=extras))
    place.gradebook.revise(place.registration, replace(made, label="Four", maximum=20))
    changed = items.find(place.place, place.number(made.url))
    assert (changed.label, changed.maximum) == ("Four", 20)
    assert (changed.link_id, changed.extras) == (known.link_id, extras)


def test_our_column_among_many(canvas):
    """Canvas has ten on a page."""
    for number in range(25):
        line_item(canvas, replace(WANTED, resource_id=f"a-{number}"))
    asked = canvas.gradebook.line_item(canvas.registration, canvas.course, WANTED)
    assert asked.resource_id == "a-1"
    assert len(canvas.campus.records.line_items.of(canvas.place)) == 25


def test_notices_that_canvas_is_to_send(canvas):
    url, handler = canvas.course.services.notices_url, "http://localhost:8000/lti/notices"
    notices = canvas.services.notices
    assert notices.current(canvas.registration, url) == {}
    notices.subscribe(canvas.registration, url, "LtiContextCopyNotice", handler)
    assert notices.current(canvas.registration, url) == {"LtiContextCopyNotice": handler}
    elsewhere = "https://evil.example/lti/notices"
    with pytest.raises(ForbiddenError, match="status 400"):
        notices.subscribe(canvas.registration, url, "LtiContextCopyNotice", elsewhere)


def test_moodle_has_no_notices(moodle):
    assert moodle.course.services.notices_url == ""


def test_nothing_is_ever_deleted(place):
    _, learner = place.enrol(2)
    column = line_item(place)
    post(place, column, learner)
    place.gradebook.revise(place.registration, column)
    roster(place)
    assert {method for method, _ in place.http.calls} == {"GET", "POST", "PUT"}


def test_a_platform_that_is_away_breaks_the_roster_off(canvas):
    canvas.enrol(120)
    pages = canvas.roster.pages(canvas.registration, canvas.course)
    next(pages)
    canvas.break_down()
    with pytest.raises(UnavailableError):
        next(pages)
