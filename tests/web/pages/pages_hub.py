"""A hub with its pages on in-memory storage, and the campus's made-up people in it."""

from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import BytecodeCache, FileSystemLoader, StrictUndefined

import web
from config.demo import DemoCampus
from core.domain.actor import Actor
from core.domain.program import Role
from core.services.people.encoding import ENCODE_PROFILE, ENCODE_PROGRAM, Encoding
from demo.addresses import Addresses
from tests.fakes.encoder import FakeEncoder
from tests.web.hub import Hub
from web.pages import pages

TEMPLATES = Path(web.__file__).parent / "templates"


class Compiled(BytecodeCache):
    """Each template is compiled once a process; hubs come and go."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


@dataclass
class PagesHub(Hub):
    """The hub of tests/web with real templates; anything undefined in them is an error."""

    blueprints: list = field(default_factory=lambda: [pages])

    def __post_init__(self) -> None:
        super().__post_init__()
        self.app.jinja_loader = FileSystemLoader(TEMPLATES)
        self.app.jinja_env.undefined = StrictUndefined
        self.app.jinja_env.bytecode_cache = COMPILED

    def load_demo(self) -> None:
        addresses = Addresses()
        DemoCampus(self.storage, self.clock, self.entropy, addresses).load()

    def read_texts(self) -> None:
        """Do what the worker would: encode every profile that was promised to be."""
        self.read_texts_only()
        self.storage.tables.table("jobs").clear()

    def read_texts_only(self) -> None:
        """Do the same, and leave other promises alone."""
        encoding = Encoding(self.storage, FakeEncoder())
        handlers = {
            ENCODE_PROFILE: encoding.encode_profile,
            ENCODE_PROGRAM: encoding.encode_program,
        }
        jobs = self.storage.tables.table("jobs")
        for key, row in list(jobs.items()):
            if row["job"] in handlers:
                handlers[row["job"]](**row["arguments"])
                del jobs[key]

    def demo_actor(self, name: str, **changes: bool) -> Actor:
        """A person of the demo, as a launch from their course would make them."""
        with self.storage.platform() as work:
            organizations = work.organizations.all()
            registrations = work.registrations.all()
        for organization in organizations:
            with self.storage.tenant(organization.id) as work:
                for program in work.programs.all():
                    for part in work.participations.of_program(program.id):
                        person = work.people.get(part.person_id)
                        if person.name == name:
                            registration = next(
                                r for r in registrations if r.organization_id == organization.id
                            )
                            (course, *_) = work.courses.of_program(program.id)
                            return Actor(
                                organization_id=organization.id,
                                person_id=person.id,
                                program_id=program.id,
                                registration_id=registration.id,
                                context_id=course.context_id,
                                **changes,
                            )
        raise LookupError(name)

    def demo_names(self, role: Role) -> list[str]:
        names = []
        with self.storage.platform() as work:
            organizations = work.organizations.all()
        for organization in organizations:
            with self.storage.tenant(organization.id) as work:
                for program in work.programs.all():
                    names += [
                        work.people.get(p.person_id).name
                        for p in work.participations.of_program(program.id)
                        if p.role is role
                    ]
        return names
