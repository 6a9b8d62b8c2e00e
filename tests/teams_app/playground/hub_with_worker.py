"""The hub on PostgreSQL, over real HTTP, with a worker; it knows the people of the Playground.

Its clock stands at a Monday morning, when nobody rests, until a test moves it.
"""

import logging
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

import structlog

from config.hub import handlers, hub, services
from config.wiring import Adapters, outbound
from core.domain.actor import Actor
from core.domain.organization import Organization
from core.domain.person import ENTRA_ISSUER, Identity, Person
from core.domain.profile import Profile, Seniority
from core.domain.program import Participation, Program, Role
from core.domain.teams_tenant import TeamsTenant
from core.services.people.profiles import defer_encoding
from integrations.base.system import SystemEntropy
from tests.fakes.encoder import FakeEncoder
from tests.fakes.time_and_chance import FakeClock
from tests.storage.at_work import jobs, until, working
from tests.teams_app.playground.proxy import METADATA, running
from tests.web.hub import HTTP

ORGANIZATION, PROGRAM, TEAMS = UUID(int=1), UUID(int=2), UUID(int=3)
APP_ID = "5f0c7f3e-8d1a-4b52-9c33-2a6f1e0d4b11"
PROFILES = {
    "mira": {
        "headline": "Became a team lead in spring",
        "goals": ("I want to give honest feedback to people who were my peers.",),
        "skills_wanted": ("giving feedback", "delegation"),
        "seniority": Seniority.EARLY,
    },
    "omar": {
        "headline": "Leads leaders",
        "skills_offered": ("giving feedback", "delegation"),
        "experience": ("Led teams for twelve years",),
        "seniority": Seniority.SENIOR,
    },
    "ines": {
        "headline": "Runs projects with customers",
        "skills_offered": ("project management",),
        "experience": ("Managed projects for ten years",),
        "seniority": Seniority.SENIOR,
    },
}
ROLES = {"mira": Role.MENTEE, "omar": Role.MENTOR, "ines": Role.MENTOR}


@dataclass
class Hub:
    """The running hub.

    Attributes:
        people: first names -> who that is.
    """

    url: str
    adapters: Adapters
    clock: FakeClock
    handlers: dict
    people: dict

    @property
    def services(self):
        return services(self.adapters)

    def run(self, job):
        """Have the worker do what a schedule would have it do, and all that comes of it."""
        with self.adapters.storage.platform() as work:
            work.jobs.defer(job)
        until(lambda: not jobs(self.adapters.settings.database_url))

    def actor(self, name):
        return Actor(organization_id=ORGANIZATION, person_id=self.people[name], program_id=PROGRAM)


@contextmanager
def running_hub(storage, url, box, playground):
    """Serve it and run its jobs for as long as the block lasts.

    Args:
        storage: empty, on PostgreSQL.
        url: of that database.
        box: the proxy that Microsoft's services are found at.
        playground: whose people it knows.
    """
    clock = FakeClock()
    settings = replace(
        HTTP,
        database_url=url,
        entra_authority=box.url,
        graph_url=f"{box.url}/graph",
        teams_bot_metadata=f"{box.url}{METADATA}",
        teams_connectors=frozenset({box.url}),
        outbound_allowed_origins=frozenset({box.url}),
    )
    box.now, box.client_id = lambda: clock.now().timestamp(), client_id(playground.config)
    adapters = Adapters(
        settings=settings,
        storage=storage,
        clock=clock,
        entropy=SystemEntropy(),
        http=outbound(settings),
        encoder=FakeEncoder(),
        checks={},
    )
    people = settle(adapters, playground.config)
    deeds = handlers(adapters)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with running(hub(adapters)) as origin, working(url, deeds):
        box.hub = origin
        yield Hub(origin, adapters, clock, deeds, people)
    structlog.reset_defaults()


def client_id(config):
    return config["bot"]["id"].removeprefix("28:")


def settle(adapters, config):
    """Bring the Playground's tenant and people into the hub."""
    storage, now = adapters.storage, adapters.clock.now()
    with storage.platform() as platform:
        platform.organizations.save(
            Organization(id=ORGANIZATION, slug="campus", name="Campus", created_at=now)
        )
        platform.teams_tenants.save(
            TeamsTenant(
                id=TEAMS,
                organization_id=ORGANIZATION,
                tenant=config["tenantId"],
                client_id=client_id(config),
                app_id=APP_ID,
                created_at=now,
            )
        )
        platform.teams_tenants.save_secret(TEAMS, "the secret")
    everybody = [config["currentUser"], *config["users"]]
    names = [one["givenName"].lower() for one in everybody]
    people = {name: UUID(int=100 + place) for place, name in enumerate(names)}
    with storage.tenant(ORGANIZATION) as work:
        work.programs.save(
            Program(id=PROGRAM, organization_id=ORGANIZATION, name="Leading", created_at=now)
        )
        for one, name in zip(everybody, names, strict=True):
            _add(work, one, people[name], config["tenantId"], now)
        for name, profile in PROFILES.items():
            work.profiles.save(Profile(person_id=people[name], updated_at=now, **profile))
            work.participations.save(_participation(people[name], ROLES[name], now))
            defer_encoding(work.jobs, ORGANIZATION, people[name])
    return people


def _add(work, one, person_id, tenant, now):
    work.people.save(
        Person(
            id=person_id,
            organization_id=ORGANIZATION,
            name=one["name"],
            email=one["email"],
            created_at=now,
            updated_at=now,
        )
    )
    identity = Identity(
        issuer=ENTRA_ISSUER.format(tenant), subject=one["aadObjectId"], person_id=person_id
    )
    work.people.link(identity)


def _participation(person_id, role, now):
    return Participation(
        id=UUID(int=person_id.int + 100),
        organization_id=ORGANIZATION,
        program_id=PROGRAM,
        person_id=person_id,
        role=role,
        capacity=2 if role is Role.MENTOR else 1,
        joined_at=now,
    )
