"""Whom a run puts together, and what it says about that."""

from dataclasses import replace

import pytest

from core.domain.choice import Choice, ChoiceState
from core.domain.match import EndReason, MatchState
from core.domain.match_run import PairOrigin, RunObjective, RunState
from core.domain.matching_settings import MatchingSettings
from core.services.runs import computing as runs_computing
from core.services.runs.task import BARE
from tests.core.services.runs.cohort import ORGANIZATION, PROGRAM


def told(lines):
    return {line.person.name: line.left.why.message for line in lines}


class TestComputing:
    def test_everybody_gets_the_mentor_who_suits_them(self, three):
        run_id = three.start()
        view = three.view(run_id)
        assert view.run.state is RunState.READY
        assert three.pairs(run_id) == {
            "wants rust": "knows rust",
            "wants law": "knows law",
            "wants chess": "knows chess",
        }
        figures = view.run.figures
        assert (figures.mentees, figures.mentors, figures.matched) == (3, 3, 3)
        assert (figures.unmatched, figures.proved, figures.cold) == (0, True, True)
        assert figures.unread == 0
        assert figures.moved is None
        scores = [named.pair.score for named in view.page.pairs]
        assert figures.total == pytest.approx(sum(scores))
        assert figures.mean == pytest.approx(figures.total / 3)
        for named in view.page.pairs:
            assert named.pair.low < named.pair.score < named.pair.high
            assert named.pair.reasons[0].feature == "skills"
            assert (named.pair.origin, named.pair.approved) == (PairOrigin.COMPUTED, False)
        assert view.run.settings["weights"]["skills"] > 0
        assert view.run.settings["encoder"] == "fake-bag-of-words"

    def test_nobody_is_told_and_there_are_no_matches(self, three):
        three.start()
        assert three.matches() == []
        with three.work() as work:
            assert work.news.of_person(three.rust_mentee, 5) == []

    def test_whoever_is_left_over_reads_why(self, three):
        three.mentee("too many", "rust")
        three.mentee("wordless")
        three.mentee("no profile", told=False)
        three.mentor("not needed", "gardening", languages=("fi",))
        three.mentor("full", "rust", capacity=0)
        view = three.view(three.start())
        assert view.run.figures.mentees == 6
        left = told(view.mentees)
        assert set(left) >= {"wordless", "no profile"}
        assert left["wordless"] == left["no profile"] == BARE.message
        assert len(told(view.mentors)) == (0 if len(left) == 2 else 1)
        assert "full" not in told(view.mentors)

    def test_texts_that_nobody_read_yet_are_counted(self, three):
        with three.work() as work:
            work.embeddings.replace(three.rust_mentee, "fake-bag-of-words", [])
            work.embeddings.replace(three.rust_mentor, "fake-bag-of-words", [])
        assert three.view(three.start()).run.figures.unread == 1

    def test_hard_rules_of_the_programme_hold(self, three):
        with three.work() as work:
            work.matching_settings.save(
                MatchingSettings(program_id=PROGRAM, skills=("law",), importance={"goals": 0})
            )
        run_id = three.start()
        assert set(three.pairs(run_id).values()) == {"knows law"}
        assert "goals" not in three.view(run_id).run.settings["weights"]

    def test_who_had_a_match_before_gets_somebody_else(self, three):
        three.match(
            three.rust_mentee,
            three.rust_mentor,
            MatchState.ENDED,
            end_reason=EndReason.DECLINED,
        )
        three.match(three.law_mentee, three.law_mentor, MatchState.COMPLETED)
        pairs = three.pairs(three.start())
        assert pairs["wants rust"] != "knows rust"
        assert pairs["wants law"] != "knows law"

    def test_ranked_choices_come_first(self, three):
        with three.work() as work:
            work.choices.save_many(
                [
                    Choice(
                        organization_id=ORGANIZATION,
                        program_id=PROGRAM,
                        mentee_id=three.rust_mentee,
                        mentor_id=mentor,
                        rank=rank,
                        state=state,
                        created_at=three.clock.now(),
                    )
                    for rank, (mentor, state) in enumerate(
                        [
                            (three.chess_mentor, ChoiceState.PASSED),
                            (three.law_mentor, ChoiceState.WAITING),
                        ]
                    )
                ]
            )
        assert three.pairs(three.start())["wants rust"] == "knows law"

    def test_every_mentor_gets_somebody_where_that_is_asked_for(self, cohort):
        for number in range(2):
            cohort.mentee(f"wants rust {number}", "rust")
        cohort.mentor("knows rust", "rust", capacity=2)
        cohort.mentor("knows law", "law", capacity=2)
        assert set(cohort.pairs(cohort.start()).values()) == {"knows rust"}
        assert set(cohort.pairs(cohort.start(least=1)).values()) == {"knows rust", "knows law"}

    @pytest.mark.parametrize("objective", list(RunObjective))
    def test_what_counts_as_best_can_be_chosen(self, three, monkeypatch, objective):
        really, asked = runs_computing.pair_stored, []

        def noted(*args, options, **more):
            asked.append((options.objective.value, options.bands))
            return really(*args, options=options, **more)

        monkeypatch.setattr(runs_computing, "pair_stored", noted)
        run = three.view(three.start(objective=objective, bands=7)).run
        assert asked == [(objective.value, 7)]
        assert run.figures.proved
        assert run.figures.blocking == 0

    def test_without_a_proof_the_gap_is_told(self, three, monkeypatch):
        really = runs_computing.pair_stored

        def unproved(*args, **options):
            found = really(*args, **options)
            certificate = replace(found.certificate, gap=found.total / 2)
            return replace(found, complete=False, certificate=certificate)

        monkeypatch.setattr(runs_computing, "pair_stored", unproved)
        figures = three.view(three.start()).run.figures
        assert (figures.proved, figures.gap) == (False, pytest.approx(0.5))
        fair = three.view(three.start(objective=RunObjective.FAIR)).run.figures
        assert (fair.proved, fair.gap) == (False, 0.0)
