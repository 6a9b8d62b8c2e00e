"""People from files and their accounts become one person only when a manager says so."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.course import CourseRole
from core.domain.directory import Presence
from core.domain.match import MatchEvent
from core.domain.person import Identity
from core.domain.profile import Profile
from core.domain.program import Role
from core.errors import ConflictError, ForbiddenError, NotFoundError
from core.services.administration.sessions import Sessions
from core.services.directory.sink import DEPARTURES
from core.services.programs.people_linking import PeopleLinking
from tests.core.services.directory.directory_campus import LEAVE, Directories, ann
from tests.core.services.programs.people_in_files import everybody, member


@pytest.fixture
def linking(parts):
    return PeopleLinking(*parts)


@pytest.fixture
def petra(campus, people, tess):
    text = "id,name,email,skills,capacity\nm1,Petra Zeller,petra@example.org,Rust,3\n"
    people.apply(tess, text, Role.MENTOR, ())
    return everybody(campus, Role.MENTOR)["Petra Zeller"][0]


def news_of(campus, person_id):
    with campus.storage.tenant(campus.organization.id) as work:
        return [str(one.sentence) for one in work.news.of_person(person_id, 9)]


def test_nobody_is_joined_by_an_address(campus, linking, tess, petra):
    member(campus, "Someone", "9", email="petra@example.org")
    member(campus, "petra zeller", "10")
    member(campus, "Other", "11")
    (waiting,) = linking.without_account(tess)
    assert (waiting.person, waiting.roles, waiting.alike) == (petra, (Role.MENTOR,), 2)
    found = linking.candidates(tess, petra.id)
    assert [person.name for person in found.members] == ["petra zeller", "Someone"]
    searched = linking.candidates(tess, petra.id, " OTHER ")
    assert [person.name for person in searched.members] == ["Other"]


def test_without_anybody_from_a_file(campus, linking, tess):
    ada = member(campus, "Ada", "17")
    campus.participations.join(ada, Role.MENTOR)
    assert linking.without_account(tess) == []


def test_an_account_that_has_not_begun_becomes_the_person_of_the_file(campus, linking, tess, petra):
    account = member(campus, "P. Zeller-Ott", "9", email="pz@example.org", locale="de")
    campus.in_course(replace(account, context_id="course-1"), CourseRole.LEARNER)
    match = campus.requests.ask(campus.mentee(), petra.id)
    linking.link(tess, petra.id, account.person_id)
    person, part, profile = everybody(campus, Role.MENTOR)["P. Zeller-Ott"]
    assert (person.id, person.email, person.locale) == (petra.id, "pz@example.org", "de")
    assert (part.capacity, profile.skills_offered) == (3, ("Rust",))
    with campus.storage.tenant(campus.organization.id) as work:
        assert work.people.get(account.person_id) is None
        assert work.matches.get(match.id).mentor_id == petra.id
        memberships = work.rosters.of_person(petra.id)
        assert "9" in {one.subject for one in memberships}
    assert linking.without_account(tess) == []
    assert any("Your account was joined" in told for told in news_of(campus, petra.id))


def test_what_directories_told_of_an_account_is_nothing_it_has_begun(campus, linking, tess, petra):
    directories = Directories(campus)
    account = member(campus, "P. Zeller", "9")
    named = Identity(issuer=directories.hr.issuer, subject="e-1", person_id=account.person_id)
    with directories.work() as work:
        work.people.link(named)
    directories.tell(ann(name="Petra Zeller-Ott", status=LEAVE))
    linking.link(tess, petra.id, account.person_id)
    person, _, profile = everybody(campus, Role.MENTOR)["Petra Zeller-Ott"]
    assert (person.id, person.presence) == (petra.id, Presence.AWAY)
    assert (profile.skills_offered, profile.department) == (("Rust",), "Research")
    assert str(petra.id) in {row["person_ids"] for row in directories.jobs(DEPARTURES)}


def test_who_is_known_to_files_and_directories_alone_waits_for_an_account(
    campus, linking, tess, petra
):
    directories = Directories(campus)
    with directories.work() as work:
        named = Identity(issuer=directories.hr.issuer, subject="e-1", person_id=petra.id)
        work.people.link(named)
    (waiting,) = linking.without_account(tess)
    assert waiting.person.id == petra.id


def test_whoever_has_begun_takes_over_what_the_file_says(campus, linking, tess, petra):
    account = member(campus, "Petra", "9")
    campus.participations.join(account, Role.MENTEE)
    linking.link(tess, petra.id, account.person_id)
    person, part, profile = everybody(campus, Role.MENTOR)["Petra"]
    assert person.id == account.person_id
    assert (part.capacity, profile.skills_offered) == (3, ("Rust",))
    assert everybody(campus, Role.MENTEE)["Petra"][0] == person
    assert linking.without_account(tess) == []
    with campus.storage.tenant(campus.organization.id) as work:
        assert work.people.get(petra.id).email == ""


def test_what_they_said_themselves_stays(campus, linking, tess, petra):
    account = member(campus, "Petra", "9")
    campus.participations.join(account, Role.MENTOR, 1)
    told = Profile(person_id=account.person_id, skills_offered=("Poetry",))
    campus.profiles.save(account, told)
    linking.link(tess, petra.id, account.person_id)
    _, part, profile = everybody(campus, Role.MENTOR)["Petra"]
    assert (part.capacity, profile.skills_offered) == (1, ("Poetry",))


def test_two_who_have_begun_stay_two(campus, linking, tess, petra):
    account = member(campus, "Petra", "9")
    campus.participations.join(account, Role.MENTEE)
    campus.requests.ask(campus.mentee(), petra.id)
    with pytest.raises(ConflictError, match="stay two people"):
        linking.link(tess, petra.id, account.person_id)


def test_a_teacher_who_ended_a_match_takes_over_what_the_file_says(campus, linking, tess, petra):
    account = member(campus, "Petra", "9")
    match = campus.match(campus.mentee(), campus.mentor())
    ended = MatchEvent(
        match_id=match.id,
        organization_id=campus.organization.id,
        at=campus.clock.now(),
        actor_id=account.person_id,
        before=match.state,
        after=match.state,
        version=match.version,
    )
    with campus.storage.tenant(campus.organization.id) as work:
        work.matches.record(ended)
    linking.link(tess, petra.id, account.person_id)
    person, part, _ = everybody(campus, Role.MENTOR)["Petra"]
    assert (person.id, part.capacity) == (account.person_id, 3)
    assert linking.without_account(tess) == []
    with campus.storage.tenant(campus.organization.id) as work:
        assert {one.subject for one in work.people.identities([person.id])} == {"9", "m1"}


def test_only_people_without_an_account_and_only_with_members(campus, linking, tess, petra):
    account, mia = member(campus, "Petra", "9"), campus.mentee()
    for one, other in ((petra.id, mia.person_id), (account.person_id, account.person_id)):
        with pytest.raises(NotFoundError):
            linking.link(tess, one, other)
    for verb in (
        lambda: linking.link(mia, petra.id, account.person_id),
        lambda: linking.candidates(mia, petra.id),
        lambda: linking.without_account(mia),
    ):
        with pytest.raises(ForbiddenError):
            verb()


def test_the_account_s_sign_ins_end(campus, linking, tess, petra):
    account = member(campus, "Petra", "9")
    sessions = Sessions(campus.storage, campus.clock, campus.entropy, timedelta(hours=1))
    opened = sessions.open(account, "lti", "light", "en")
    linking.link(tess, petra.id, account.person_id)
    assert sessions.find(opened.token) is None
