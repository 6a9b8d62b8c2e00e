"""Who is deactivated or deleted by SCIM leaves gracefully; who is active again is back."""

import pytest

from core.domain.match import EndReason, Match, MatchState
from core.domain.program import Participation, Role
from core.services.directory.departures import Departures
from core.services.directory.sink import DEPARTURES
from core.services.scim.leaving import SCIM_DEPARTURES
from tests.web.hub import ORGANIZATION, PROGRAM

OFF = {"op": "Replace", "path": "active", "value": "False"}
ON = {"op": "Replace", "path": "active", "value": "True"}


class Pair:
    """A mentee and a mentor from one provider, matched."""

    def __init__(self, provider):
        self.provider, hub = provider, provider.hub
        self.mentee, self.mentor = (provider.user(n, displayName=n) for n in ("Mia", "Ada"))
        now = hub.clock.now()
        people = [self.person_id(key) for key in (self.mentee, self.mentor)]
        self.match_id = hub.entropy.uuid()
        with hub.storage.tenant(ORGANIZATION) as work:
            for person_id, role in zip(people, (Role.MENTEE, Role.MENTOR), strict=True):
                work.participations.save(
                    Participation(
                        id=hub.entropy.uuid(),
                        organization_id=ORGANIZATION,
                        program_id=PROGRAM,
                        person_id=person_id,
                        role=role,
                        joined_at=now,
                    )
                )
            work.matches.add(
                Match(
                    id=self.match_id,
                    organization_id=ORGANIZATION,
                    program_id=PROGRAM,
                    mentee_id=people[0],
                    mentor_id=people[1],
                    state=MatchState.ACTIVE,
                    created_at=now,
                    updated_at=now,
                )
            )
        self.settle()

    def person_id(self, key):
        return self.provider.entry(key).person_id

    def settle(self):
        """Run the jobs that wait."""
        hub = self.provider.hub
        departures = Departures(hub.storage, hub.clock, hub.entropy)
        leaving = hub.services.scim.leaving.scim_departures
        handlers = {SCIM_DEPARTURES: leaving, DEPARTURES: departures.departures}
        jobs = hub.storage.tables.table("jobs")
        for name, handler in handlers.items():
            waiting = [key for key, job in jobs.items() if job["job"] == name]
            for key in waiting:
                handler(**jobs.pop(key)["arguments"])

    def match(self):
        with self.provider.hub.storage.tenant(ORGANIZATION) as work:
            return work.matches.get(self.match_id)

    def away(self, key, role):
        with self.provider.hub.storage.tenant(ORGANIZATION) as work:
            return work.participations.get(PROGRAM, self.person_id(key), role).away

    def news(self, key):
        with self.provider.hub.storage.tenant(ORGANIZATION) as work:
            return work.news.of_person(self.person_id(key), 9)


@pytest.fixture
def pair(provider):
    return Pair(provider)


@pytest.mark.parametrize("how", ["patch", "put", "delete"])
def test_their_match_ends_and_both_are_told(pair, how):
    path = f"/Users/{pair.mentor}"
    if how == "patch":
        pair.provider.patch(path, OFF)
    elif how == "put":
        sent = {**pair.provider.get(path).json, "active": False}
        assert pair.provider.put(path, sent).status_code == 200
    else:
        pair.provider.delete(path)
    pair.settle()
    assert (pair.match().state, pair.match().end_reason) == (MatchState.ENDED, EndReason.LEFT)
    assert pair.news(pair.mentee)
    assert pair.news(pair.mentor)
    assert pair.away(pair.mentor, Role.MENTOR)
    assert not pair.away(pair.mentee, Role.MENTEE)


def test_who_is_active_again_takes_part_again(pair):
    pair.provider.patch(f"/Users/{pair.mentor}", OFF)
    pair.settle()
    pair.provider.patch(f"/Users/{pair.mentor}", ON)
    pair.settle()
    assert not pair.away(pair.mentor, Role.MENTOR)
    assert pair.match().state is MatchState.ENDED


def test_a_change_of_title_ends_nothing(pair):
    for key in (pair.mentor, pair.mentee):
        pair.provider.patch(f"/Users/{key}", {"op": "replace", "path": "title", "value": "x"})
    pair.settle()
    assert pair.match().state is MatchState.ACTIVE
