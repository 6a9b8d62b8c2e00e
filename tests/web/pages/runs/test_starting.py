"""Starting a run, watching it, and starting another one from it."""

import re
from dataclasses import replace

import pytest

from core.domain.match_run import RunState
from core.domain.program import Role
from tests.web.hub import ORGANIZATION
from tests.web.pages.runs.computed import RUNS, START, compute, mentors, tables


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
