"""Match runs that are computed, and what they hold."""

from core.domain.profile import Profile
from core.services.runs.computing import RunComputing
from core.services.runs.runs import COMPUTE_RUN
from tests.fakes.encoder import FakeEncoder
from tests.fakes.worker import run_all
from tests.web.hub import ORGANIZATION, PROGRAM

RUNS = "/app/program/runs"
START = {"who": "waiting", "objective": "total"}


def told(hub, actor, **profile):
    hub.services.profiles.save(actor, Profile(person_id=actor.person_id, **profile))
    return actor


def compute(hub):
    hub.read_texts_only()
    job = RunComputing(hub.storage, hub.clock, FakeEncoder.model)
    run_all(hub.storage, {COMPUTE_RUN: job.compute_match_run})


def tables(hub):
    with hub.storage.tenant(ORGANIZATION) as work:
        (newest, *_) = work.match_runs.of_program(PROGRAM)
        return newest, work.run_pairs.of_run(newest.id)


def mentors(hub, people):
    names = {actor.person_id: name for name, actor in people.items()}
    _, pairs = tables(hub)
    return {names[pair.mentee_id]: names[pair.mentor_id] for pair in pairs}
