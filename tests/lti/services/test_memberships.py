"""Rosters (NRPS 2.0): pages, roles, privacy, and what to make of malformed entries."""

from dataclasses import replace

import pytest

from core.domain.course import CourseRole
from core.errors import ForbiddenError, UnavailableError
from core.ports.learning_platform import RosterMember
from lti.services.vocabulary import MEMBERSHIPS
from tests.lti.campus import INSTRUCTOR, ISSUER, LEARNER, ROLE
from tests.lti.services.conftest import GROUPS_URL, MEMBERS_URL

PAGED = MEMBERS_URL + "?limit=200"
BY_LINK = MEMBERS_URL + "?rlid=link-1"


@pytest.fixture
def read(services, registration, course):
    """Reads the roster to its end: a list of pages."""

    def read(of=None, in_course=None, **asked):
        return list(services.roster.pages(of or registration, in_course or course, **asked))

    return read


def entry(subject, roles=("Learner",), **more):
    told = {"name": f"N {subject}", "email": f"{subject}@x.test"}
    return {"user_id": subject, "roles": list(roles), **told, **more}


def answers(platform, url, *entries, **headers):
    platform.answers(url, {"id": url, "members": list(entries)}, **headers)


def member(subject="6", *roles, **more):
    told = {"name": "N 6", "email": "6@x.test", **more}
    return RosterMember(subject=subject, roles=frozenset(roles or {CourseRole.LEARNER}), **told)


def test_every_page_is_read_with_its_own_address(read, platform):
    """Addresses keep their case, whatever relation they are written with."""
    second = MEMBERS_URL + "?per_page=50&Page=Bookmark:AbC"
    answers(platform, PAGED, entry("1"), entry("2"), Link=f"<{second}>; rel=next")
    answers(platform, second, entry("3"), Link=f'<{PAGED}>; rel="first"')
    assert [[m.subject for m in page] for page in read()] == [["1", "2"], ["3"]]
    assert [call[1] for call in platform.calls()] == [PAGED, second]
    assert {call[3]["Accept"] for call in platform.calls()} == {MEMBERSHIPS}


def test_moodle_is_asked_for_everybody_at_once(read, platform, moodle):
    answers(platform, MEMBERS_URL, entry("1"))
    assert len(read(moodle)) == 1
    assert [call[1] for call in platform.calls()] == [MEMBERS_URL]


def test_a_roster_that_breaks_off_says_so(services, registration, course, platform):
    answers(platform, PAGED, entry("1"), Link=f"<{PAGED}&page=2>; rel=next")
    platform.answers(PAGED + "&page=2", {}, 500)
    found = services.roster.pages(registration, course)
    assert len(next(found)) == 1
    with pytest.raises(UnavailableError):
        next(found)


def test_a_next_page_elsewhere_gets_no_token(read, platform):
    answers(platform, PAGED, entry("1"), Link="<https://evil.example/x>; rel=next")
    with pytest.raises(UnavailableError, match=r"evil\.example"):
        read()
    assert [call[1] for call in platform.calls()] == [PAGED]


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        (["Instructor"], {CourseRole.TEACHER}),
        (["Learner"], {CourseRole.LEARNER}),
        ([INSTRUCTOR], {CourseRole.TEACHER}),
        ([LEARNER], {CourseRole.LEARNER}),
        ([ROLE + "membership/Instructor#TeachingAssistant"], {CourseRole.TEACHER}),
        ([ROLE + "membership#Mentor"], {CourseRole.OBSERVER}),
        (["Mentor"], {CourseRole.OBSERVER}),
        ([LEARNER, "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"], None),
        (["http://purl.imsglobal.org/vocab/lis/v2/person#Administrator"], {CourseRole.LEARNER}),
        ([ROLE + "institution/person#Instructor", LEARNER], {CourseRole.LEARNER}),
        (["urn:unknown", 5, None], {CourseRole.LEARNER}),
        ([], {CourseRole.LEARNER}),
        (None, {CourseRole.LEARNER}),
        ("Instructor", {CourseRole.LEARNER}),
    ],
)
def test_roles_in_both_vocabularies(read, platform, roles, expected):
    answers(platform, PAGED, {**entry("6"), "roles": roles})
    ((found,),) = read()
    assert found.roles == (expected or {CourseRole.TEST_USER})


@pytest.mark.parametrize(
    ("status", "active", "deleted"),
    [
        ("Active", True, False),
        (None, True, False),
        ("Inactive", False, False),
        ("inactive", False, False),
        ("Deleted", False, True),
        ("DELETED", False, True),
        ("http://purl.imsglobal.org/vocab/lis/v2/status#Active", True, False),
    ],
)
def test_statuses(read, platform, status, active, deleted):
    answers(platform, PAGED, entry("6", status=status))
    ((found,),) = read()
    assert (found.active, found.deleted) == (active, deleted)


@pytest.mark.parametrize(
    ("told", "name", "email"),
    [
        ({"name": "Ana Martin", "email": "ana@x.test"}, "Ana Martin", "ana@x.test"),
        ({"name": None, "given_name": "Ana", "family_name": "Martin"}, "Ana Martin", ""),
        ({"name": "", "family_name": "Martin"}, "Martin", ""),
        ({"name": " A\x00na\n ", "email": ["x"]}, "A na", ""),
    ],
)
def test_names_and_addresses_as_far_as_they_are_told(read, platform, told, name, email):
    answers(platform, PAGED, {"user_id": "6", "roles": [], **told}, entry("7"))
    ((found, _),) = read()
    assert (found.name, found.email) == (name, email)


def test_what_is_not_asked_about_is_not_read(read, platform):
    more = {
        "lis_person_sourcedid": "SIS-6",
        "message": [{"https://purl.imsglobal.org/spec/lti/claim/custom": {"name": "Wrong"}}],
        "picture": "https://lms.example.edu/6.png",
        "ext_user_username": "ana",
    }
    answers(platform, PAGED, entry("6", **more))
    assert read() == [[member()]]


def test_groups_that_members_carry(read, platform):
    told = [{"group_id": "g1"}, {"group_id": 2}, {"group_id": None}, {}, "g3", {"group_id": True}]
    answers(platform, PAGED, entry("6", group_enrollments=told), entry("6", group_enrollments={}))
    assert read() == [[member(group_ids=frozenset({"g1", "2"})), member()]]


def test_entries_that_name_nobody_are_left_out(read, platform, capsys):
    unusable = [None, "6", [], {}, entry(None), entry(""), entry("x" * 256), entry("a\nb")]
    answers(platform, PAGED, *unusable, entry("6"), entry(6))
    assert read() == [[member(), member()]]
    assert "count=8" in capsys.readouterr().out.replace("'", "")


@pytest.mark.parametrize("document", [{}, {"members": None}, {"members": {}}, []])
def test_a_page_that_is_no_roster(read, platform, document):
    platform.answers(PAGED, document)
    with pytest.raises(UnavailableError, match="cannot be read"):
        read()


def test_an_empty_course(read, platform):
    answers(platform, PAGED)
    assert read() == [[]]
    assert len(platform.calls()) == 1


def test_a_platform_that_does_not_let_us(read, platform):
    platform.answers(PAGED, {}, 403)
    with pytest.raises(ForbiddenError, match="status 403"):
        read()


def test_a_course_that_offers_no_roster(read, course, platform):
    bare = replace(course, services=replace(course.services, memberships_url=""))
    with pytest.raises(ForbiddenError, match="Names and Role Provisioning"):
        read(in_course=bare)
    assert platform.calls() == []


def nameless(subject):
    return {"user_id": subject, "roles": ["Learner"]}


def test_names_that_only_our_link_is_told(read, platform, moodle):
    """Moodle's "Delegate to teacher"; who cannot open the link stays in the roster."""
    answers(platform, MEMBERS_URL, nameless("6"), nameless("7"))
    second = MEMBERS_URL + "?limit=1&from=1&rlid=link-1"
    answers(platform, BY_LINK, entry("6"), Link=f'<{second}>; rel="next"')
    answers(platform, second, entry("8"), nameless("9"))
    assert read(moodle) == [[member(), RosterMember(subject="7", roles=member().roles)]]


@pytest.mark.parametrize(
    ("told", "lent"), [({"name": "N 6"}, {"email": "6@x.test"}), ({"email": "6@x.test"}, {})]
)
def test_names_and_addresses_are_withheld_each_by_itself(read, platform, moodle, told, lent):
    answers(platform, MEMBERS_URL, {**nameless("6"), **told})
    answers(platform, BY_LINK, {**nameless("6"), "name": "N 6", **lent})
    assert read(moodle) == [[member(email="6@x.test")]]


@pytest.mark.parametrize("status", [400, 404])
def test_a_link_that_is_gone_costs_only_the_names(read, platform, moodle, status):
    answers(platform, MEMBERS_URL, nameless("6"))
    platform.answers(BY_LINK, {}, status)
    assert read(moodle) == [[RosterMember(subject="6", roles=member().roles)]]


def test_an_outage_while_names_are_asked_for_is_one(read, platform, moodle):
    answers(platform, MEMBERS_URL, nameless("6"))
    platform.answers(BY_LINK, {}, 503)
    with pytest.raises(UnavailableError):
        read(moodle)


def test_names_are_not_asked_for_where_no_link_of_ours_is_known(read, platform, moodle, course):
    answers(platform, MEMBERS_URL, nameless("6"))
    assert len(read(moodle, replace(course, link_id=""))) == 1
    assert [call[1] for call in platform.calls()] == [MEMBERS_URL]


def test_canvas_withholds_names_everywhere_alike(read, platform, canvas):
    answers(platform, PAGED, nameless("6"))
    answers(platform, BY_LINK, entry("6"))
    assert read(canvas)[0][0].name == ""


def numbered(subject, number):
    return entry(subject, message=[{"https://www.instructure.com/canvas_user_id": number}])


def test_canvas_tells_our_link_how_its_interface_numbers_people(read, platform, canvas):
    listed_ = ("6", "7", "8", "9", "10", "11")
    answers(platform, PAGED, *(entry(subject) for subject in listed_))
    answers(
        platform,
        BY_LINK,
        numbered("6", 4711),
        numbered("7", "x"),
        numbered("8", None),
        entry("9", message=5),
        entry("10", message=["x"]),
    )
    (page,) = read(canvas, numbers=True)
    assert [one.number for one in page] == ["4711", "", "", "", "", ""]


@pytest.mark.parametrize(("link", "numbers"), [("", True), ("link-1", False)])
def test_numbers_are_asked_for_where_a_link_of_ours_is_known_and_they_are_needed(
    read, platform, canvas, course, link, numbers
):
    answers(platform, PAGED, entry("6"))
    assert read(canvas, replace(course, link_id=link), numbers=numbers)[0][0].number == ""
    assert [call[1] for call in platform.calls()] == [PAGED]


def test_a_very_large_course_in_one_answer(read, platform, moodle):
    """Ten thousand people, as Moodle sends them: more than other answers may have."""
    people = [entry(str(n), lis_person_sourcedid="SIS" * 20) for n in range(10_000)]
    answers(platform, MEMBERS_URL, *people)
    assert sum(len(page) for page in read(moodle)) == 10_000


def test_names_of_groups(services, registration, course, platform):
    second = GROUPS_URL + "?Page=2"
    told = [{"id": "g1", "name": "Red"}, {"id": 2, "name": " Blue\n team "}, {"id": "g3"}, "x"]
    platform.answers(GROUPS_URL, {"groups": told}, Link=f"<{second}>; rel=next")
    platform.answers(second, {"groups": [{"id": "g4", "name": "Green", "set_id": "s"}]})
    found = services.roster.groups(registration, course)
    assert found == {"g1": "Red", "2": "Blue team", "g4": "Green"}
    accept = "application/vnd.ims.lti-gs.v1.contextgroupcontainer+json"
    assert {call[3]["Accept"] for call in platform.calls()} == {accept}


def test_a_course_without_groups(services, registration, course, platform):
    for changes in ({"groups_url": ""}, {"scopes": frozenset()}):
        bare = replace(course, services=replace(course.services, **changes))
        assert services.roster.groups(registration, bare) == {}
    assert platform.calls() == []


@pytest.mark.parametrize("document", [{"groups": None}, {"groups": {}}, []])
def test_an_answer_that_lists_no_groups(services, registration, course, platform, document):
    platform.answers(GROUPS_URL, document)
    with pytest.raises(UnavailableError):
        services.roster.groups(registration, course)


def test_groups_that_are_refused(services, registration, course, platform):
    platform.answers(GROUPS_URL, {}, 404)
    with pytest.raises(ForbiddenError):
        services.roster.groups(registration, course)
    assert ISSUER in platform.calls()[0][1]
