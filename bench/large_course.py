"""A course of the stand-in campus with as many people as one likes, read by a hub over HTTP."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from werkzeug.serving import make_server

from config.demo import DemoCampus
from config.hub import hub
from config.settings import read_settings
from config.wiring import Adapters, adapters, database
from core.domain.course import Course, CourseServices
from core.domain.registration import Registration
from core.ports.learning_platform import RosterSource
from demo.addresses import Addresses
from demo.directory import institution
from demo.server import campus_server
from demo.services import urls
from demo.services.made_up import made_up_members
from demo.services.places import Place
from lti.keys import ToolKeyring
from lti.services.platform import AdvantageServices
from storage.migrate import upgrade

INSTITUTIONS = {"moodle": "lindenmoor", "canvas": "fjordwerk"}
"""One of the campus's for each dialect."""


@dataclass(frozen=True, slots=True)
class LargeCourse:
    """What a hub knows of the course, and the campus's side of it."""

    joined: Adapters
    url: str
    campus: Any
    place: Place
    registration: Registration
    course: Course
    source: RosterSource

    def enrol(self, count: int) -> None:
        """Make these many people its roster."""
        members = made_up_members(self.place.institution, count)
        self.campus.records.memberships.enrol(self.place, members)


@contextmanager
def large_course(dialect: str, folder: Path) -> Iterator[LargeCourse]:
    """A hub on a fresh embedded PostgreSQL, and the campus, both on free ports."""
    ports = [_free_port(), _free_port()]
    tool, campus = (f"http://localhost:{port}" for port in ports)
    addresses = Addresses(campus=campus, tool=tool, folder=folder / "campus")
    settings = replace(
        read_settings(),
        data_dir=folder,
        database_url="",
        public_url=tool,
        outbound_allowed_origins=frozenset({campus}),
    )
    with database(settings) as url:
        upgrade(url)
        with adapters(replace(settings, database_url=url)) as joined:
            yield from _served(dialect, joined, url, addresses, ports)


def _served(
    dialect: str, joined: Adapters, url: str, addresses: Addresses, ports: list[int]
) -> Iterator[LargeCourse]:
    DemoCampus(joined.storage, joined.clock, joined.entropy, addresses).load()
    servers = [
        # The campus fetches the hub's keys, which sign what it asks for tokens.
        make_server("localhost", ports[0], hub(joined), threaded=True),
        campus_server(addresses, "localhost", ports[1]),
    ]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    yield _known(dialect, joined, url, addresses, servers[1].app.extensions["campus"])
    for server in servers:
        server.shutdown()
        server.server_close()


def _known(
    dialect: str, joined: Adapters, url: str, addresses: Addresses, campus: Any
) -> LargeCourse:
    at = institution(INSTITUTIONS[dialect])
    taught = next(course for course in at.courses if course.mentoring)
    place = Place(at, taught, campus.tools.hub(at.slug))
    with joined.storage.platform() as work:
        registrations = work.registrations.all()
    registration = next(r for r in registrations if r.client_id == at.client_id)
    with joined.storage.tenant(registration.organization_id) as work:
        known = work.courses.get(registration.id, taught.id)
        assert known is not None
        offered = CourseServices(memberships_url=_memberships(dialect, addresses, place))
        course = replace(known, services=offered, link_id=taught.link_id)
        work.courses.save(course)
    keyring = ToolKeyring(joined.storage, joined.clock, joined.entropy)
    services = AdvantageServices.assemble(
        joined.storage, joined.http, keyring, joined.clock, joined.entropy
    )
    return LargeCourse(joined, url, campus, place, registration, course, services.roster)


def _memberships(dialect: str, addresses: Addresses, place: Place) -> str:
    if dialect == "moodle":
        return f"{urls.moodle_binding(addresses, place)}/memberships"
    return f"{urls.canvas_course(addresses, place)}/names_and_roles"


def _free_port() -> int:
    with socket.create_server(("localhost", 0)) as server:
        return int(server.getsockname()[1])
