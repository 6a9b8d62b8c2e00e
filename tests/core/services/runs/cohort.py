"""A programme in memory that fills up line by line, and runs of it."""

from itertools import count
from uuid import UUID

from core.domain.actor import Actor
from core.domain.match import Match, MatchState
from core.domain.match_run import RunOptions
from core.domain.match_run_pages import PairQuery
from core.domain.organization import Organization
from core.domain.person import Person
from core.domain.program import Participation, Program, Role
from core.services.activities.progress import Progress
from core.services.people.notifications import Notifications
from core.services.runs.choosing import RunChoosing
from core.services.runs.comparison import RunComparisons
from core.services.runs.computing import RunComputing
from core.services.runs.edits import RunEdits
from core.services.runs.publishing import MEASURE_PUBLISHED, RunPublishing
from core.services.runs.runs import COMPUTE_RUN, Runs
from tests.fakes.encoder import FakeEncoder
from tests.fakes.matching import embeddings, someone
from tests.fakes.scorekeeper import FakeScorekeeper
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeClock, FakeEntropy
from tests.fakes.worker import run_all

ORGANIZATION, PROGRAM = UUID(int=1), UUID(int=2)
SKILLS = ("rust", "law", "design", "baking")


class Cohort:
    def __init__(self, storage=None, clock=None, **program):
        self.storage, self.clock = storage or FakeStorage(), clock or FakeClock()
        self.entropy = FakeEntropy()
        self._numbers = count(50_000)
        storage, clock, model = self.storage, self.clock, FakeEncoder.model
        self.runs = Runs(storage, clock, self.entropy)
        self.choosing = RunChoosing(storage, clock, model)
        self.edits = RunEdits(storage, clock, model)
        self.computing = RunComputing(storage, clock, model)
        self.comparisons = RunComparisons(storage)
        self.scorekeeper = FakeScorekeeper()
        self.publishing = RunPublishing(
            storage,
            clock,
            self.entropy,
            Notifications(clock, self.entropy),
            Progress(clock, self.scorekeeper),
            model,
        )
        with storage.platform() as platform:
            platform.organizations.save(
                Organization(id=ORGANIZATION, slug="uni", name="Uni", created_at=clock.now())
            )
        with self.work() as work:
            work.programs.save(
                Program(
                    id=PROGRAM,
                    organization_id=ORGANIZATION,
                    name="Peers",
                    created_at=clock.now(),
                    **program,
                )
            )
        self.tess = self.person("Tess")
        self.manager = self.actor(self.tess, manages=True)

    def work(self):
        return self.storage.tenant(ORGANIZATION)

    def uuid(self):
        return UUID(int=next(self._numbers))

    def person(self, name, person_id=None, **fields):
        now = self.clock.now()
        made = Person(
            id=person_id or self.uuid(),
            organization_id=ORGANIZATION,
            name=name,
            email=f"{name.lower()}@example.edu",
            created_at=now,
            updated_at=now,
            **fields,
        )
        with self.work() as work:
            work.people.save(made)
        return made.id

    def add(self, role, name, *, capacity=1, test_user=False, told=True, part=None, **profile):
        who = someone(**profile)
        self.person(name, who.person_id, test_user=test_user)
        with self.work() as work:
            if told:
                work.profiles.save(who)
                work.embeddings.replace(who.person_id, FakeEncoder.model, embeddings(who))
            work.participations.save(
                Participation(
                    id=self.uuid(),
                    organization_id=ORGANIZATION,
                    program_id=PROGRAM,
                    person_id=who.person_id,
                    role=role,
                    capacity=capacity,
                    joined_at=self.clock.now(),
                    **(part or {}),
                )
            )
        return who.person_id

    def mentee(self, name, *skills, **options):
        return self.add(Role.MENTEE, name, skills_wanted=skills, **options)

    def mentor(self, name, *skills, **options):
        return self.add(Role.MENTOR, name, skills_offered=skills, **options)

    def change(self, role, who, **values):
        with self.work() as work:
            part = work.participations.get(PROGRAM, who, role)
            work.participations.save(type(part)(**{**fields_of(part), **values}))

    def match(self, mentee, mentor, state=MatchState.ACCEPTED, **values):
        now = self.clock.now()
        made = Match(
            id=self.uuid(),
            organization_id=ORGANIZATION,
            program_id=PROGRAM,
            mentee_id=mentee,
            mentor_id=mentor,
            state=state,
            created_at=now,
            updated_at=now,
            **values,
        )
        with self.work() as work:
            work.matches.add(made)
        return made

    def matches(self, *states):
        with self.work() as work:
            return work.matches.of_program(PROGRAM, states or None)

    def actor(self, who, **more):
        return Actor(organization_id=ORGANIZATION, person_id=who, program_id=PROGRAM, **more)

    def start(self, **options):
        """Start a run and let the worker compute it."""
        run = self.runs.start(self.manager, RunOptions(**options))
        self.do_jobs()
        return run.id

    def do_jobs(self):
        handlers = {
            COMPUTE_RUN: self.computing.compute_match_run,
            MEASURE_PUBLISHED: self.publishing.measure_published_matches,
        }
        run_all(self.storage, handlers)

    def view(self, run_id, **query):
        return self.runs.view(self.manager, run_id, PairQuery(**query))

    def pairs(self, run_id):
        """Mentee's name -> mentor's name."""
        return {n.mentee.name: n.mentor.name for n in self.view(run_id).page.pairs}

    def stored(self, run_id, mentee):
        with self.work() as work:
            return work.run_pairs.get_many(run_id, [mentee]).get(mentee)


def fields_of(row):
    return {name: getattr(row, name) for name in type(row).__dataclass_fields__}
