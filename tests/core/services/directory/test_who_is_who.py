"""Administrators decide who is who, and take it back."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from core.domain.directory import Presence
from core.domain.identifiers import MergeId
from core.domain.person import Identity
from core.domain.profile import Profile
from core.domain.program import Role
from core.errors import ConflictError, ForbiddenError, NotFoundError
from core.services.administration.sessions import Sessions
from core.services.directory.who_is_who import WhoIsWho
from tests.core.services.directory.directory_campus import (
    EMAIL_AND_NAME,
    EMPLOYEE_NUMBER,
    GONE,
    ann,
)

DAY = timedelta(days=1)


@pytest.fixture
def who(campus):
    return WhoIsWho(campus.storage, campus.clock, campus.entropy)


@pytest.fixture
def admin(campus):
    return campus.person("Root", configures=True)


@pytest.fixture
def other(directories):
    return directories.connection(EMPLOYEE_NUMBER)


@pytest.fixture
def unclear(directories, other):
    """A record that may be about either of two."""
    directories.tell(ann(), ann(key="e-2", name="Ann Huber"))
    directories.tell(ann(key="x-1", name="Ann"), of=other)
    return directories.entry("x-1", other)


def deeds(directories):
    return [entry.deed for entry in directories.rows("audit").values()]


class TestDeciding:
    def test_what_is_unclear_is_listed_with_whom_it_may_be(self, who, admin, other, unclear):
        (one,) = who.undecided(admin)
        assert (one.entry, one.connection.id) == (unclear, other.id)
        found = {candidate.person.name: candidate.connections for candidate in one.candidates}
        assert found == {"Ann Bauer": ("Source 0",), "Ann Huber": ("Source 0",)}

    @pytest.mark.usefixtures("unclear")
    def test_a_candidate_is_chosen(self, directories, who, admin, other):
        chosen = directories.person("e-2").id
        assert who.decide(admin, other.id, "x-1", chosen) == chosen
        assert directories.entry("x-1", other).person_id == chosen
        assert directories.person("x-1", other).name == "Ann Huber"
        assert who.undecided(admin) == []
        assert deeds(directories) == ["people.decided"]

    @pytest.mark.usefixtures("unclear")
    def test_somebody_new_is_chosen(self, directories, who, admin, other):
        fresh = who.decide(admin, other.id, "x-1", None)
        assert directories.person("x-1", other).id == fresh
        assert directories.person("x-1", other).name == "Ann"
        assert directories.rows("merges") == {}

    @pytest.mark.usefixtures("unclear")
    def test_a_decision_can_be_undone(self, directories, who, admin, other):
        who.decide(admin, other.id, "x-1", directories.person("e-2").id)
        (joined,) = who.joined(admin)
        who.part(admin, joined.merge.id)
        assert directories.person("x-1", other).name == "Ann"
        assert directories.person("x-1", other).id == joined.gone.id

    @pytest.mark.usefixtures("unclear")
    def test_two_who_were_made_one_meanwhile_are_one_candidate(
        self, directories, who, admin, other
    ):
        one, two = directories.person("e-1").id, directories.person("e-2").id
        who.join(admin, one, two)
        (waiting,) = who.undecided(admin)
        assert [candidate.person.id for candidate in waiting.candidates] == [one]
        with pytest.raises(NotFoundError):
            who.decide(admin, other.id, "x-1", two)
        assert who.decide(admin, other.id, "x-1", one) == one

    @pytest.mark.usefixtures("unclear")
    def test_nobody_else_can_be_chosen_and_nothing_decided_twice(self, who, admin, other):
        with pytest.raises(NotFoundError):
            who.decide(admin, other.id, "x-1", admin.person_id)
        with pytest.raises(NotFoundError):
            who.decide(admin, other.id, "unknown", None)
        who.decide(admin, other.id, "x-1", None)
        with pytest.raises(NotFoundError, match="decided already"):
            who.decide(admin, other.id, "x-1", None)


class TestJoining:
    def test_who_has_begun_nothing_goes_and_the_other_is_told_by_both_sources(
        self, directories, who, admin, campus
    ):
        mia = directories.from_lms("Mia", "")
        campus.participations.join(mia, Role.MENTEE)
        directories.tell(ann())
        gone = directories.person().id
        merge = who.join(admin, gone, mia.person_id)
        assert (merge.kept, merge.gone, merge.by) == (mia.person_id, gone, admin.person_id)
        assert directories.person().id == mia.person_id
        assert directories.entry().person_id == mia.person_id
        assert directories.person().name == "Ann Bauer"
        assert directories.profile().headline == "Engineer"
        assert directories.rows("people")[gone].name == ""
        assert directories.rows("profiles")[gone].headline == ""
        assert deeds(directories) == ["people.joined"]

    def test_it_is_undone_to_what_they_were(self, directories, who, admin, campus):
        mia = directories.from_lms("Mia", "mia@example.edu")
        campus.profiles.save(mia, Profile(person_id=mia.person_id, headline="Painter"))
        directories.tell(ann())
        gone = directories.person().id
        merge = who.join(admin, mia.person_id, gone)
        assert directories.person().email == "ann@example.edu"
        assert directories.profile().headline == "Painter"
        undone = who.part(admin, merge.id)
        assert undone.undone_at is not None
        person, profile = directories.person(), directories.profile()
        assert (person.id, person.name, profile.headline) == (gone, "Ann Bauer", "Engineer")
        kept = directories.rows("profiles")[mia.person_id]
        assert (kept.headline, kept.department) == ("Painter", "")
        assert deeds(directories) == ["people.joined", "people.parted"]
        assert [joined.merge.undone_at for joined in who.joined(admin)] == [undone.undone_at]

    def test_who_goes_without_a_directory_keeps_a_name_when_it_is_undone(
        self, directories, who, admin
    ):
        mia = directories.from_lms("Mia", "")
        directories.tell(ann())
        merge = who.join(admin, directories.person().id, mia.person_id)
        assert merge.gone == mia.person_id
        who.part(admin, merge.id)
        assert directories.rows("people")[mia.person_id].name == "Ann Bauer"

    def test_identities_that_went_elsewhere_meanwhile_stay_there(self, directories, who, admin):
        mia, eve = directories.from_lms("Mia", ""), directories.from_lms("Eve", "")
        directories.tell(ann())
        merge = who.join(admin, mia.person_id, directories.person().id)
        with directories.work() as work:
            work.people.move(
                [Identity(issuer=directories.hr.issuer, subject="e-1", person_id=eve.person_id)]
            )
        who.part(admin, merge.id)
        assert directories.person().id == eve.person_id

    def test_who_was_joined_twice_is_parted_in_the_other_order(self, directories, who, admin):
        ada, mia, eve = (directories.from_lms(name, "") for name in ("Ada", "Mia", "Eve"))
        first = who.join(admin, mia.person_id, eve.person_id)
        second = who.join(admin, ada.person_id, mia.person_id)
        with pytest.raises(ConflictError, match="Undo that first"):
            who.part(admin, first.id)
        who.part(admin, second.id)
        who.part(admin, first.id)
        with directories.work() as work:
            identities = work.people.identities([eve.person_id])
        assert [one.person_id for one in identities] == [eve.person_id]

    def test_who_was_gone_is_here_after_being_made_one_with_somebody_who_is(
        self, directories, who, admin, other
    ):
        directories.tell(ann(status=GONE))
        directories.tell(ann(key="x-1", employee_number="99"), of=other)
        merge = who.join(admin, directories.person().id, directories.person("x-1", other).id)
        assert directories.person().presence is Presence.HERE
        who.part(admin, merge.id)
        assert directories.person().presence is Presence.GONE

    def test_who_was_gone_gets_back_what_was_said_of_them_last(self, directories, who, admin):
        directories.tell(ann(title=""), ann(key="e-2", name="Eve", title="Head"))
        directories.tell(deletes=["e-1"])
        one, two = directories.person("e-1").id, directories.person("e-2").id
        merge = who.join(admin, one, two)
        assert directories.profile("e-1").headline == "Head"
        who.part(admin, merge.id)
        assert (directories.person("e-1").name, directories.profile("e-1").headline) == (
            "Ann Bauer",
            "",
        )

    def test_two_who_have_begun_stay_two(self, directories, who, admin, campus):
        mia, ada = directories.from_lms("Mia", ""), directories.from_lms("Ada", "")
        campus.participations.join(mia, Role.MENTEE)
        campus.profiles.save(ada, Profile(person_id=ada.person_id, goals=("Paint",)))
        with pytest.raises(ConflictError, match="Both have begun"):
            who.join(admin, mia.person_id, ada.person_id)

    def test_a_part_in_old_matches_is_something_of_their_own(self, directories, who, admin, campus):
        people = [directories.from_lms(name, "") for name in ("Mia", "Ada")]
        for actor, role in zip(people, (Role.MENTEE, Role.MENTOR), strict=True):
            campus.participations.join(actor, role)
        campus.match(*people)
        for actor, role in zip(people, (Role.MENTEE, Role.MENTOR), strict=True):
            campus.participations.leave(actor, role)
        with pytest.raises(ConflictError, match="Both have begun"):
            who.join(admin, *(actor.person_id for actor in people))

    def test_nobody_is_joined_with_themselves_or_with_nobody(self, directories, who, admin):
        mia, eve = directories.from_lms("Mia", ""), directories.from_lms("Eve", "")
        with pytest.raises(ConflictError, match="one person already"):
            who.join(admin, mia.person_id, mia.person_id)
        merge = who.join(admin, mia.person_id, eve.person_id)
        with pytest.raises(NotFoundError):
            who.join(admin, mia.person_id, eve.person_id)
        who.part(admin, merge.id)
        with pytest.raises(ConflictError, match="undone already"):
            who.part(admin, merge.id)
        with pytest.raises(NotFoundError):
            who.part(admin, MergeId(UUID(int=1)))

    def test_whoever_is_signed_in_as_either_signs_in_again(self, directories, who, admin, campus):
        mia, eve = directories.from_lms("Mia", ""), directories.from_lms("Eve", "")
        sessions = Sessions(campus.storage, campus.clock, campus.entropy, DAY)
        opened = sessions.open(eve, "lti", "auto", "en")
        merge = who.join(admin, mia.person_id, eve.person_id)
        assert sessions.find(opened.token) is None
        opened = sessions.open(replace(eve, person_id=mia.person_id), "lti", "auto", "en")
        who.part(admin, merge.id)
        assert sessions.find(opened.token) is None


def test_people_are_looked_for_with_what_knows_them(directories, who, admin):
    directories.from_lms("Anna Mia", "")
    directories.tell(ann())
    directories.campus.person("Ann without an account")
    found = [
        (known.person.name, known.connections, known.lms) for known in who.look_for(admin, "ann")
    ]
    assert found == [("Ann Bauer", ("Source 0",), False), ("Anna Mia", (), True)]
    assert who.look_for(admin, " ") == []


def test_what_a_rule_joined_is_undone_and_not_joined_again(directories, who, admin):
    mia = directories.from_lms()
    source = directories.connection(EMAIL_AND_NAME)
    directories.tell(ann(), of=source)
    (joined,) = who.joined(admin)
    who.part(admin, joined.merge.id)
    alone = directories.person(of=source)
    assert alone.id != mia.person_id
    assert alone.name == "Ann Bauer"
    directories.tell(ann(title="Head"), of=source)
    assert directories.person(of=source).id == alone.id


@pytest.mark.parametrize(
    "deed",
    [
        lambda who, actor: who.undecided(actor),
        lambda who, actor: who.joined(actor),
        lambda who, actor: who.look_for(actor, "x"),
        lambda who, actor: who.decide(actor, UUID(int=1), "x", None),
        lambda who, actor: who.join(actor, actor.person_id, actor.person_id),
        lambda who, actor: who.part(actor, MergeId(UUID(int=1))),
    ],
)
def test_only_administrators_may(campus, who, deed):
    with pytest.raises(ForbiddenError):
        deed(who, campus.teacher())
