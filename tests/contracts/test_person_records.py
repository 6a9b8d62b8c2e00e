from dataclasses import replace

from core.domain.directory import Presence
from core.domain.match import MatchState
from core.domain.person import Identity
from core.domain.webhook import DeliveryState
from tests.contracts.world import World


def tell(world, person):
    """What somebody has alone, and with others."""
    connection = world.new_connection()
    named = replace(person, name="Ada", email="ada@example.edu", locale="en")
    with world.tenant() as work:
        work.people.save(named)
        work.people.link(Identity(issuer="lti:1", subject="s-1", person_id=person.id))
        work.profiles.save(world.profile(person, headline="Countess"))
        work.participations.save(world.participation(person))
        work.directory_entries.save_many([world.entry(connection, "7", person)])
        work.news.add_many([world.news(person)])
        work.choices.save_many([world.choice(world.cleo, person)])
        work.merges.save_many([world.merge(person, world.dora)])
        work.audit.add(world.audit_entry(by=person.id))
    return named


class TestEverything:
    def test_what_is_kept_about_somebody(self, world):
        tell(world, world.ada)
        match = world.match(world.cleo, world.ada, state=MatchState.ACCEPTED, note="Please")
        with world.tenant() as work:
            work.matches.add(match)
            work.meetings.save(world.meeting(match))
            told = work.person_records.everything(world.ada.id)
        kinds = ("identity", "participation", "directory_entry", "notification", "choice")
        assert all(len(told[kind]) == 1 for kind in (*kinds, "meeting", "person_merge"))
        (person,) = told["person"]
        assert (person["id"], person["name"]) == (str(world.ada.id), "Ada")
        assert person["email"] == "ada@example.edu"
        assert told["profile"][0]["headline"] == "Countess"
        assert told["match"][0]["note"] == "Please"

    def test_nothing_of_others(self, world):
        tell(world, world.ada)
        other = World(world.storage)
        with world.tenant() as work:
            assert set(work.person_records.everything(world.ben.id)) == {"person"}
        with other.tenant() as work:
            assert work.person_records.everything(world.ada.id) == {}


class TestErasing:
    def test_whoever_had_nothing_with_others_is_gone(self, world):
        tell(world, world.ada)
        with world.tenant() as work:
            assert work.person_records.erase(world.ada.id)
        with world.tenant() as work:
            assert work.people.get(world.ada.id) is None
            assert work.person_records.everything(world.ada.id) == {}
            assert work.people.get(world.ben.id) == world.ben
            (deed,) = work.audit.page(None, 9)
            assert deed.by is None

    def test_what_two_had_together_stays_without_a_word(self, world):
        named = tell(world, world.ada)
        match = world.match(world.cleo, world.ada, state=MatchState.ENDED, note="Please")
        with world.tenant() as work:
            work.matches.add(match)
            work.meetings.save(world.meeting(match))
            assert not work.person_records.erase(world.ada.id)
        with world.tenant() as work:
            blank = replace(named, name="", email="", locale="", presence=Presence.GONE)
            assert work.people.get(world.ada.id) == blank
            assert work.matches.get(match.id) == replace(match, note="")
            told = work.person_records.everything(world.ada.id)
            assert set(told) == {"person", "match", "meeting"}
            assert not work.person_records.erase(world.ada.id)

    def test_events_that_name_them_go_once_they_were_told(self, world):
        endpoint, ada, ben = world.webhook_endpoint(), str(world.ada.id), str(world.ben.id)
        told, waiting, others = (
            replace(world.webhook_event(), data=data)
            for data in ({"mentor_id": ada}, {"person_id": ada, "role": "mentor"}, {"by": ben})
        )
        with world.tenant() as work:
            work.webhook_endpoints.add(endpoint, "whsec_secret")
            for event in (told, waiting, others):
                delivery = work.webhook_deliveries.add(endpoint.id, event)
                if event is not waiting:
                    state = DeliveryState.DELIVERED
                    work.webhook_deliveries.save(replace(delivery, state=state, next_at=None))
            shown = work.person_records.everything(world.ada.id)["outbox"]
            assert {row["id"] for row in shown} == {str(told.id), str(waiting.id)}
            work.person_records.erase(world.ada.id)
            left = work.webhook_deliveries.latest(endpoint.id, 9)
        assert {delivery.event.id for delivery in left} == {waiting.id, others.id}

    def test_they_are_signed_out(self, world):
        session = world.session(1)
        with world.platform() as work:
            work.sessions.add(session)
        with world.tenant() as work:
            work.person_records.erase(session.actor.person_id)
        with world.platform() as work:
            assert work.sessions.find(session.token_hash) is None
