"""Match runs by program: started, read, changed, compared and published."""

from uuid import uuid4

import pytest

from core.domain.match import MatchState
from core.domain.profile import Profile
from core.domain.program import Role
from core.services.runs.computing import RunComputing
from core.services.runs.runs import COMPUTE_RUN
from tests.fakes.encoder import FakeEncoder
from tests.web.hub import ORGANIZATION, PROGRAM

RUNS = "/api/v1/runs"


@pytest.fixture
def tess(hub):
    return hub.browser(hub.person("Tess", manages=True))


@pytest.fixture
def people(hub):
    """Two mentees and the two mentors who suit them."""
    found = {}
    for skill in ("rust", "law"):
        mentee = hub.person(f"wants {skill}", Role.MENTEE)
        mentor = hub.person(f"knows {skill}")
        hub.services.participations.join(mentor, Role.MENTOR, 1)
        for actor, told in (
            (mentee, {"skills_wanted": (skill,)}),
            (mentor, {"skills_offered": (skill,)}),
        ):
            hub.services.profiles.save(actor, Profile(person_id=actor.person_id, **told))
        found[f"wants {skill}"], found[f"knows {skill}"] = mentee.person_id, mentor.person_id
    return found


@pytest.fixture
def run(hub, tess, people):
    answer = tess.post(RUNS, json={})
    assert answer.status_code == 202
    assert answer.json["state"] == "waiting"
    assert (answer.json["figures"], answer.json["settings"]) == (None, {})
    compute(hub)
    return f"{RUNS}/{answer.json['id']}"


def compute(hub):
    jobs = hub.storage.tables.table("jobs")
    computing = RunComputing(hub.storage, hub.clock, FakeEncoder.model)
    for row in list(jobs.values()):
        if row["job"] == COMPUTE_RUN:
            computing.compute_match_run(**row["arguments"])


def mentors(tess, run):
    pairs = tess.get(f"{run}/pairs?order=mentee").json["items"]
    return {pair["mentee"]["name"]: pair["mentor"]["name"] for pair in pairs}


def test_a_run_is_computed_and_read(tess, run):
    read = tess.get(run).json
    assert (read["state"], read["who"], read["base"]) == ("ready", "waiting", None)
    assert read["started_by"]["name"] == "Tess"
    assert read["figures"]["matched"] == 2
    assert read["figures"]["proved"] is True
    assert read["counts"]["open"] == 2
    assert read["settings"]["weights"]["skills"] > 0
    assert tess.get(RUNS).json == [read]
    page = tess.get(f"{run}/pairs?q=rust&size=1").json
    assert (page["found"], page["page"], page["pages"]) == (1, 1, 1)
    (pair,) = page["items"]
    assert pair["reasons"][0]["sentence"] == "You want to learn rust; this mentor offers it."
    assert (pair["origin"], pair["match_id"], pair["problem"]) == ("computed", None, None)
    assert tess.get(f"{run}/left-over").json == []


def test_pairs_are_changed_locked_approved_and_undone(tess, run, people):
    mia, lee = people["wants rust"], people["wants law"]
    choices = tess.get(f"{run}/mentees/{mia}?q=law").json
    (choice,) = choices["items"]
    assert (choice["places"], choice["current"], choice["why_not"]) == (0, False, [])
    assert [holder["name"] for holder in choice["holders"]] == ["wants law"]
    body = {"mentor_id": str(people["knows law"])}
    assert tess.put(f"{run}/mentees/{mia}", json=body).status_code == 409
    changed = tess.put(f"{run}/mentees/{mia}", json={**body, "instead_of": str(lee)})
    assert changed.json["counts"]["changed"] == 2
    assert mentors(tess, run) == {"wants law": "knows rust", "wants rust": "knows law"}
    assert tess.post(f"{run}/undo").json["counts"]["changed"] == 0
    marked = tess.patch(f"{run}/mentees/{mia}", json={"locked": True, "approved": True})
    assert marked.json["counts"]["locked"] == marked.json["counts"]["approved"] == 1
    back = tess.patch(f"{run}/mentees/{mia}", json={"approved": False})
    assert (back.json["counts"]["locked"], back.json["counts"]["approved"]) == (1, 0)
    assert tess.delete(f"{run}/mentees/{mia}").json["counts"]["pairs"] == 1
    left = tess.get(f"{run}/left-over").json
    assert [(one["role"], one["person"]["name"]) for one in left] == [
        ("mentee", "wants rust"),
        ("mentor", "knows rust"),
    ]


def test_what_is_approved_is_published(hub, tess, run, people):
    assert tess.post(f"{run}/publish", json={"how": "ask"}).status_code == 409
    some = tess.post(f"{run}/approve", json={"mentees": [str(people["wants law"])]})
    assert some.json["counts"]["approved"] == 1
    assert tess.post(f"{run}/approve", json={}).json["counts"]["unchanged_share"] == 1.0
    assert tess.post(f"{run}/publish", json={"how": "begin"}).json == {"matches": 2, "kept_back": 0}
    assert tess.get(run).json["state"] == "published"
    with hub.storage.tenant(ORGANIZATION) as work:
        assert len(work.matches.of_program(PROGRAM, {MatchState.ACCEPTED})) == 2


def test_mentors_can_be_asked_first(hub, tess, run):
    tess.post(f"{run}/approve", json={})
    tess.post(f"{run}/publish", json={"how": "ask"})
    with hub.storage.tenant(ORGANIZATION) as work:
        assert len(work.matches.of_program(PROGRAM, {MatchState.OFFERED})) == 2


def test_two_runs_are_compared(hub, tess, run, people):
    tess.patch(f"{run}/mentees/{people['wants rust']}", json={"locked": True})
    first = tess.get(run).json["id"]
    body = {"who": "chosen", "chosen": [str(people["wants rust"])], "base": first, "keep": True}
    second = tess.post(RUNS, json=body).json["id"]
    compute(hub)
    found = tess.get(f"{RUNS}/compare?a={first}&b={second}").json
    assert (found["both"], found["only_first"], found["only_second"]) == (1, 1, 0)
    (lost,) = found["differences"]
    assert (lost["mentee"]["name"], lost["second"], lost["second_score"]) == (
        "wants law",
        None,
        None,
    )
    assert lost["gain"] < 0


def test_discarding(tess, run):
    assert tess.delete(run).json["state"] == "discarded"
    assert tess.delete(run).status_code == 409


def test_for_managers_only(hub, run):
    mia = hub.browser(hub.person("Mia"))
    for path in (RUNS, run, f"{run}/pairs", f"{run}/left-over", f"{run}/mentees/{uuid4()}"):
        assert mia.get(path).status_code == 403
    for step in ("undo", "approve", "publish"):
        body = {"how": "ask"} if step == "publish" else {}
        assert mia.post(f"{run}/{step}", json=body).status_code == 403


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"who": "everybody"}, "who"),
        ({"least": 21}, "least"),
        ({"who": "chosen"}, "chosen"),
        ({"chosen": ["x"]}, "chosen.0"),
        ({"keep": 1}, "keep"),
    ],
)
def test_odd_options_are_named(tess, body, field):
    answer = tess.post(RUNS, json=body)
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [field]
