"""Changing pairs and publishing them, with forms that work without scripts."""

import pytest

from core.domain.match import MatchState
from core.domain.program import Role
from tests.web.hub import ORGANIZATION, PROGRAM
from tests.web.pages.runs.computed import mentors, tables, told


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
