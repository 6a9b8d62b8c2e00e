"""How long somebody in Teams waits for the bot: from the POST to the answer at the connector.

Limits: 95 % of answers within 300 ms where no model is asked, and within 800 ms where the sentence
encoder has to read what was written. All of it is real but Microsoft: gunicorn and a worker as
processes of their own, PostgreSQL, HTTP in both directions, signed tokens. One person after the
other, each with a chat of their own, in a programme of 300 mentors. Peer in the same run: the POST
alone, which verifies the token and stores the activity.
"""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import numpy as np

from bench.limits import held
from bench.profiles import real_encoder
from bench.suggest_1000 import ORGANIZATION, filled
from bench.teams_partner import CLIENT, METADATA, TENANT, Partner, partner
from config.settings import Settings, read_settings
from config.wiring import Adapters, adapters, database
from core.domain.actor import Actor
from core.domain.identifiers import TeamsTenantId
from core.domain.person import ENTRA_ISSUER, Identity
from core.domain.teams_tenant import TeamsTenant
from storage.migrate import upgrade
from tools.deployment import ROOT, free_port

MENTORS = 300
ROUNDS = 10
COMMANDS = ("Help", "Find a mentor", "My match", "Next meeting", "Prepare me", "Pause")
WORDS = (
    "could somebody teach me how to lead a team",
    "what should I think of before we talk on Friday",
    "when do the two of us see each other again",
    "we have just met, please write that down",
)
LIMIT_MS, MODEL_LIMIT_MS = 300.0, 800.0
START_SECONDS = 90.0


def lines() -> Iterator[str]:
    """Commands, then words that the encoder reads."""
    with running_bot() as (microsoft, people):
        for said in (*COMMANDS, *WORDS):
            microsoft.ask(*people[0], said)
        yield _line("commands, no model", microsoft, people, COMMANDS, LIMIT_MS)
        yield _line("own words, encoder", microsoft, people, WORDS, MODEL_LIMIT_MS)


def _line(
    name: str,
    microsoft: Partner,
    people: Sequence[tuple[str, str]],
    texts: Sequence[str],
    limit: float,
) -> str:
    asked = [(who, text) for _ in range(ROUNDS) for who, text in zip(people, texts, strict=False)]
    times = np.array([microsoft.ask(*who, text) for who, text in asked]) * 1000
    posts, answers = np.percentile(times[:, 0], 50), np.percentile(times[:, 1], [50, 95])
    return (
        f"{name}, {len(asked)} answers: median {answers[0]:.0f} ms, 95 % under "
        f"{answers[1]:.0f} ms, {held(float(answers[1]), limit, 'ms')}; the POST alone "
        f"{posts:.0f} ms (x {answers[0] / posts:.1f}; {MENTORS} simulated mentors)"
    )


@contextmanager
def running_bot() -> Iterator[tuple[Partner, list[tuple[str, str]]]]:
    """A hub's processes on a fresh database, Microsoft's side, and who may write to the bot."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (folder / "models").symlink_to(ROOT / "var" / "models")
        microsoft = stack.enter_context(partner())
        settings = replace(read_settings(), data_dir=folder, database_url="", port=free_port())
        settings = replace(settings, database_url=stack.enter_context(database(settings)))
        upgrade(settings.database_url)
        with adapters(settings) as joined:
            people = _settled(joined)
        for name in ("web", "worker"):
            stack.enter_context(_process(name, settings, microsoft))
        microsoft.hub = f"http://127.0.0.1:{settings.port}"
        _wait_for(f"{microsoft.hub}/readyz")
        yield microsoft, people


def _settled(joined: Adapters) -> list[tuple[str, str]]:
    actors = filled(joined.storage, joined.clock, real_encoder(), MENTORS)
    with joined.storage.platform() as work:
        number = TeamsTenantId(UUID(int=3))
        work.teams_tenants.save(
            TeamsTenant(
                id=number,
                organization_id=ORGANIZATION,
                tenant=TENANT,
                client_id=CLIENT,
                app_id=str(UUID(int=4)),
                created_at=joined.clock.now(),
            )
        )
        work.teams_tenants.save_secret(number, "secret")
    with joined.storage.tenant(ORGANIZATION) as work:
        issuer = ENTRA_ISSUER.format(TENANT)
        for actor in actors:
            subject = str(actor.person_id)
            identity = Identity(issuer=issuer, subject=subject, person_id=actor.person_id)
            work.people.link(identity)
    return [_named(number, actor) for number, actor in enumerate(actors)]


def _named(number: int, actor: Actor) -> tuple[str, str]:
    return f"person-{number}", str(actor.person_id)


@contextmanager
def _process(name: str, settings: Settings, microsoft: Partner) -> Iterator[None]:
    origin = microsoft.origin
    environment = os.environ | {
        "DATABASE_URL": settings.database_url,
        "MENTORLOOM_DATA_DIR": str(settings.data_dir),
        "MENTORLOOM_PORT": str(settings.port),
        "MENTORLOOM_LOG_LEVEL": "error",
        "MENTORLOOM_OUTBOUND_ALLOWED_ORIGINS": origin,
        "MENTORLOOM_ENTRA_AUTHORITY": origin,
        "MENTORLOOM_TEAMS_BOT_METADATA": f"{origin}{METADATA}",
        "MENTORLOOM_TEAMS_CONNECTORS": origin,
    }
    command = [sys.executable, "-c", "from config.cli.main import main; main()", name]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        yield
    finally:
        process.terminate()
        process.wait(START_SECONDS)


def _wait_for(url: str) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own http URL
                return
        except (urllib.error.URLError, OSError):
            assert time.monotonic() < until, "the hub is not ready"
            time.sleep(0.1)
