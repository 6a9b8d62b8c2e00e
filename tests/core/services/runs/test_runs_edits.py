"""Changing, locking, approving and comparing what a run computed."""

import pytest

from core.domain.choice import Choice
from core.domain.match import MatchState
from core.domain.match_run import PairOrigin
from core.domain.profile import Profile
from core.domain.program import Role
from core.errors import ConflictError, ForbiddenError, NotFoundError
from tests.core.services.runs.cohort import ORGANIZATION, PROGRAM

COMPUTED = {"wants rust": "knows rust", "wants law": "knows law", "wants chess": "knows chess"}


@pytest.fixture
def run(three):
    return three.start()


@pytest.fixture
def spare(three):
    """A mentor nobody needs."""
    return three.mentor("spare", "gardening", capacity=2)


def assign(three, run, mentee, mentor, instead_of=None):
    return three.edits.assign(three.manager, run, mentee, mentor, instead_of)


class TestChoosing:
    @pytest.mark.usefixtures("spare")
    def test_mentors_come_by_score_with_places_holders_and_reasons(self, three, run):
        view = three.choosing.view(three.manager, run, three.rust_mentee)
        assert (view.mentee.name, view.mentor.name) == ("wants rust", "knows rust")
        first, *others = view.choices
        assert (first.person.name, first.current, first.places) == ("knows rust", True, 1)
        assert first.reasons[0].feature == "skills"
        assert first.score == view.pair.score
        by_name = {choice.person.name: choice for choice in others}
        assert (by_name["spare"].places, by_name["spare"].holders) == (2, ())
        assert by_name["knows law"].places == 0
        assert [p.name for p in by_name["knows law"].holders] == ["wants law"]
        scores = [choice.score for choice in view.choices]
        assert scores == sorted(scores, reverse=True)
        assert (view.found, view.page, view.pages, view.cold) == (4, 1, 1, True)

    def test_what_rules_forbid_comes_last_and_says_why(self, three, run):
        three.match(three.rust_mentee, three.rust_mentor, MatchState.COMPLETED)
        with three.work() as work:
            work.profiles.save(
                Profile(
                    person_id=three.law_mentor,
                    skills_offered=("law",),
                    avoid=frozenset({three.rust_mentee}),
                )
            )
        choices = three.choosing.view(three.manager, run, three.rust_mentee).choices
        against = {c.person.name: [str(why) for why in c.why_not] for c in choices}
        assert against == {
            "knows chess": [],
            "knows rust": ["They had a match before, or a request was declined."],
            "knows law": ["Blocked: the two must not be matched."],
        }
        assert choices[0].person.name == "knows chess"

    @pytest.mark.usefixtures("spare")
    def test_why_the_run_did_not_choose_them(self, three, run):
        choices = three.choosing.view(three.manager, run, three.rust_mentee).choices
        because = {c.person.name: [str(why) for why in c.because] for c in choices}
        assert because["knows rust"] == []  # they have each other
        better = because["spare"]
        assert "The mentee has a mentor who fits better" in better[0]
        assert "The other mentor offers more of the skills wanted." in better
        assert not any("places" in said for said in better)  # two are free
        assert "This pair would lower the total of all scores by at least" in better[-1]
        assert any("The mentor's places went to" in said for said in because["knows law"])
        three.edits.remove(three.manager, run, three.rust_mentee)
        again = three.choosing.view(three.manager, run, three.rust_mentee).choices
        assert [str(why) for c in again for why in c.because if c.person.name == "spare"] == [
            "Nothing speaks against this pair. It can be made without loss to anybody."
        ]

    @pytest.mark.usefixtures("spare")
    def test_where_wishes_count_too_prices_say_nothing_of_points(self, three, run):
        with three.work() as work:
            wish = Choice(
                organization_id=ORGANIZATION,
                program_id=PROGRAM,
                mentee_id=three.rust_mentee,
                mentor_id=three.rust_mentor,
                rank=1,
                created_at=three.clock.now(),
            )
            work.choices.save_many([wish])
        choices = three.choosing.view(three.manager, run, three.rust_mentee).choices
        assert not any("total" in str(why) for c in choices for why in c.because)

    def test_what_a_place_was_worth_is_kept(self, three, run):
        with three.work() as work:
            pairs = work.run_pairs.of_run(run)
        assert {pair.price is None for pair in pairs} == {False}
        three.edits.remove(three.manager, run, three.rust_mentee)
        made = assign(three, run, three.rust_mentee, three.rust_mentor)
        assert made.price is None

    def test_search_and_pages(self, three, run):
        for number in range(25):
            three.mentor(f"another {number:02}", "gardening")
        view = three.choosing.view(three.manager, run, three.rust_mentee, "ANOTHER", 9)
        assert (view.found, view.page, view.pages, len(view.choices)) == (25, 2, 2, 5)
        assert three.choosing.view(three.manager, run, three.rust_mentee, "nobody").choices == ()

    def test_who_cannot_be_chosen_for(self, three, run):
        with pytest.raises(NotFoundError):
            three.choosing.view(three.manager, run, three.uuid())
        three.change(Role.MENTEE, three.rust_mentee, paused=True)
        with pytest.raises(ConflictError, match="does not take part"):
            three.choosing.view(three.manager, run, three.rust_mentee)
        with pytest.raises(ForbiddenError):
            three.choosing.view(three.actor(three.law_mentee), run, three.law_mentee)


class TestAssigning:
    def test_another_mentor(self, three, run, spare):
        made = assign(three, run, three.rust_mentee, spare)
        stored = three.stored(run, three.rust_mentee)
        assert stored == made
        assert (stored.origin, stored.locked) == (PairOrigin.MANUAL, True)
        assert stored.approved_by == three.tess
        assert stored.reasons or stored.score
        view = three.view(run)
        assert three.pairs(run) == {**COMPUTED, "wants rust": "spare"}
        assert [line.person.name for line in view.mentors] == ["knows rust"]
        assert view.mentees == ()
        assert len(view.undoable) == 1

    def test_somebody_who_was_left_over(self, three, run, spare):
        late = three.mentee("late", "gardening")
        assign(three, run, late, spare)
        assert three.pairs(run)["late"] == "spare"

    def test_a_swap(self, three, run):
        assign(three, run, three.rust_mentee, three.law_mentor, three.law_mentee)
        swapped = {**COMPUTED, "wants rust": "knows law", "wants law": "knows rust"}
        assert three.pairs(run) == swapped
        assert three.stored(run, three.law_mentee).locked
        three.edits.undo(three.manager, run)
        assert three.pairs(run) == COMPUTED

    def test_a_place_for_somebody_who_had_nobody(self, three, run):
        late = three.mentee("late", "rust")
        assign(three, run, late, three.rust_mentor, three.rust_mentee)
        view = three.view(run)
        assert three.pairs(run)["late"] == "knows rust"
        assert [line.person.name for line in view.mentees] == ["wants rust"]

    def test_a_swap_that_rules_forbid_leaves_the_other_without(self, three, run):
        three.match(three.law_mentee, three.rust_mentor, MatchState.COMPLETED)
        assign(three, run, three.rust_mentee, three.law_mentor, three.law_mentee)
        assert "wants law" not in three.pairs(run)

    def test_a_full_mentor_needs_somebody_elses_place(self, three, run):
        for instead_of in (None, three.chess_mentee):
            with pytest.raises(ConflictError, match="no free place in this run"):
                assign(three, run, three.rust_mentee, three.law_mentor, instead_of)
        three.edits.lock(three.manager, run, [three.law_mentee], locked=True)
        with pytest.raises(ConflictError, match="locked"):
            assign(three, run, three.rust_mentee, three.law_mentor, three.law_mentee)
        assert three.pairs(run) == COMPUTED

    def test_nobody_else_moves_where_there_is_a_place(self, three, run, spare):
        assign(three, run, three.rust_mentee, spare, three.law_mentee)
        assert three.pairs(run) == {**COMPUTED, "wants rust": "spare"}

    def test_what_cannot_be(self, three, run):
        with pytest.raises(ConflictError, match="has this mentor already"):
            assign(three, run, three.rust_mentee, three.rust_mentor)
        with pytest.raises(NotFoundError):
            assign(three, run, three.rust_mentee, three.law_mentee)
        three.match(three.rust_mentee, three.law_mentor, MatchState.COMPLETED)
        with pytest.raises(ConflictError, match="had a match before"):
            assign(three, run, three.rust_mentee, three.law_mentor, three.law_mentee)
        with pytest.raises(NotFoundError):
            assign(three, three.uuid(), three.rust_mentee, three.law_mentor)

    def test_a_run_that_is_closed_stays_as_it_is(self, three, run):
        three.runs.discard(three.manager, run)
        for call in (
            lambda: assign(three, run, three.rust_mentee, three.law_mentor),
            lambda: three.edits.remove(three.manager, run, three.rust_mentee),
            lambda: three.edits.undo(three.manager, run),
            lambda: three.edits.lock(three.manager, run, [], locked=True),
            lambda: three.edits.approve(three.manager, run),
        ):
            with pytest.raises(ConflictError, match="cannot be changed"):
                call()
        assert three.view(run).undoable == ()

    def test_managers_only(self, three, run):
        mia = three.actor(three.rust_mentee)
        for call in (
            lambda: three.edits.assign(mia, run, three.rust_mentee, three.law_mentor),
            lambda: three.edits.remove(mia, run, three.rust_mentee),
            lambda: three.edits.undo(mia, run),
            lambda: three.edits.lock(mia, run, [], locked=True),
            lambda: three.edits.approve(mia, run),
            lambda: three.comparisons.compare(mia, run, run),
        ):
            with pytest.raises(ForbiddenError):
                call()


class TestRemovingAndUndoing:
    def test_a_pair_is_taken_apart(self, three, run):
        three.edits.remove(three.manager, run, three.rust_mentee)
        view = three.view(run)
        assert "wants rust" not in three.pairs(run)
        assert [line.person.name for line in view.mentees] == ["wants rust"]
        assert [line.person.name for line in view.mentors] == ["knows rust"]
        assert "by hand" in str(view.mentees[0].left.why)
        with pytest.raises(NotFoundError):
            three.edits.remove(three.manager, run, three.rust_mentee)

    def test_steps_are_undone_one_after_the_other(self, three, run, spare):
        before = three.stored(run, three.rust_mentee)
        assign(three, run, three.rust_mentee, spare)
        assign(three, run, three.law_mentee, spare)
        three.edits.remove(three.manager, run, three.rust_mentee)
        assert three.edits.undo(three.manager, run) == [three.rust_mentee]
        assert three.pairs(run)["wants rust"] == "spare"
        assert three.edits.undo(three.manager, run) == [three.law_mentee]
        assert three.edits.undo(three.manager, run) == [three.rust_mentee]
        assert three.stored(run, three.rust_mentee) == before
        assert three.pairs(run) == COMPUTED
        with pytest.raises(ConflictError, match="nothing left"):
            three.edits.undo(three.manager, run)

    def test_undoing_an_addition_leaves_nobody(self, three, run, spare):
        late = three.mentee("late", "gardening")
        assign(three, run, late, spare)
        three.edits.undo(three.manager, run)
        assert three.pairs(run) == COMPUTED


class TestApproving:
    def test_chosen_ones_all_and_back(self, three, run):
        approve = three.edits.approve
        assert approve(three.manager, run, [three.rust_mentee]) == 1
        assert approve(three.manager, run) == 2
        assert three.view(run).counts.unchanged_share == 1.0
        assert approve(three.manager, run, [three.rust_mentee], approved=False) == 1
        assert three.view(run).counts.approved == 2

    def test_what_a_person_put_together_is_no_unchanged_approval(self, three, run, spare):
        assign(three, run, three.rust_mentee, spare)
        three.edits.approve(three.manager, run)
        assert three.view(run).counts.unchanged_share == pytest.approx(2 / 3)


class TestComparing:
    def test_two_runs_side_by_side(self, three, run, spare):
        other = three.start()
        three.edits.remove(three.manager, other, three.law_mentee)
        assign(three, other, three.rust_mentee, spare)
        found = three.comparisons.compare(three.manager, run, other)
        assert (found.first.run.id, found.second.run.id) == (run, other)
        lost = {d.mentee.name: d for d in found.differences}
        assert set(lost) == {"wants rust", "wants law"}
        assert (lost["wants law"].second, lost["wants law"].second_score) == (None, None)
        assert lost["wants law"].gain == -lost["wants law"].first_score
        assert lost["wants rust"].second.name == "spare"
        assert found.both == 1
        assert found.only_first == 2
        assert found.worse == 2
        gains = [difference.gain for difference in found.differences]
        assert gains == sorted(gains)

    def test_with_itself_there_is_no_difference(self, three, run):
        found = three.comparisons.compare(three.manager, run, run, page=7)
        assert (found.both, found.differences, found.page, found.pages) == (3, (), 1, 1)

    def test_a_gain_from_nobody(self, three, run):
        other = three.start()
        three.edits.remove(three.manager, run, three.law_mentee)
        (gain,) = three.comparisons.compare(three.manager, run, other).differences
        assert (gain.first, gain.gain) == (None, gain.second_score)
