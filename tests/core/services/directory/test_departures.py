"""What becomes of taking part when directories say that people leave, are away, and come back."""

from datetime import datetime, timedelta

import pytest

from core.domain.course import CourseRole
from core.domain.directory import EmploymentStatus
from core.domain.match import EndReason, MatchState
from core.domain.person import Identity
from core.domain.profile import Profile
from core.domain.program import Role
from core.errors import ForbiddenError
from core.services.administration.sessions import Sessions
from core.services.directory.departures import Departures
from core.services.directory.sink import DEPARTURES
from core.services.drop_in.offers import Offer
from core.services.groups.plans import GroupPlan
from core.services.people.absences import settle, welcome
from tests.core.services.courses.roster_campus import RosterCampus
from tests.core.services.directory.directory_campus import GONE, LEAVE, Directories, ann

BACK = EmploymentStatus.ACTIVE
TUESDAY = datetime.fromisoformat("2026-03-03T14:00")
LEFT = (
    "Your organization's directory says that you have left, so your matches have ended. "
    "Thank you for taking part."
)
STAYS = (
    "The other person has left the organization, so your match has ended. "
    "Thank you for the time you gave each other."
)


class Company(Directories):
    def hired(self, actor):
        """A directory tells of somebody who takes part."""
        key = str(actor.person_id)
        with self.work() as work:
            identity = Identity(issuer=self.hr.issuer, subject=key, person_id=actor.person_id)
            work.people.link(identity)
        self.tell(ann(key=key, name=""))
        return actor

    def says(self, status, *actors):
        self.tell(*(ann(key=str(one.person_id), name="", status=status) for one in actors))
        self.follow()

    def follow(self):
        departures = Departures(self.campus.storage, self.campus.clock, self.campus.entropy)
        jobs = self.campus.storage.tables.table("jobs")
        for key, row in list(jobs.items()):
            if row["job"] == DEPARTURES:
                del jobs[key]
                departures.departures(**row["arguments"])
                departures.departures(**row["arguments"])

    def part(self, actor, role=Role.MENTEE):
        with self.work() as work:
            return work.participations.get(self.campus.program.id, actor.person_id, role)

    def states(self):
        with self.work() as work:
            matches = work.matches.of_program(self.campus.program.id)
        return {match.id: (match.state, match.end_reason) for match in matches}


@pytest.fixture
def company(campus):
    return Company(campus)


@pytest.fixture
def mia(company):
    return company.hired(company.campus.mentee())


@pytest.fixture
def ada(company):
    return company.hired(company.campus.mentor(capacity=2))


class TestLeaving:
    @pytest.mark.parametrize("leaver", ["mia", "ada"])
    def test_matches_end_and_both_are_told_kindly(self, company, mia, ada, leaver):
        match = company.campus.match(mia, ada)
        eve = company.campus.mentee("Eve")
        other = company.campus.match(eve, company.campus.mentor("Ben"))
        goes, stays = (mia, ada) if leaver == "mia" else (ada, mia)
        company.says(GONE, goes)
        assert company.states() == {
            match.id: (MatchState.ENDED, EndReason.LEFT),
            other.id: (MatchState.ACCEPTED, None),
        }
        assert company.campus.history(match.id)[-1].actor_id is None
        assert company.campus.told(goes)[-1] == LEFT
        assert company.campus.told(stays)[-1] == STAYS
        assert company.campus.told(stays).count(STAYS) == 1

    def test_who_was_asked_and_left_is_passed_and_the_next_one_is_asked(self, company, mia, ada):
        ben = company.campus.mentor("Ben")
        company.campus.set_program(mentor_request_limit=1)
        company.campus.choices.add(mia, ada.person_id)
        company.campus.choices.add(mia, ben.person_id)
        company.campus.choices.send(mia)
        company.says(GONE, ada)
        company.campus.take_turns()
        states = {
            view.match.mentor_id: view.match.state for view in company.campus.requests.mine(mia)
        }
        assert states == {ada.person_id: MatchState.ENDED, ben.person_id: MatchState.OFFERED}

    def test_a_mentee_who_left_asks_nobody_any_more(self, company, mia, ada):
        company.campus.requests.ask(mia, ada.person_id)
        company.says(GONE, mia)
        company.campus.take_turns()
        assert [state for state, _ in company.states().values()] == [MatchState.ENDED]
        with company.work() as work:
            assert work.searches.of_program(company.campus.program.id) == []

    def test_times_are_called_off_and_places_given_back(self, company, mia, ada):
        campus, eve = company.campus, company.campus.mentee("Eve")
        ben = campus.mentor("Ben")
        for mentor in (ada, ben):
            campus.profiles.save(mentor, Profile(person_id=mentor.person_id, time_zone="UTC"))
            campus.offers.offer(mentor, Offer(starts_at=TUESDAY, minutes=30, places=2))
        for mentee, mentor in ((mia, ben), (eve, ada)):
            slot = next(s for s in campus.bookings.open(mentee) if s.mentor.id == mentor.person_id)
            campus.bookings.book(mentee, slot.slot.id)
        company.says(GONE, mia, ada)
        assert campus.offers.mine(ada) == []
        (offered,) = campus.offers.mine(ben)
        assert offered.guests == ()
        assert campus.told(ben)[-1] == "A mentee gave a place in your time back."
        assert "called off" in campus.told(eve)[-1]
        assert not any("called off" in told for told in campus.told(mia))

    def test_places_in_groups_are_given_back(self, company, mia, ada):
        campus = company.campus
        plan = GroupPlan(name="Writers", most=2, mentors=(ada.person_id,))
        group = campus.groups.start(campus.teacher(), plan)
        campus.joining.join(mia, group.id)
        company.says(GONE, mia)
        with company.work() as work:
            members = work.groups.members([group.id])
        assert [member.person_id for member in members] == [ada.person_id]
        assert [state for state, _ in company.states().values()] == [MatchState.ENDED]

    def test_they_are_signed_out_and_cannot_come_in_again(self, company):
        place = RosterCampus(company.campus)
        mia = company.hired(place.launch("mia"))
        day = timedelta(days=1)
        sessions = Sessions(place.storage, place.clock, company.campus.entropy, day)
        opened = sessions.open(mia, "lti", "auto", "en")
        company.says(GONE, mia)
        assert sessions.find(opened.token) is None
        with pytest.raises(ForbiddenError, match="you have left"):
            place.launch("mia")
        company.says(BACK, mia)
        assert place.launch("mia").person_id == mia.person_id

    def test_who_is_back_when_the_job_comes_keeps_everything(self, company, mia, ada):
        match = company.campus.match(mia, ada)
        key = str(mia.person_id)
        company.tell(ann(key=key, name="", status=GONE))
        company.tell(ann(key=key, name=""))
        company.follow()
        assert company.states() == {match.id: (MatchState.ACCEPTED, None)}
        assert not company.part(mia).away

    def test_somebody_who_takes_part_in_nothing_leaves_quietly(self, company):
        eve = company.hired(company.campus.person("Eve"))
        company.says(GONE, eve)
        assert company.campus.told(eve) == []


class TestBeingAway:
    def test_matches_and_requests_stay_and_nobody_new_comes(self, company, mia, ada):
        match = company.campus.match(mia, ada)
        eve = company.campus.mentee("Eve")
        asked = company.campus.requests.ask(eve, ada.person_id)
        company.says(LEAVE, ada)
        assert company.part(ada, Role.MENTOR).away
        assert company.states() == {
            match.id: (MatchState.ACCEPTED, None),
            asked.id: (MatchState.OFFERED, None),
        }

    def test_who_joins_meanwhile_is_away_from_the_beginning(self, company):
        eve = company.hired(company.campus.person("Eve"))
        company.says(LEAVE, eve)
        assert company.campus.participations.join(eve, Role.MENTOR).away
        company.says(BACK, eve)
        assert not company.part(eve, Role.MENTOR).away

    def test_who_comes_back_is_there_again_but_what_ended_stays_ended(self, company, mia, ada):
        match = company.campus.match(mia, ada)
        company.says(GONE, mia)
        assert company.part(mia).away
        company.says(BACK, mia)
        assert not company.part(mia).away
        assert company.states() == {match.id: (MatchState.ENDED, EndReason.LEFT)}

    def test_who_is_in_no_course_any_more_stays_away(self, company):
        place = RosterCampus(company.campus)
        mia = company.hired(place.takes_part("mia"))
        place.launch("mia")
        company.says(LEAVE, mia)
        place.roster()
        place.read()
        company.says(BACK, mia)
        assert company.part(mia).away

    @pytest.mark.parametrize("status", [GONE, LEAVE])
    def test_courses_do_not_bring_back_whom_a_directory_says_to_be_away(self, company, mia, status):
        company.campus.in_course(mia, CourseRole.LEARNER)
        company.says(status, mia)
        with company.work() as work:
            welcome(work, company.campus.program.id, mia.person_id)
            settle(work, company.campus.program.id, company.campus.clock)
        assert company.part(mia).away
