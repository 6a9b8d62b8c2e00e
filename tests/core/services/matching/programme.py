"""A programme on the in-memory storage, whose suggestions are looked at."""

from collections import Counter
from dataclasses import replace
from uuid import UUID

from core.domain.actor import Actor
from core.domain.match import Match
from core.domain.matching_settings import MatchingSettings
from core.domain.person import Person
from core.domain.program import Participation, Role
from core.services.matching.suggestions import Suggestions
from tests.fakes.encoder import FakeEncoder
from tests.fakes.matching import embeddings, someone
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeClock

ORGANIZATION, PROGRAM = UUID(int=1), UUID(int=2)


class Programme:
    """A programme that fills up line by line."""

    def __init__(self):
        self.storage, self.clock = FakeStorage(), FakeClock()
        self.suggestions = Suggestions(self.storage, self.clock, FakeEncoder.model)
        self.numbers = Counter()

    def uuid(self):
        self.numbers["ids"] += 1
        return UUID(int=50_000 + self.numbers["ids"])

    def add(self, role, *, name="Somebody", capacity=1, paused=False, encoded=True, **profile):
        who = someone(**profile)
        now = self.clock.now()
        with self.storage.tenant(ORGANIZATION) as work:
            work.people.save(
                Person(
                    id=who.person_id,
                    organization_id=ORGANIZATION,
                    name=name,
                    created_at=now,
                    updated_at=now,
                )
            )
            work.profiles.save(who)
            work.participations.save(
                Participation(
                    id=self.uuid(),
                    organization_id=ORGANIZATION,
                    program_id=PROGRAM,
                    person_id=who.person_id,
                    role=role,
                    capacity=capacity,
                    paused=paused,
                    joined_at=now,
                )
            )
            if encoded:
                work.embeddings.replace(who.person_id, FakeEncoder.model, embeddings(who))
        return who.person_id

    def mentor(self, **options):
        return self.add(Role.MENTOR, **options)

    def mentee(self, **options):
        return self.add(Role.MENTEE, **options)

    def match(self, mentee, mentor, state, end_reason=None):
        now = self.clock.now()
        self.clock.advance(minutes=1)
        with self.storage.tenant(ORGANIZATION) as work:
            work.matches.add(
                Match(
                    id=self.uuid(),
                    organization_id=ORGANIZATION,
                    program_id=PROGRAM,
                    mentee_id=mentee,
                    mentor_id=mentor,
                    state=state,
                    end_reason=end_reason,
                    created_at=now,
                    updated_at=now,
                )
            )

    def decide(self, **settings):
        with self.storage.tenant(ORGANIZATION) as work:
            work.matching_settings.save(MatchingSettings(program_id=PROGRAM, **settings))

    def entered_by_others(self, mentor):
        with self.storage.tenant(ORGANIZATION) as work:
            stored = work.participations.get(PROGRAM, mentor, Role.MENTOR)
            work.participations.save(replace(stored, agreed=False))

    def shown(self, mentee, limit=10):
        return self.suggestions.for_mentee(self.actor(mentee), limit)

    def detail(self, mentee, mentor):
        return self.suggestions.for_mentor_detail(self.actor(mentee), mentor)

    @staticmethod
    def actor(person):
        return Actor(organization_id=ORGANIZATION, person_id=person, program_id=PROGRAM)


def ids(found):
    return [item.person.id for item in found.items]


def rounded(item):
    """The same up to the last bits, which depend on how many mentors are computed at once."""
    reasons = [replace(r, contribution=round(r.contribution, 9)) for r in item.candidate.reasons]
    return replace(item, candidate=replace(item.candidate, reasons=tuple(reasons)))
