"""Publishing: what becomes a match, what does not any more, and who is told."""

import pytest

from core.domain.choice import Choice, Search
from core.domain.match import EndReason, MatchState
from core.domain.match_run import RunState
from core.domain.match_run_pages import PairShow
from core.domain.matching_settings import MatchingSettings
from core.domain.profile import Profile
from core.domain.program import Role
from core.domain.webhook import CHOOSABLE, EventType, WebhookEndpoint
from core.errors import ConflictError, ForbiddenError
from tests.core.services.runs.cohort import ORGANIZATION, PROGRAM


@pytest.fixture
def run(three):
    """Computed, all approved."""
    run_id = three.start()
    three.edits.approve(three.manager, run_id)
    return run_id


def publish(three, run, *, ask=True):
    return three.publishing.publish(three.manager, run, ask_mentors=ask)


def news(three, who):
    with three.work() as work:
        return [(str(one.sentence), one.page) for one in work.news.of_person(who, 9)]


def problems(three, run):
    page = three.view(run, show=PairShow.PROBLEM).page
    return {named.mentee.name: str(named.pair.problem) for named in page.pairs}


class TestPublishing:
    def test_mentors_are_asked(self, three, run):
        done = publish(three, run)
        assert (done.matches, done.kept_back) == (3, 0)
        assert (done.run.state, done.run.published_by) == (RunState.PUBLISHED, three.tess)
        offered = three.matches(MatchState.OFFERED)
        assert {(m.mentee_id, m.mentor_id) for m in offered} == {
            (three.rust_mentee, three.rust_mentor),
            (three.law_mentee, three.law_mentor),
            (three.chess_mentee, three.chess_mentor),
        }
        assert all(m.answer_by and m.remind_at and m.score for m in offered)
        assert news(three, three.rust_mentor) == [
            ("Your programme suggests a mentee to you. Days to answer: 3.", "/app/requests")
        ]
        assert news(three, three.rust_mentee) == [
            ("Your programme suggests a mentor to you, who is asked now.", "/app/requests")
        ]
        stored = three.stored(run, three.rust_mentee)
        assert stored.match_id in {m.id for m in offered}

    def test_matches_begin_at_once(self, three, run):
        publish(three, run, ask=False)
        assert len(three.matches(MatchState.ACCEPTED)) == 3
        assert news(three, three.law_mentor) == [
            ("Your programme found a mentee for you. See how to reach each other.", "/app/matches")
        ]
        assert news(three, three.law_mentee) == [
            ("Your programme found a mentor for you. See how to reach each other.", "/app/matches")
        ]

    @pytest.mark.parametrize("ask", [True, False])
    def test_other_systems_are_told(self, three, run, ask):
        endpoint = WebhookEndpoint(
            id=three.uuid(),
            organization_id=ORGANIZATION,
            url="https://hooks.example/",
            events=frozenset(CHOOSABLE),
            secret_set_at=three.clock.now(),
            created_at=three.clock.now(),
        )
        with three.work() as work:
            work.webhook_endpoints.add(endpoint, "whsec_secret")
        publish(three, run, ask=ask)
        with three.work() as work:
            newest, *before = work.webhook_deliveries.latest(endpoint.id, 9)
        published = newest.event
        assert published.type is EventType.RUN_PUBLISHED
        assert (published.data["matches"], published.data["state"]) == (3, "published")
        kind = EventType.MATCH_OFFERED if ask else EventType.MATCH_ACCEPTED
        assert [delivery.event.type for delivery in before] == [kind] * 3
        assert {d.event.data["before"] for d in before} == {"approved"}

    def test_every_step_is_kept_with_who_took_it(self, three):
        run = three.start()
        ada = three.actor(three.person("Ada"), manages=True)
        three.edits.approve(ada, run, [three.rust_mentee])
        three.edits.assign(
            three.manager, run, three.law_mentee, three.chess_mentor, three.chess_mentee
        )
        publish(three, run, ask=False)
        by_mentee = {match.mentee_id: match for match in three.matches()}
        with three.work() as work:
            computed, by_hand = (
                [
                    (event.version, event.after.value, event.actor_id)
                    for event in work.matches.history(by_mentee[who].id)
                ]
                for who in (three.rust_mentee, three.law_mentee)
            )
        assert computed == [
            (1, "proposed", None),
            (2, "approved", ada.person_id),
            (3, "accepted", three.tess),
        ]
        assert by_hand == [
            (1, "proposed", three.tess),
            (2, "approved", three.tess),
            (3, "accepted", three.tess),
        ]
        assert by_mentee[three.rust_mentee].version == 3

    def test_what_nobody_approved_stays_a_draft(self, three):
        run = three.start()
        three.edits.approve(three.manager, run, [three.rust_mentee])
        assert publish(three, run).run.state is RunState.PARTLY
        assert len(three.matches()) == 1
        with pytest.raises(ConflictError, match="nothing to publish yet"):
            publish(three, run)
        three.edits.approve(three.manager, run)
        assert publish(three, run).run.state is RunState.PUBLISHED
        assert len(three.matches()) == 3

    def test_what_is_published_is_edited_no_more(self, three):
        run = three.start()
        three.edits.approve(three.manager, run, [three.rust_mentee])
        three.edits.remove(three.manager, run, three.law_mentee)
        three.edits.undo(three.manager, run)
        publish(three, run)
        with pytest.raises(ConflictError, match="know of each other already"):
            three.edits.remove(three.manager, run, three.rust_mentee)
        assert three.view(three.start(base=run)).run.figures.matched == 2

    def test_activities_are_measured_afterwards(self, three, run, monkeypatch):
        measured = []
        monkeypatch.setattr(
            three.publishing._progress, "refresh", lambda _work, who: measured.append(who)
        )
        three.edits.approve(three.manager, run, [three.chess_mentee], approved=False)
        publish(three, run, ask=False)
        three.do_jobs()
        assert set(measured) == {three.rust_mentee, three.law_mentee}

    def test_managers_only(self, three, run):
        with pytest.raises(ForbiddenError):
            three.publishing.publish(three.actor(three.rust_mentee), run, ask_mentors=True)


class TestWhatDoesNotHoldAnyMore:
    def test_the_rest_is_published_and_the_reasons_are_told(self, three, run):
        three.change(Role.MENTEE, three.rust_mentee, paused=True)
        three.change(Role.MENTOR, three.law_mentor, away=True)
        done = publish(three, run)
        assert (done.matches, done.kept_back, done.run.state) == (1, 2, RunState.PARTLY)
        assert problems(three, run) == {
            "wants rust": "The mentee does not take part any more, or is paused.",
            "wants law": "The mentor does not take part any more, or is paused.",
        }
        assert news(three, three.law_mentee) == []

    def test_a_pair_that_holds_again_can_be_published_later(self, three, run):
        three.change(Role.MENTEE, three.rust_mentee, paused=True)
        publish(three, run)
        three.change(Role.MENTEE, three.rust_mentee, paused=False)
        assert publish(three, run).matches == 1
        assert problems(three, run) == {}

    def test_places_and_mentors_taken_meanwhile(self, three, run):
        three.match(three.mentee("quicker", "rust"), three.rust_mentor)
        three.match(three.law_mentee, three.mentor("other", "law"))
        three.match(three.mentee("asking", "chess"), three.chess_mentor, MatchState.OFFERED)
        done = publish(three, run)
        assert problems(three, run) == {
            "wants rust": "The mentor has no free place any more.",
            "wants law": "The mentee has a mentor meanwhile.",
            "wants chess": "The mentor has no free place any more.",
        }
        assert (done.matches, done.run.state) == (0, RunState.READY)

    def test_places_are_counted_down(self, three):
        three.change(Role.MENTOR, three.rust_mentor, capacity=2)
        late = three.mentee("late", "rust")
        run = three.start()
        assert three.pairs(run)["late"] == "knows rust"
        three.change(Role.MENTOR, three.rust_mentor, capacity=1)
        three.edits.approve(three.manager, run, [late, three.rust_mentee])
        assert publish(three, run).matches == 1
        assert list(problems(three, run).values()) == ["The mentor has no free place any more."]

    def test_rules_that_are_new(self, three, run):
        with three.work() as work:
            work.matching_settings.save(MatchingSettings(program_id=PROGRAM, skills=("law",)))
            work.profiles.save(
                Profile(
                    person_id=three.law_mentee,
                    skills_wanted=("law",),
                    avoid=frozenset({three.law_mentor}),
                )
            )
        three.match(three.chess_mentee, three.chess_mentor, MatchState.OFFERED)
        publish(three, run)
        assert problems(three, run) == {
            "wants rust": "The mentor does not offer all skills required.",
            "wants law": "Blocked: the two must not be matched.",
            "wants chess": "There is a request or a match between them already.",
        }

    def test_a_programme_may_let_former_pairs_meet_again(self, three, run):
        three.match(three.rust_mentee, three.rust_mentor, MatchState.COMPLETED)
        with three.work() as work:
            work.matching_settings.save(MatchingSettings(program_id=PROGRAM, repeat_pairs=True))
        assert publish(three, run).matches == 3

    def test_a_pair_of_people_without_profiles_only_needs_places(self, three, run):
        late = three.mentee("late", told=False)
        three.edits.assign(three.manager, run, late, three.mentor("spare", "tea"))
        assert publish(three, run).matches == 4


class TestOpenRequests:
    @pytest.fixture
    def asked(self, three):
        """A mentee of the run who asks somebody else and searches on."""
        now = three.clock.now()
        elsewhere = three.mentor("elsewhere", "rust")
        with three.work() as work:
            work.searches.save_many(
                [
                    Search(
                        organization_id=ORGANIZATION,
                        program_id=PROGRAM,
                        mentee_id=three.rust_mentee,
                        began_at=now,
                    )
                ]
            )
            work.choices.save_many(
                [
                    Choice(
                        organization_id=ORGANIZATION,
                        program_id=PROGRAM,
                        mentee_id=three.rust_mentee,
                        mentor_id=elsewhere,
                        rank=0,
                        created_at=now,
                    )
                ]
            )
        return three.match(three.rust_mentee, elsewhere, MatchState.OFFERED)

    def test_they_end_when_matches_begin_at_once(self, three, run, asked):
        publish(three, run, ask=False)
        with three.work() as work:
            ended = work.matches.get(asked.id)
            assert work.searches.of_program(PROGRAM) == []
            assert work.choices.of_mentees(PROGRAM, [three.rust_mentee]) == []
        assert (ended.state, ended.end_reason) == (MatchState.ENDED, EndReason.PLACED)

    def test_they_go_on_when_the_mentor_is_asked_first(self, three, run, asked):
        publish(three, run)
        with three.work() as work:
            assert work.matches.get(asked.id) == asked
            assert len(work.searches.of_program(PROGRAM)) == 1
