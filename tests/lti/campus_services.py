"""A course of the stand-in campus, with our service clients speaking to it as a hub would."""

import re
from datetime import UTC, datetime
from uuid import UUID

from core.domain.course import Course
from core.domain.registration import Registration
from demo.addresses import CAMPUS_URL, Addresses
from demo.app import create_campus
from demo.directory import institution
from demo.services.memberships import LEARNER, TEACHER, Member
from demo.services.places import Place
from demo.tool_keys import Fetched
from lti.keys import ToolKeyring
from lti.service_claims import read_services
from lti.services.platform import AdvantageServices
from tests.demo.conftest import Browser
from tests.fakes.app_http import AppHttp
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeClock, FakeEntropy
from tests.lti.campus import tool_key

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"


class CampusPlace:
    """A course, and what a hub knows of it after one launch."""

    def __init__(self, folder, slug, where):
        self.app = create_campus(Addresses(folder=folder))
        self.campus = self.app.extensions["campus"]
        self.http = AppHttp(self.app, CAMPUS_URL)
        self.storage, self.clock = (
            FakeStorage(),
            FakeClock(datetime.now(UTC).replace(microsecond=0)),
        )
        self.institution = institution(slug)
        self._launch(where)
        self.services = self._services()
        self.roster, self.gradebook = self.services.roster, self.services.gradebook

    def _services(self):
        with self.storage.platform() as work:
            work.tool_keys.save(tool_key(self.clock.now()))
        entropy = FakeEntropy()
        self.keyring = ToolKeyring(self.storage, self.clock, entropy)
        self.campus.tool_keys._get = self._published
        return AdvantageServices.assemble(
            self.storage, self.http, self.keyring, self.clock, entropy
        )

    def _published(self, _url):
        return Fetched(self.clock.now(), tuple(self.keyring.jwks()["keys"]))

    def _launch(self, where):
        """Open the Mentoring activity, and keep what its launch says."""
        claims = Browser(self.app.test_client()).launch(f"{self.institution.slug}/{where}")
        context = claims[CLAIM + "context"]["id"]
        tool = self.campus.tools.hub(self.institution.slug)
        known = next(c for c in self.institution.courses if c.id == context)
        self.place = Place(self.institution, known, tool)
        self.registration = Registration(
            id=UUID(int=1),
            organization_id=UUID(int=2),
            issuer=claims["iss"],
            client_id=tool.client_id,
            auth_login_url=self.campus.addresses.authorization,
            token_url=self.campus.addresses.token,
            jwks_url=self.campus.addresses.jwks,
            product_family=self.institution.dialect,
            created_at=self.clock.now(),
        )
        self.course = Course(
            registration_id=self.registration.id,
            context_id=context,
            organization_id=self.registration.organization_id,
            link_id=claims[CLAIM + "resource_link"]["id"],
            services=read_services(claims),
        )

    def enrol(self, count):
        """One teacher and learners; returns their subjects, the teacher first."""
        members = [
            Member(
                subject=str(9_000 + number),
                username=f"n{number}",
                given_name="N",
                family_name=str(number),
                email=f"{number}@x.example",
                role=LEARNER if number else TEACHER,
            )
            for number in range(count)
        ]
        self.campus.records.memberships.enrol(self.place, members)
        return [member.subject for member in members]

    def remove_column(self, url):
        self.campus.records.line_items.remove(self.place, self.number(url))

    def number(self, url):
        """The campus's own number of a column."""
        return int(re.search(r"/line_?items/(\d+)", url)[1])

    def grade(self, url, subject):
        """What somebody has in a column."""
        grades = self.campus.records.grades.of(self.number(url))
        return next((grade for grade in grades if grade.subject == subject), None)

    def break_down(self):
        self.http.away = True


class MoodlePlace(CampusPlace):
    def __init__(self, folder):
        super().__init__(folder, "lindenmoor", "mara-lindqvist/SE301")


class CanvasPlace(CampusPlace):
    def __init__(self, folder):
        super().__init__(folder, "fjordwerk", "amina-yildiz/LEAD-1")
