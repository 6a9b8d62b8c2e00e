"""The hub as it is really joined together, on a real database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from config.cli.scheduler import MAIL_SCHEDULES, SCHEDULES
from config.hub import handlers as hub_handlers
from config.hub import hub
from config.jobs import job_handlers
from config.settings import read_settings
from config.wiring import adapters, outbound, postbox
from core.errors import InvalidInputError
from core.ports.webhook_repositories import DELIVER_WEBHOOKS
from core.services.administration.retention import PURGE_EXPIRED
from core.services.appointments.reminders import REMIND_APPOINTMENTS
from core.services.connections.hooks import RENEW_HOOKS
from core.services.connections.promises import SYNC_CONNECTION
from core.services.connections.runner import SYNC_CONNECTIONS
from core.services.courses.course_copies import COURSE_COPIED
from core.services.courses.roster_promises import SYNC_ROSTER
from core.services.courses.rosters import SYNC_ROSTERS
from core.services.directory.believing import BELIEVE_AGAIN, RECOGNISE_AGAIN
from core.services.directory.sink import DEPARTURES, MANAGER_LINES, SIGN_OUT
from core.services.grades.course_scores import SEND_SCORES_AGAIN
from core.services.grades.gradebook_columns import FIND_COLUMN
from core.services.grades.grading import POST_SCORE
from core.services.grades.score_posting import SWEEP_SCORES
from core.services.library.encoding import ENCODE_RESOURCES
from core.services.matching.learning import LEARN_PROGRAM, LEARN_PROGRAMS
from core.services.people.encoding import ENCODE_PROFILE, ENCODE_PROGRAM
from core.services.people.mailing import GATHER_MAIL, MAIL_NEWS
from core.services.programs.week import TELL_WEEK, TELL_WEEKS
from core.services.pulses.asking import ASK_PULSES
from core.services.requests.cascade import TAKE_TURNS
from core.services.requests.response_clocks import LOOK_AT_CLOCKS
from core.services.runs.publishing import MEASURE_PUBLISHED
from core.services.runs.runs import COMPUTE_RUN
from core.services.scim.leaving import SCIM_DEPARTURES
from core.services.webhooks.sending import RETRY_WEBHOOKS, SWEEP_WEBHOOKS
from lti.keys import ADVANCE_TOOL_KEYS
from lti.notice_subscriptions import SUBSCRIBE_NOTICES
from tests.contracts.world import World
from tests.integrations.mail.mail_server import MailServer


@pytest.fixture
def mail():
    server = MailServer()
    yield server
    server.stop()


@pytest.fixture
def joined(tmp_path, monkeypatch, postgres_url):
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    monkeypatch.setenv("MENTORLOOM_DATA_DIR", str(tmp_path))
    with adapters(read_settings()) as parts:
        yield parts


def test_a_joined_hub_is_ready_and_publishes_its_key(joined):
    client = hub(joined).test_client()
    assert client.get("/readyz").json == {
        "checks": {"database": "ok", "schema": "ok"},
        "status": "ready",
    }
    [key] = client.get("/lti/jwks.json").json["keys"]
    assert (key["alg"], key["use"]) == ("RS256", "sig")


def test_every_job_that_is_promised_can_be_run(joined):
    handlers = job_handlers(joined)
    assert set(handlers) == {
        ADVANCE_TOOL_KEYS,
        COMPUTE_RUN,
        COURSE_COPIED,
        ASK_PULSES,
        TELL_WEEK,
        TELL_WEEKS,
        REMIND_APPOINTMENTS,
        BELIEVE_AGAIN,
        DELIVER_WEBHOOKS,
        RETRY_WEBHOOKS,
        SWEEP_WEBHOOKS,
        DEPARTURES,
        RECOGNISE_AGAIN,
        ENCODE_PROFILE,
        ENCODE_PROGRAM,
        ENCODE_RESOURCES,
        FIND_COLUMN,
        LEARN_PROGRAM,
        LEARN_PROGRAMS,
        LOOK_AT_CLOCKS,
        MANAGER_LINES,
        MEASURE_PUBLISHED,
        POST_SCORE,
        PURGE_EXPIRED,
        SCIM_DEPARTURES,
        SEND_SCORES_AGAIN,
        SIGN_OUT,
        SUBSCRIBE_NOTICES,
        SWEEP_SCORES,
        RENEW_HOOKS,
        SYNC_CONNECTION,
        SYNC_CONNECTIONS,
        SYNC_ROSTER,
        SYNC_ROSTERS,
        TAKE_TURNS,
    }


def test_every_job_of_the_schedules_runs_on_its_own(joined):
    handlers = hub_handlers(joined)
    for schedule in SCHEDULES:
        assert handlers[schedule.job]() is None


def test_mail_is_sent_only_where_a_server_is_configured(joined):
    assert GATHER_MAIL not in job_handlers(joined)
    assert postbox(joined) is None
    told = {"smtp_url": "smtp://localhost:1", "mail_from": "hub@example.edu"}
    handlers = job_handlers(replace(joined, settings=replace(joined.settings, **told)))
    (schedule,) = MAIL_SCHEDULES
    assert handlers[schedule.job]() is None
    assert MAIL_NEWS in handlers


def test_news_reaches_a_mail_server(joined, mail):
    told = {"smtp_url": mail.url, "mail_from": "Mentoring <hub@example.edu>"}
    settings = replace(joined.settings, **told)
    handlers = job_handlers(replace(joined, settings=settings))
    world = World(joined.storage)
    news = world.news(created_at=datetime.now(UTC) - timedelta(hours=1))
    with world.tenant() as work:
        work.people.save(replace(world.ada, email="ada@example.org", locale="de"))
        work.news.add_many([news])
    handlers[GATHER_MAIL]()
    names = {"organization_id": str(world.id), "person_id": str(world.ada.id)}
    for _ in range(2):
        handlers[MAIL_NEWS](**names)
    (letter,) = mail.messages
    assert b"To: ada@example.org" in letter
    assert b"Guten Tag Ada," in letter
    with world.tenant() as work:
        assert work.news.get(news.id).mailed_at is not None


def test_other_systems_are_called_as_the_settings_say(tmp_path, monkeypatch):
    bundle = tmp_path / "ca.pem"
    bundle.touch()
    monkeypatch.setenv("MENTORLOOM_OUTBOUND_ALLOWED_ORIGINS", "http://localhost:9")
    monkeypatch.setenv("MENTORLOOM_OUTBOUND_CA_BUNDLE", str(bundle))
    client = outbound(read_settings(), "http://localhost:10")
    assert client._verify == str(bundle)
    for url in ("http://localhost:9/a", "http://localhost:10/b"):
        client.check(url)
    with pytest.raises(InvalidInputError):
        client.check("http://localhost:11/c")
