from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.domain.profile import Profile
from core.domain.program import Role
from core.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from core.services.drop_in.bookings import MOST_BOOKED
from core.services.drop_in.offers import MOST_AHEAD, MOST_WEEKS, Offer

# The fake clock stands at 2 March 2026, nine in the morning, UTC.
TUESDAY = datetime.fromisoformat("2026-03-03T14:00")
ONCE = Offer(starts_at=TUESDAY, minutes=30, topic="Applications", whereabouts="Room 5")


@pytest.fixture
def ada(campus):
    actor = campus.mentor()
    campus.profiles.save(actor, Profile(person_id=actor.person_id, time_zone="Europe/Berlin"))
    return actor


@pytest.fixture
def slot(campus, ada):
    (made,) = campus.offers.offer(ada, ONCE)
    return made


def wrong(campus, actor, **changes):
    with pytest.raises(InvalidInputError) as refused:
        campus.offers.offer(actor, replace(ONCE, **changes))
    return {field: [str(s) for s in told] for field, told in refused.value.fields.items()}


class TestOffering:
    def test_local_time_is_kept_in_utc(self, campus, ada, slot):
        assert slot.starts_at == datetime(2026, 3, 3, 13, 0, tzinfo=UTC)
        assert slot.ends_at == slot.starts_at + timedelta(minutes=30)
        assert [offered.slot for offered in campus.offers.mine(ada)] == [slot]

    def test_a_series_keeps_the_hour_when_the_clocks_change(self, campus, ada):
        made = campus.offers.offer(ada, replace(ONCE, weeks=5))
        assert [s.starts_at.hour for s in made] == [13, 13, 13, 13, 12]
        assert made[-1].starts_at - made[0].starts_at == timedelta(days=28, hours=-1)

    @pytest.mark.usefixtures("slot")
    def test_what_cannot_be_offered_is_said_by_field(self, campus, ada):
        assert wrong(campus, ada, starts_at=datetime.fromisoformat("2026-03-02T09:59")).keys() == {
            "starts_at"
        }
        assert (
            "ahead"
            in wrong(campus, ada, starts_at=datetime.fromisoformat("2026-12-01T09:00"))[
                "starts_at"
            ][0]
        )
        assert "another time" in wrong(campus, ada)["starts_at"][0]
        found = wrong(
            campus,
            ada,
            starts_at=TUESDAY + timedelta(days=1),
            minutes=5,
            places=0,
            weeks=MOST_WEEKS + 1,
            topic="x" * 201,
            whereabouts="y" * 501,
        )
        assert found.keys() == {"minutes", "places", "weeks", "topic", "whereabouts"}
        assert len(campus.offers.mine(ada)) == 1

    def test_somebody_cannot_fill_the_whole_list(self, campus, ada):
        for hour in range(5):
            at = TUESDAY + timedelta(hours=hour)
            campus.offers.offer(ada, replace(ONCE, starts_at=at, weeks=MOST_WEEKS))
        assert len(campus.offers.mine(ada)) == MOST_AHEAD
        assert "at most" in wrong(campus, ada, starts_at=TUESDAY + timedelta(hours=6))["weeks"][0]

    def test_a_time_zone_is_needed(self, campus):
        eve = campus.mentor("Eve")
        assert "time zone" in wrong(campus, eve)["starts_at"][0]

    def test_only_mentors_offer(self, campus, mia):
        with pytest.raises(ForbiddenError, match="Only mentors"):
            campus.offers.offer(mia, ONCE)


class TestBooking:
    def test_a_mentee_takes_a_place_and_the_mentor_is_told(self, campus, ada, mia, slot):
        (seen,) = campus.bookings.open(mia)
        assert (seen.slot, seen.mentor.name, seen.free, seen.booked) == (slot, "Ada", 1, False)
        campus.bookings.book(mia, slot.id, " My letter ")
        campus.bookings.book(mia, slot.id)
        (seen,) = campus.bookings.open(mia)
        assert (seen.free, seen.booked) == (0, True)
        ((person, booking),) = campus.offers.mine(ada)[0].guests
        assert (person.name, booking.note) == ("Mia", "My letter")
        assert campus.news(ada) == ["A mentee booked a time that you offer."]

    def test_the_last_place_goes_once(self, campus, mia, slot):
        tom = campus.mentee("Tom")
        campus.bookings.book(mia, slot.id)
        assert campus.bookings.open(tom) == []
        with pytest.raises(ConflictError, match="last place"):
            campus.bookings.book(tom, slot.id)
        campus.bookings.give_back(mia, slot.id)
        assert campus.bookings.book(tom, slot.id) == slot

    def test_giving_back_is_told_once(self, campus, ada, mia, slot):
        campus.bookings.book(mia, slot.id)
        campus.bookings.give_back(mia, slot.id)
        campus.bookings.give_back(mia, slot.id)
        assert campus.news(ada)[0] == "A mentee gave a place in your time back."
        assert len(campus.news(ada)) == 2

    def test_what_began_can_be_neither_booked_nor_given_back(self, campus, mia, slot):
        tom = campus.mentee("Tom")
        campus.bookings.book(mia, slot.id)
        campus.clock.advance(days=1, hours=4, minutes=5)
        with pytest.raises(ConflictError, match="begun"):
            campus.bookings.give_back(mia, slot.id)
        with pytest.raises(ConflictError, match="not offered any more"):
            campus.bookings.book(tom, slot.id)
        assert [seen.booked for seen in campus.bookings.open(mia)] == [True]

    def test_one_mentee_holds_a_few_places_at_most(self, campus, ada, mia):
        offer = replace(ONCE, weeks=MOST_BOOKED + 1)
        *some, last = campus.offers.offer(ada, offer)
        for slot in some:
            campus.bookings.book(mia, slot.id)
        with pytest.raises(ConflictError, match="as many as one may"):
            campus.bookings.book(mia, last.id)

    def test_nobody_is_at_two_places_at_once(self, campus, mia, slot):
        ben = campus.mentor("Ben")
        campus.profiles.save(ben, Profile(person_id=ben.person_id, time_zone="Europe/Berlin"))
        (other,) = campus.offers.offer(
            ben, replace(ONCE, starts_at=TUESDAY + timedelta(minutes=20))
        )
        campus.bookings.book(mia, slot.id)
        with pytest.raises(ConflictError, match="another time then"):
            campus.bookings.book(mia, other.id)

    def test_a_note_is_short(self, campus, mia, slot):
        with pytest.raises(InvalidInputError):
            campus.bookings.book(mia, slot.id, "x" * 501)

    def test_only_mentees_book(self, campus, slot):
        with pytest.raises(ForbiddenError, match="Only mentees"):
            campus.bookings.book(campus.mentor("Ben"), slot.id)

    @pytest.mark.parametrize(
        "side", ["mentee", "mentor", "language", "paused", "self", "boss", "conflict", "no consent"]
    )
    def test_rules_hold_here_too(self, campus, ada, mia, slot, side):
        who = mia
        if side == "boss":
            campus.organization_tells(mia, managers=(ada.person_id,))
        elif side == "conflict":
            campus.organization_tells(ada, conflicts=frozenset({mia.person_id}))
        elif side == "no consent":
            campus.entered_by_others(mia, Role.MENTEE)
        elif side == "mentee":
            campus.profiles.avoid(mia, ada.person_id)
        elif side == "mentor":
            campus.profiles.avoid(ada, mia.person_id)
        elif side == "language":
            for actor, tag in ((ada, "de"), (mia, "en")):
                campus.profiles.change(actor, lambda p, tag=tag: replace(p, languages=(tag,)))
        elif side == "paused":
            campus.participations.update(ada, Role.MENTOR, paused=True)
        else:
            campus.participations.join(ada, Role.MENTEE)
            who = ada
        assert campus.bookings.open(who) == []
        with pytest.raises(NotFoundError, match="no such time for you"):
            campus.bookings.book(who, slot.id)

    def test_somebody_without_a_profile_books_too(self, campus, slot):
        assert campus.bookings.book(campus.mentee("Tom"), slot.id) == slot


class TestCallingOff:
    def test_who_booked_is_told_once(self, campus, ada, mia, slot):
        campus.bookings.book(mia, slot.id)
        assert campus.offers.call_off(ada, slot.id) == 1
        assert campus.offers.call_off(ada, slot.id) == 0
        (told,) = campus.news(mia)
        assert "called off" in told
        assert campus.offers.mine(ada) == campus.bookings.open(mia) == []
        with pytest.raises(ConflictError, match="not offered any more"):
            campus.bookings.book(campus.mentee("Tom"), slot.id)
        before = campus.news(ada)
        campus.bookings.give_back(mia, slot.id)
        assert campus.news(ada) == before

    def test_one_calls_off_only_what_one_offers(self, campus, mia, slot):
        with pytest.raises(NotFoundError, match="of yours"):
            campus.offers.call_off(mia, slot.id)
