"""Completions, from the connector to what somebody sees of their own."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from core.domain.evidence import Showing
from core.domain.person import LMS_ISSUER
from core.domain.sync import Effect
from core.errors import NotFoundError
from core.services.library.own_evidence import OwnEvidence
from tests.contracts.world import NOW
from tests.core.services.campus import REGISTRATION

from .course_platform import completion


@pytest.fixture
def ada(platform):
    actor = platform.campus.person("Ada")
    platform.knows(actor.person_id, "s-1")
    return actor


@pytest.fixture
def own(platform):
    return OwnEvidence(platform.storage)


def completes(platform, *completions):
    platform.courses.told["completions"] = list(completions)
    return platform.reads()["completions"]


def test_a_completion_is_evidence_of_the_resource_s_skills(platform, ada):
    platform.offers("Joins in SQL", course="Data")
    run = completes(platform, completion("s-1", "joins in sql", strength=0.75))
    assert run.counts.created == 1
    (one,) = platform.evidence(ada).values()
    assert (one.skills, one.title, one.course) == (("sql",), "Joins in SQL", "Data")
    assert (one.strength, one.how, one.at) == (0.75, Showing.COMPLETED, NOW)
    again = completes(platform, completion("s-1", "joins in sql", strength=0.75))
    assert (again.counts.unchanged, again.counts.changed) == (1, 0)


def test_people_are_known_by_the_number_of_the_lms_too(platform, ada):
    platform.knows(ada.person_id, "4711", LMS_ISSUER)
    platform.offers("SQL")
    completes(platform, completion("4711", "sql"))
    assert set(platform.evidence(ada)) == {"sql/4711"}


def test_what_says_nothing_is_passed_over(platform, ada):
    platform.offers("SQL", "Welcome")
    viewer = platform.campus.person("Student view")
    platform.knows(viewer.person_id, "t-1")
    with platform.tenant() as work:
        person = work.people.get(viewer.person_id)
        work.people.save(replace(person, test_user=True))
    run = completes(
        platform,
        completion("s-9", "sql"),
        completion("t-1", "sql"),
        completion("s-1", "welcome"),
        completion("s-1", "gone long ago"),
    )
    assert (run.counts.unchanged, run.counts.seen) == (4, 4)
    assert platform.evidence(ada) == platform.evidence(viewer) == {}


def test_when_it_was_is_the_first_reading_where_the_lms_does_not_say(platform, ada):
    platform.offers("SQL")
    first = platform.clock.now() + timedelta(seconds=1)
    for _ in range(2):
        completes(platform, completion("s-1", "sql", at=None))
    assert platform.evidence(ada)["sql/s-1"].at == first


def test_what_changes_over_there_changes_here(platform, ada):
    platform.offers("SQL")
    completes(platform, completion("s-1", "sql", strength=0.5))
    run = completes(platform, completion("s-1", "sql", strength=7.0))
    assert platform.evidence(ada)["sql/s-1"].strength == 1.0
    with platform.tenant() as work:
        (change,) = work.sync_runs.changes(run.id, 9)
    assert (change.effect, change.fields) == (Effect.UPDATED, ("strength",))
    assert change.person_id == ada.person_id


def test_what_is_gone_is_shown_no_more(platform, ada):
    platform.offers("SQL", "Excel")
    both = [completion("s-1", "sql"), completion("s-1", "excel")]
    completes(platform, *both)
    assert completes(platform, both[0]).counts.gone == 1
    assert set(platform.evidence(ada)) == {"sql/s-1"}
    assert completes(platform, *both).counts.created == 1


def test_a_resource_that_names_no_skill_any_more_shows_none(platform, ada):
    platform.offers("SQL", key="7")
    completes(platform, completion("s-1", "7"))
    platform.courses.told["resources"] = []
    platform.offers("Welcome", key="7")
    run = completes(platform, completion("s-1", "7"))
    assert (run.counts.gone, run.counts.unchanged) == (1, 0)
    assert platform.evidence(ada) == {}


@pytest.mark.parametrize("changes", [{"key": ""}, {"strength": float("nan")}])
def test_what_cannot_be_kept_is_left_out(platform, ada, changes):
    platform.offers("SQL")
    run = completes(platform, completion("s-1", "sql", **changes))
    assert (run.counts.quarantined, platform.evidence(ada)) == (1, {})


class TestTheRegistration:
    """Numbers of people mean somebody only in the LMS that gave them."""

    @pytest.mark.parametrize(
        ("connector", "product"), [("canvas", "moodle"), ("moodle", "Canvas"), ("moodle", "sakai")]
    )
    def test_of_another_product_makes_nothing_evidence(self, platform, ada, connector, product):
        platform.is_of(connector, product)
        platform.offers("SQL")
        run = completes(platform, completion("s-1", "sql"))
        assert (run.counts.quarantined, platform.evidence(ada)) == (1, {})
        with platform.tenant() as work:
            (issue,) = work.sync_runs.issues(run.id, 9)
        assert issue.key == "sql/s-1"
        assert "“LMS registration”" in str(issue.sentence)

    @pytest.mark.parametrize(
        ("connector", "product"),
        [("canvas", "canvas"), ("moodle", "Moodle"), ("moodle", ""), ("courses", "moodle")],
    )
    def test_of_the_same_or_an_unknown_product_is_used(self, platform, ada, connector, product):
        platform.is_of(connector, product)
        platform.offers("SQL")
        completes(platform, completion("s-1", "sql"))
        assert set(platform.evidence(ada)) == {"sql/s-1"}

    def test_chosen_wrongly_takes_nothing_away(self, platform, ada):
        platform.offers("SQL")
        completes(platform, completion("s-1", "sql"))
        platform.is_of("canvas", "moodle")
        completes(platform, completion("s-1", "sql", strength=0.5))
        assert platform.evidence(ada)["sql/s-1"].strength == 1.0

    def test_that_is_gone_is_of_no_known_product(self, platform, ada):
        platform.is_of("canvas", "moodle")
        with platform.storage.platform() as work:
            work.registrations.remove(REGISTRATION)
        platform.offers("SQL")
        assert completes(platform, completion("s-1", "sql")).counts.quarantined == 0
        assert set(platform.evidence(ada)) == {"sql/s-1"}


class TestHiding:
    def test_what_is_hidden_stays_hidden(self, platform, ada, own):
        platform.offers("SQL", "Excel")
        both = [completion("s-1", "sql", strength=0.5), completion("s-1", "excel")]
        completes(platform, *both)
        (one,) = [found for found in own.mine(ada) if found.title == "SQL"]
        assert own.hide(ada, one.id, hidden=True).hidden
        completes(platform, both[1])  # it is gone for a while
        completes(platform, replace(both[0], strength=0.9), both[1])
        found = platform.evidence(ada)["sql/s-1"]
        assert (found.hidden, found.strength) == (True, 0.9)
        own.hide(ada, one.id, hidden=False)
        assert not platform.evidence(ada)["sql/s-1"].hidden

    def test_nobody_touches_what_is_somebody_else_s(self, platform, ada, own):
        platform.offers("SQL")
        completes(platform, completion("s-1", "sql"))
        (one,) = own.mine(ada)
        ben = platform.campus.person("Ben")
        assert own.mine(ben) == []
        for actor, number in ((ben, one.id), (ada, UUID(int=1))):
            with pytest.raises(NotFoundError):
                own.hide(actor, number, hidden=True)

    def test_it_is_not_hidden_for_whoever_it_turns_out_to_be_about(self, platform, ada, own):
        platform.offers("SQL")
        completes(platform, completion("s-1", "sql"))
        own.hide(ada, own.mine(ada)[0].id, hidden=True)
        ben = platform.campus.person("Ben")
        platform.knows(ben.person_id, "s-2")
        completes(platform, completion("s-2", "sql", key="sql/s-1"))
        assert own.mine(ada) == []
        assert not own.mine(ben)[0].hidden
