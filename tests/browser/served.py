"""The hub served to a real browser, with people in every situation a page knows."""

import logging
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from uuid import UUID

import structlog
from werkzeug.serving import WSGIRequestHandler, make_server

from core.domain.activity import Activity
from core.domain.actor import Actor
from core.domain.course import Course
from core.domain.identifiers import RegistrationId
from core.domain.person import Person
from core.domain.program import Role
from core.services.administration.entra_accounts import EntraAccount
from tests.browser.activities import begin, launched, put_activities
from tests.browser.choosing import question
from tests.browser.connections import put_connections
from tests.browser.courses import settle_courses
from tests.browser.fairness import put_answers
from tests.browser.gradebook import put_scores
from tests.browser.learned import put_learned
from tests.browser.library import put_library
from tests.browser.lists import put_lists
from tests.browser.meetings import put_meetings
from tests.browser.news import put_news
from tests.browser.people import put_people
from tests.browser.registrations import put_registrations
from tests.browser.runs import put_runs
from tests.browser.teams import put_teams
from tests.browser.together import put_times_and_groups
from tests.browser.webhooks import put_webhooks
from tests.lti.settings.settings_hub import SettingsHub
from tests.web.hub import HTTP

OFFERED = {
    "smtp_url": "smtp://localhost",
    "mail_from": "hub@uni.test",
    "entra_tenant": "11111111-2222-3333-4444-555555555555",
    "entra_client_id": "hub-app",
    "entra_client_secret": "s3cret",
}
"""Settings of a hub that sends mail and takes accounts of Microsoft."""
NOTE = (
    "Hello! I read that you led a migration like the one ahead of me.\n"
    "Could we talk about it, perhaps every second week?"
)


class Silent(WSGIRequestHandler):
    def log(self, *_args: object) -> None:
        return None


@dataclass
class Served:
    """Where the hub is, and who can sign in there.

    Storage in memory knows no threads and browsers open several connections, so whoever touches
    it while pages are open waits for its turn.
    """

    hub: SettingsHub
    url: str
    turn: threading.Lock
    actors: dict[str, Actor] = field(default_factory=dict)
    sign_in: str = ""
    """The secret of an administrator's link that nobody used yet."""
    activities: dict[str, Activity] = field(default_factory=dict)
    """By kind."""
    subject: str = "campus-of-chidinma"
    """Of "matched"."""
    mail_off: str = ""
    """Path of the link at the end of a mail."""
    from_file: str = ""
    """The id of somebody without an account."""
    runs: dict[str, str] = field(default_factory=dict)
    """What stands for ids of match runs."""
    connections: dict[str, str] = field(default_factory=dict)
    """What stands for ids of connections."""
    webhooks: dict[str, str] = field(default_factory=dict)
    """What stands for ids of endpoints and of an event."""
    teams: dict[str, str] = field(default_factory=dict)
    """What stands for ids of Teams tenants."""
    questions: dict[str, str] = field(default_factory=dict)
    """Paths of pages to choose on."""

    def token(self, who: str, theme: str = "light", locale: str = "en") -> str:
        with self.turn:
            return self.hub.services.sessions.open(self.actors[who], "lti", theme, locale).token

    def ticket(self, who: str) -> str:
        with self.turn:
            return self.hub.services.sessions.open(self.actors[who], "lti", "light", "en").ticket

    def newcomer(self, name: str, **changes: object) -> None:
        """Somebody whom the LMS sends here for the first time."""
        mara = self.actors["mentee"]
        now = self.hub.clock.now()
        person = Person(
            id=self.hub.entropy.uuid(),
            organization_id=mara.organization_id,
            name=name,
            email="",
            created_at=now,
            updated_at=now,
        )
        with self.turn, self.hub.storage.tenant(mara.organization_id) as work:
            work.people.save(person)
        self.actors[name] = replace(mara, person_id=person.id, **changes)


@contextmanager
def serve() -> Iterator[Served]:
    """A hub on a free port of this machine, for as long as the block lasts."""
    turn = threading.Lock()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    hub = SettingsHub(replace(HTTP, **OFFERED))
    inner = hub.app.wsgi_app

    def one_at_a_time(environ, start_response):
        # Read and closed before anything is sent: a browser that leaves early, as they do with
        # icons, leaves no file open.
        with turn, closing(inner(environ, start_response)) as answer:
            return [b"".join(answer)]

    hub.app.wsgi_app = one_at_a_time
    server = make_server("localhost", 0, hub.app, threaded=True, request_handler=Silent)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    served = Served(hub, f"http://localhost:{server.server_port}", turn)
    settle(served)
    settle_courses(served)
    yield served
    server.shutdown()
    thread.join()
    server.server_close()
    structlog.reset_defaults()


def settle(served: Served) -> None:
    """Bring people into every situation."""
    hub = served.hub
    hub.load_demo()
    hub.read_texts()
    names = {
        "mentee": "Mara Lindqvist",
        "asking": "Yusuf Demir",
        "matched": "Chidinma Okafor",
        "circle": "Jonas Weidner",
        "mentor": "David Osei",
        "teacher": "Nadia Benyahia",
    }
    served.actors = {who: hub.demo_actor(name) for who, name in names.items()}
    served.actors["teacher"] = replace(served.actors["teacher"], manages=True, administers=True)
    requests, mentor = hub.services.requests, served.actors["mentor"].person_id
    requests.ask(served.actors["asking"], mentor, NOTE)
    match = requests.ask(served.actors["matched"], mentor, NOTE)
    requests.accept(served.actors["mentor"], match.id)
    put_meetings(served, match.id)
    served.newcomer("newcomer")
    served.newcomer("undecided")
    hub.services.participations.join(served.actors["undecided"], Role.MENTEE)
    served.newcomer("starter", program_id=None, manages=True, context_id="new-course")
    served.newcomer("early", program_id=None, context_id="new-course")
    served.newcomer("nowhere", program_id=None, context_id=None)
    served.actors["administrator"] = hub.administrator()
    served.actors["operator"] = hub.administrator("op@uni.test", operates=True)
    served.sign_in = hub.services.administrators.invite("new@uni.test", "uni").token
    linked = hub.services.administrators.invite("linked@uni.test", "uni").token
    account = EntraAccount(tenant="tenant", subject="linked", label="linked@uni.onmicrosoft.com")
    served.actors["linked"] = hub.services.entra_accounts.link(linked, account)
    put_registrations(hub)
    served.connections = put_connections(hub, served.actors["administrator"])
    served.webhooks = put_webhooks(hub, served.actors["administrator"])
    served.teams = put_teams(hub, served.actors["administrator"])
    for who in ("starter", "early"):
        place(served, who, served.actors[who].registration_id)
    actors = served.actors
    launched(hub, actors["matched"], served.subject)
    served.activities = put_activities(hub, actors["teacher"])
    begin(hub, served.activities, actors["matched"], actors["mentor"])
    served.questions = {
        "<choose>": question(served),
        "<choose-nothing>": question(served, accept_types=["link"]),
    }
    put_times_and_groups(served)
    put_library(hub, actors["mentee"])
    served.mail_off = put_news(hub, actors["mentor"])
    served.from_file = put_people(hub, actors["teacher"])
    put_lists(served)
    served.runs = put_runs(hub, actors["teacher"])
    put_scores(hub, served.activities["path_step"])
    put_answers(hub, actors["teacher"])
    put_learned(hub, actors["administrator"])


def place(served: Served, who: str, registration_id: RegistrationId | UUID | None) -> None:
    assert registration_id is not None
    actor = served.actors[who]
    with served.hub.storage.tenant(actor.organization_id) as work:
        work.courses.save(
            Course(
                registration_id=registration_id,
                context_id=actor.context_id,
                organization_id=actor.organization_id,
                title="Research Methods",
            )
        )
