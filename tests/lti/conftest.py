"""The hub's LTI routes on in-memory storage, and a platform registered with it."""

import json
import os
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from environs import Env
from flask import Flask, jsonify

from config.hub import hub
from config.settings import read_settings
from config.wiring import Adapters
from core.domain.organization import Organization
from core.domain.registration import Deployment, Registration
from core.errors import MentorloomError
from core.services.activities.activities import Activities
from core.services.activities.progress import Progress
from core.services.administration.sessions import Sessions
from core.services.grades.grading import Grading
from core.services.people.arrivals import Arrivals
from lti.routes import lti_blueprint
from lti.tool import LtiTool
from tests.fakes.encoder import FakeEncoder
from tests.fakes.outbound import FakeOutbound
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeClock, FakeEntropy
from tests.lti.campus import HUB, ISSUER, KEY, Campus, FramedCampus
from web.services import provide

ORGANIZATION = UUID(int=500)
REGISTRATION = UUID(int=501)
JWKS_URL = ISSUER + "/jwks"


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def entropy():
    return FakeEntropy()


@pytest.fixture
def http():
    http = FakeOutbound()
    http.answer(JWKS_URL, json.dumps({"keys": [KEY.jwk]}).encode())
    return http


@pytest.fixture
def registration(clock):
    return Registration(
        id=REGISTRATION,
        organization_id=ORGANIZATION,
        issuer=ISSUER,
        client_id="hub-1",
        auth_login_url=ISSUER + "/auth",
        token_url=ISSUER + "/token",
        jwks_url=JWKS_URL,
        created_at=clock.now(),
    )


def filled(storage, clock, registration):
    """The storage, with an organization that has registered the platform."""
    with storage.platform() as work:
        work.organizations.save(
            Organization(id=ORGANIZATION, slug="campus", name="Campus", created_at=clock.now())
        )
        work.registrations.save(registration)
        work.registrations.save_deployment(
            Deployment(
                registration_id=REGISTRATION, deployment_id="1", organization_id=ORGANIZATION
            )
        )
    return storage


@pytest.fixture
def storage(clock, registration):
    return filled(FakeStorage(), clock, registration)


@pytest.fixture
def change_registration(storage, registration):
    def change(**fields):
        with storage.platform() as work:
            work.registrations.save(replace(registration, **fields))

    return change


def make_app(storage, clock, entropy, http, public_url=HUB):
    """A small app: our routes, and errors as JSON that tests can read."""
    app = Flask(__name__)
    progress = Progress(clock, Grading(clock))
    services = SimpleNamespace(
        activities=Activities(storage, clock, entropy, progress),
        arrivals=Arrivals(storage, clock, entropy),
        sessions=Sessions(storage, clock, entropy, timedelta(hours=12)),
    )
    settings = SimpleNamespace(public_url=public_url, secure=public_url.startswith("https://"))
    provide(app, services, settings)

    @app.errorhandler(MentorloomError)
    def tell(error):
        fields = sorted(getattr(error, "fields", {}))
        told = {"code": error.code, "message": str(error), "fields": fields, **error.params}
        return jsonify(told), 400

    tool = LtiTool.assemble(storage, clock, entropy, http, public_url)
    app.register_blueprint(lti_blueprint(tool))
    return app


@pytest.fixture
def app(storage, clock, entropy, http):
    return make_app(storage, clock, entropy, http)


@pytest.fixture
def campus(app, clock):
    return Campus(app, clock)


@pytest.fixture
def whole_hub(storage, clock, entropy, http, monkeypatch):
    """The whole application: its own checks, and errors as pages."""
    for name in [name for name in os.environ if name.startswith("MENTORLOOM_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("MENTORLOOM_PUBLIC_URL", HUB)
    return hub(
        Adapters(
            settings=read_settings(Env()),
            storage=storage,
            clock=clock,
            entropy=entropy,
            http=http,
            encoder=FakeEncoder(),
            checks={},
        )
    )


@pytest.fixture
def framed(whole_hub, clock):
    return FramedCampus(whole_hub, clock)


@pytest.fixture
def session_of(storage):
    """The session that a successful launch opened."""

    def find(answer):
        assert answer.status_code == 303, answer.text
        (session,) = storage.tables.table("sessions").values()
        return session

    return find


@pytest.fixture
def person_of(storage):
    """The person of a session."""

    def find(session):
        with storage.tenant(session.actor.organization_id) as work:
            return work.people.get(session.actor.person_id)

    return find


@pytest.fixture
def nobody_arrived(storage):
    """Asserts that a refused launch left nothing behind."""
    yield
    assert storage.tables.table("sessions") == {}
    assert not any(name.endswith("/people") and rows for name, rows in storage.tables.rows.items())


@pytest.fixture
def refused(storage):
    def check(answer, reason=""):
        assert answer.status_code == 400, answer.status_code
        assert answer.json["code"] == "forbidden"
        assert reason in answer.json.get("reason", answer.json["message"])
        assert storage.tables.table("sessions") == {}

    return check
