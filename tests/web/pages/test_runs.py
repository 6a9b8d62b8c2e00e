"""A manager's way through a match run, as pages and forms without scripts."""

import csv
import io
import re
from dataclasses import replace

import pytest

from core.domain.match import MatchState
from core.domain.match_run import RunState
from core.domain.profile import Profile
from core.domain.program import Role
from core.services.runs.computing import RunComputing
from core.services.runs.runs import COMPUTE_RUN
from tests.fakes.encoder import FakeEncoder
from tests.fakes.worker import run_all
from tests.web.hub import ORGANIZATION, PROGRAM

RUNS = "/app/program/runs"
START = {"who": "waiting", "objective": "total"}


@pytest.fixture
def tess(hub):
    return hub.browser(hub.person("Tess", manages=True))


@pytest.fixture
def cohort(hub):
    """Three mentees and three mentors; each has somebody who suits them best."""
    people = {}
    for skill in ("rust", "law", "chess"):
        wants, knows = f"wants {skill}", f"knows {skill}"
        people[wants] = told(hub, hub.person(wants, Role.MENTEE), skills_wanted=(skill,))
        people[knows] = told(hub, hub.person(knows), skills_offered=(skill,))
        hub.services.participations.join(people[knows], Role.MENTOR, 1)
    return people


def told(hub, actor, **profile):
    hub.services.profiles.save(actor, Profile(person_id=actor.person_id, **profile))
    return actor


def compute(hub):
    hub.read_texts_only()
    job = RunComputing(hub.storage, hub.clock, FakeEncoder.model)
    run_all(hub.storage, {COMPUTE_RUN: job.compute_match_run})


@pytest.fixture
def run(hub, tess, cohort):
    """The address of a run that is ready."""
    started = tess.post(RUNS, data=START)
    assert started.status_code == 303
    compute(hub)
    return started.location


def tables(hub):
    with hub.storage.tenant(ORGANIZATION) as work:
        (newest, *_) = work.match_runs.of_program(PROGRAM)
        return newest, work.run_pairs.of_run(newest.id)


def mentors(hub, people):
    names = {actor.person_id: name for name, actor in people.items()}
    _, pairs = tables(hub)
    return {names[pair.mentee_id]: names[pair.mentor_id] for pair in pairs}


class TestList:
    def test_what_there_is_to_do_without_anybody(self, tess):
        page = tess.get(RUNS).text
        assert "There is nobody to match" in page
        assert "No run yet" in page
        assert "Find the best pairs" not in page

    def test_without_a_free_place(self, hub, tess):
        hub.person("Mia", Role.MENTEE)
        assert "No mentor has a free place" in tess.get(RUNS).text

    @pytest.mark.usefixtures("cohort")
    def test_fewer_places_than_mentees(self, hub, tess):
        hub.person("Mia", Role.MENTEE)
        page = tess.get(RUNS).text
        assert "some will be left over" in page
        assert "Find the best pairs" in page

    def test_it_is_linked_from_the_programme(self, tess):
        assert f'href="{RUNS}"' in tess.get("/app/program").text

    def test_without_a_programme_there_is_nothing(self, hub):
        starter = hub.browser(hub.person("Sam", manages=True, program_id=None, context_id="new"))
        assert starter.get(RUNS).location.endswith("/app/")

    @pytest.mark.parametrize("path", [RUNS, f"{RUNS}/compare?a={'0' * 32}&b={'0' * 32}"])
    def test_managers_only(self, hub, path):
        assert hub.browser(hub.person("Mia")).get(path).status_code == 403

    @pytest.mark.usefixtures("cohort")
    def test_odd_answers_keep_what_was_typed(self, tess):
        for least in ("99", "many"):
            answer = tess.post(RUNS, data={**START, "who": "chosen", "least": least})
            assert answer.status_code == 422
            assert "Choose at least one mentee." in answer.text
            assert "Choose a number from 0 to 20." in answer.text
        assert tess.post(RUNS, data={**START, "who": "everybody"}).status_code == 400

    def test_chosen_mentees_stay_ticked(self, tess, cohort):
        mia = cohort["wants rust"].person_id
        odd = {**START, "who": "chosen", "chosen": str(mia), "least": "99"}
        assert re.search(rf'value="{mia}"\s+checked', tess.post(RUNS, data=odd).text)

    @pytest.mark.usefixtures("cohort")
    @pytest.mark.parametrize(
        ("objective", "proof"),
        [
            ("fair", "Proved: nobody can be served better"),
            ("stable", "Proved: no mentee and mentor would both rather have each other"),
        ],
    )
    def test_other_aims(self, hub, tess, objective, proof):
        address = tess.post(RUNS, data={**START, "objective": objective}).location
        compute(hub)
        assert proof in tess.get(address).text
        assert tess.post(RUNS, data={**START, "objective": "magic"}).status_code == 400

    @pytest.mark.usefixtures("cohort")
    def test_two_at_once_are_refused(self, tess):
        tess.post(RUNS, data=START)
        answer = tess.post(RUNS, data=START)
        assert answer.status_code == 409
        assert "being computed already" in answer.text


class TestWatching:
    @pytest.mark.usefixtures("cohort")
    def test_a_run_to_come_is_asked_about_until_it_is_ready(self, hub, tess):
        address = tess.post(RUNS, data=START).location
        page = tess.get(address).text
        assert "Waiting for its turn" in page
        assert f'hx-get="{address}/progress?look=1"' in page
        run, _ = tables(hub)
        with hub.storage.tenant(ORGANIZATION) as work:
            running = replace(run, state=RunState.RUNNING, done=2, total=3)
            work.match_runs.save(running)
        fragment = tess.get(f"{address}/progress?look=1").text
        assert '<progress max="3"' in fragment
        assert "look=2" in fragment
        assert "hx-get" not in tess.get(f"{address}/progress?look=900").text
        compute(hub)
        ready = tess.get(f"{address}/progress?look=2").text
        assert "hx-get" not in ready
        assert "Show the result" in ready

    @pytest.mark.usefixtures("cohort")
    def test_a_run_that_lost_its_worker_says_so_and_can_be_stopped(self, hub, tess):
        address = tess.post(RUNS, data=START).location
        hub.clock.advance(minutes=15)
        assert "Nothing has been heard" in tess.get(address).text
        assert tess.post(f"{address}/discard").location.endswith("done=run-discarded")
        assert "Discarded" in tess.get(address).text
        again = tess.post(f"{address}/discard")
        assert (again.status_code, "closed already" in again.text) == (409, True)

    @pytest.mark.usefixtures("cohort")
    def test_a_failure_says_why(self, hub, tess, monkeypatch):
        def fail(*_args, **_options):
            raise ZeroDivisionError

        monkeypatch.setattr("core.services.runs.computing.pair_stored", fail)
        address = tess.post(RUNS, data=START).location
        compute(hub)
        page = tess.get(address).text
        assert "Something went wrong on our side" in page
        assert "Discard this run" in page


class TestResult:
    def test_pairs_with_scores_reasons_and_proof(self, tess, run):
        page = tess.get(run).text
        assert "Proved: no other way" in page
        assert "nothing was learned from outcomes" in page
        for name in ("wants rust", "knows rust", "You want to learn rust; this mentor offers it."):
            assert name in page
        assert "Every mentee of this run has a mentor." in page
        assert "Approve all 3 open pairs" in page

    def test_search_order_and_lists(self, tess, run):
        found = tess.get(f"{run}?q=knows+law&order=mentor&show=open").text
        assert "wants law" in found
        assert "wants rust" not in found
        assert "Not approved yet: 1" in found
        odd = tess.get(f"{run}?order=magic&show=magic&page=99").text
        assert "wants rust" in odd
        assert "No pair is on this list." in tess.get(f"{run}?show=locked").text

    def test_pages_of_a_long_list(self, hub, tess, run):
        newest, pairs = tables(hub)
        with hub.storage.tenant(ORGANIZATION) as work:
            for number in range(60):
                mentee = hub.person(f"mentee {number:02}")
                work.run_pairs.save_many(
                    [replace(pairs[0], run_id=newest.id, mentee_id=mentee.person_id)]
                )
        page = tess.get(f"{run}?order=mentee").text
        assert "page 1 of 2" in page
        assert "Next page" in page
        assert "Previous page" in tess.get(f"{run}?order=mentee&page=2").text

    @pytest.mark.usefixtures("cohort")
    def test_those_left_over_and_why(self, hub, tess):
        told(hub, hub.person("<b>Bo</b>", Role.MENTEE))
        spare = told(hub, hub.person("Spare"), skills_offered=("tea",))
        hub.services.participations.join(spare, Role.MENTOR, 1)
        address = tess.post(RUNS, data=START).location
        compute(hub)
        page = tess.get(address).text
        assert "&lt;b&gt;Bo&lt;/b&gt;" in page
        assert "names neither a goal nor a skill" in page
        assert "1 mentor with a free place has nobody" in page

    @pytest.mark.usefixtures("cohort")
    def test_files_are_safe_to_open(self, hub, tess):
        told(hub, hub.person("=HYPERLINK()", Role.MENTEE), skills_wanted=("rust",))
        told(hub, hub.person("@left", Role.MENTEE))
        cleverer = told(hub, hub.person("+knows"), skills_offered=("rust",))
        hub.services.participations.join(cleverer, Role.MENTOR, 1)
        address = tess.post(RUNS, data=START).location
        compute(hub)
        answer = tess.get(f"{address}/pairs.csv")
        assert answer.mimetype == "text/csv"
        assert "attachment" in answer.headers["Content-Disposition"]
        rows = list(csv.DictReader(io.StringIO(answer.text)))
        assert len(rows) == 4
        assert {"'=HYPERLINK()"} <= {row["mentee"] for row in rows}
        assert rows[0]["reason_1"].startswith("You want to learn")
        assert {row["approved"] for row in rows} == {"no"}
        left = list(csv.DictReader(io.StringIO(tess.get(f"{address}/left-over.csv").text)))
        assert [row["name"] for row in left] == ["'@left"]

    def test_a_run_of_elsewhere_does_not_exist(self, tess, run):
        other = run[:-4] + "ffff"
        for path in (other, f"{other}/progress", f"{other}/pairs.csv", f"{other}/publish"):
            assert tess.get(path).status_code == 404


class TestChanging:
    def test_approving_ticked_pairs_keeps_the_list(self, hub, tess, run, cohort):
        mia = cohort["wants rust"].person_id
        answer = tess.post(
            f"{run}?show=open&q=rust", data={"action": "approve", "mentee": str(mia)}
        )
        assert answer.location == f"{run}?show=open&q=rust&done=run-approved"
        assert [p.approved for p in tables(hub)[1] if p.mentee_id == mia] == [True]
        tess.post(run, data={"action": "withdraw", "mentee": str(mia)})
        assert not any(p.approved for p in tables(hub)[1])

    def test_nothing_ticked_changes_nothing(self, hub, tess, run):
        answer = tess.post(run, data={"action": "approve"})
        assert (answer.status_code, "Tick the pairs" in answer.text) == (409, True)
        assert not any(p.approved for p in tables(hub)[1])

    def test_locking_one_row(self, hub, tess, run, cohort):
        mia = cohort["wants rust"].person_id
        for button, locked in (("lock", True), ("unlock", False)):
            assert tess.post(run, data={"one": f"{button}:{mia}"}).status_code == 303
            assert [p.locked for p in tables(hub)[1] if p.mentee_id == mia] == [locked]
        tess.post(run, data={"action": "lock", "mentee": str(mia)})
        assert "Locked" in tess.get(run).text
        tess.post(run, data={"action": "unlock", "mentee": str(mia)})

    @pytest.mark.parametrize("one", ["magic:1", "lock:nobody", "lock"])
    def test_odd_buttons(self, tess, run, one):
        assert tess.post(run, data={"one": one}).status_code == 400

    def test_a_swap_from_the_list_of_mentors_and_back(self, hub, tess, run, cohort):
        mia, lee = cohort["wants rust"].person_id, cohort["wants law"].person_id
        page = tess.get(f"{run}/mentees/{mia}").text
        assert "A mentor for wants rust" in page
        assert "Has them now" in page
        assert "Swap with wants law" in page
        sent = {
            "action": "assign",
            "mentor": str(cohort["knows law"].person_id),
            "instead_of": str(lee),
        }
        answer = tess.post(f"{run}/mentees/{mia}", data=sent)
        assert answer.location == f"{run}?done=run-changed"
        assert mentors(hub, cohort)["wants law"] == "knows rust"
        assert "By hand" in tess.get(run).text
        assert tess.post(run, data={"action": "undo"}).location.endswith("done=run-undone")
        assert mentors(hub, cohort)["wants law"] == "knows law"
        again = tess.post(run, data={"action": "undo"})
        assert (again.status_code, "nothing left to undo" in again.text) == (409, True)

    def test_leaving_somebody_without_and_finding_somebody(self, hub, tess, run, cohort):
        mia = cohort["wants rust"].person_id
        tess.post(f"{run}/mentees/{mia}", data={"action": "remove"})
        assert "wants rust" not in mentors(hub, cohort)
        assert "taken apart by hand" in tess.get(run).text
        page = tess.get(f"{run}/mentees/{mia}?q=knows").text
        assert "Nobody so far." in page
        assert "Choose knows rust" in page
        assert "Take the place of wants law" in page
        assert "No mentor has this name." in tess.get(f"{run}/mentees/{mia}?q=magic").text

    def test_what_cannot_be_is_said_beside_the_choice(self, tess, run, cohort):
        mia = cohort["wants rust"].person_id
        sent = {"action": "assign", "mentor": str(cohort["knows law"].person_id)}
        answer = tess.post(f"{run}/mentees/{mia}", data=sent)
        assert answer.status_code == 409
        assert "no free place in this run" in answer.text
        assert "Choose another mentor" in answer.text
        assert tess.post(f"{run}/mentees/{mia}", data={"action": "assign"}).status_code == 400

    def test_rules_are_named(self, hub, tess, run, cohort):
        mia, ada = cohort["wants rust"], cohort["knows rust"]
        told(hub, mia, skills_wanted=("rust",), avoid=frozenset({ada.person_id}))
        page = tess.get(f"{run}/mentees/{mia.person_id}").text
        assert "Blocked: the two must not be matched." in page

    def test_many_mentors_come_in_pages(self, hub, tess, run, cohort):
        for number in range(25):
            mentor = told(hub, hub.person(f"mentor {number}"), skills_offered=("tea",))
            hub.services.participations.join(mentor, Role.MENTOR, 1)
        mia = cohort["wants rust"].person_id
        assert "page 1 of 2" in tess.get(f"{run}/mentees/{mia}").text
        assert "Previous page" in tess.get(f"{run}/mentees/{mia}?page=2").text

    def test_a_closed_run_shows_no_buttons(self, tess, run, cohort):
        tess.post(f"{run}/discard")
        page = tess.get(run).text
        assert "Approve" not in page.replace("Approved", "")
        assert tess.post(run, data={"action": "approve-all"}).status_code == 409
        mia = cohort["wants rust"].person_id
        assert tess.get(f"{run}/mentees/{mia}").status_code == 409
        assert tess.get(f"{run}/publish").location == run
        assert tess.post(f"{run}/publish", data={"how": "ask"}).status_code == 409


class TestPublishing:
    def test_first_what_will_happen_then_it_happens(self, hub, tess, run, cohort):
        assert "Nothing is approved yet." in tess.get(f"{run}/publish").text
        tess.post(run, data={"action": "approve-all"})
        assert "Every pair is approved." in tess.get(run).text
        page = tess.get(f"{run}/publish").text
        assert "Publish 3 pairs" in page
        assert "has 3 days to answer" in page
        answer = tess.post(f"{run}/publish", data={"how": "ask"})
        assert answer.location == f"{run}?done=run-published"
        assert "Published. The people have been told." in tess.get(answer.location).text
        ada = hub.browser(cohort["knows rust"])
        assert "wants rust" in ada.get("/app/requests").text

    def test_what_does_not_hold_is_shown_with_its_reason(self, hub, tess, run, cohort):
        tess.post(run, data={"action": "approve-all"})
        hub.services.participations.update(cohort["wants rust"], Role.MENTEE, paused=True)
        answer = tess.post(f"{run}/publish", data={"how": "begin"})
        assert answer.location == f"{run}?show=problem"
        page = tess.get(answer.location).text
        assert "does not take part any more, or is paused" in page
        assert "do not hold any more" in page
        with hub.storage.tenant(ORGANIZATION) as work:
            assert len(work.matches.of_program(PROGRAM, {MatchState.ACCEPTED})) == 2

    def test_the_button_has_to_say_how(self, tess, run):
        assert tess.post(f"{run}/publish").status_code == 400


class TestRunningAgain:
    def test_a_new_run_from_an_old_one_and_both_side_by_side(self, hub, tess, run, cohort):
        mia, lee = cohort["wants rust"].person_id, cohort["wants law"].person_id
        sent = {
            "action": "assign",
            "mentor": str(cohort["knows law"].person_id),
            "instead_of": str(lee),
        }
        tess.post(f"{run}/mentees/{mia}", data=sent)
        tess.post(run, data={"one": f"unlock:{lee}"})
        hub.clock.advance(minutes=1)
        base = run.rsplit("/", 1)[1]
        data = {**START, "base": base, "keep": "yes", "least": "0"}
        again = tess.post(RUNS, data=data).location
        compute(hub)
        assert mentors(hub, cohort)["wants rust"] == "knows law"
        assert "another mentor than in the run it started from: " in tess.get(again).text
        tess.post(f"{again}/mentees/{mia}", data={"action": "remove"})
        listing = tess.get(RUNS).text
        assert "Compare two runs side by side" in listing
        other = again.rsplit("/", 1)[1]
        page = tess.get(f"{RUNS}/compare?a={base}&b={other}").text
        assert "Two runs side by side" in page
        assert "nobody" in page
        assert "wants rust" in page
        same = tess.get(f"{RUNS}/compare?a={base}&b={base}").text
        assert "Everybody has the same mentor in both runs." in same
        assert tess.get(f"{RUNS}/compare?a={base}").location.endswith(RUNS)

    def test_the_list_tells_how_often_pairs_are_taken_as_computed(self, tess, run):
        tess.post(run, data={"action": "approve-all"})
        assert "100% were taken as computed" in tess.get(RUNS).text
