"""Courses' resources, from the connector into the catalogue."""

import pytest

from core.domain.profile import text_hash
from core.domain.sync import Effect, Outcome
from core.ports.connectors import BadRow
from core.sentence import sentence
from core.services.library.encoding import ENCODE_RESOURCES
from tests.fakes.encoder import FakeEncoder

from .course_platform import resource


def told(platform, run):
    with platform.tenant() as work:
        changes = work.sync_runs.changes(run.id, 99)
        issues = work.sync_runs.issues(run.id, 99)
    return (
        [(one.key, one.effect, one.fields) for one in changes],
        [(one.key, str(one.sentence)) for one in issues],
    )


def test_what_a_course_offers_is_in_the_catalogue_with_its_skills(platform):
    platform.offers("Joins in SQL", course="Data with Python", module="Week 1")
    run = platform.reads()["resources"]
    assert (run.outcome, run.counts.created) == (Outcome.COMPLETE, 1)
    assert platform.resources["joins in sql"].skills == ("sql", "python")


def test_the_same_again_changes_nothing(platform):
    platform.offers("SQL", "Excel")
    platform.reads()
    before = platform.resources
    run = platform.reads()["resources"]
    assert (run.counts.unchanged, run.counts.changed) == (2, 0)
    assert platform.resources == before


def test_changes_are_told_by_field(platform):
    platform.offers("SQL")
    platform.reads()
    platform.courses.told["resources"] = [resource("SQL", module="Python", minutes=5)]
    run = platform.reads()["resources"]
    changes, _ = told(platform, run)
    assert changes == [("sql", Effect.UPDATED, ("module", "minutes", "skills"))]


def test_what_is_gone_is_not_offered_until_it_comes_back(platform):
    platform.offers("SQL", "Excel")
    platform.reads()
    gone = platform.courses.told["resources"].pop()
    run = platform.reads()["resources"]
    assert (run.counts.gone, set(platform.resources)) == (1, {"sql"})
    platform.courses.told["resources"].append(gone)
    assert platform.reads()["resources"].counts.created == 1
    assert set(platform.resources) == {"sql", "excel"}


def test_too_many_are_not_taken_away_without_a_yes(platform):
    platform.offers(*(f"SQL {number}" for number in range(20)))
    platform.reads()
    del platform.courses.told["resources"][5:]
    run = platform.reads()["resources"]
    assert run.outcome is Outcome.HELD
    assert "15 of 20 records would be gone" in str(run.problem.sentence)
    assert len(told(platform, run)[0]) == 15
    assert len(platform.resources) == 20


def test_nothing_is_taken_away_while_rows_do_not_say_what_they_are(platform):
    platform.offers("SQL", "Excel")
    platform.reads()
    platform.courses.told["resources"].pop()
    platform.courses.bad = [BadRow(sentence=sentence("It has no title."))]
    run = platform.reads()["resources"]
    assert run.outcome is Outcome.HELD
    assert "1 records would be gone, but" in str(run.problem.sentence)


@pytest.mark.parametrize(
    ("changes", "key", "why"),
    [
        ({"key": ""}, "", "id is empty"),
        ({"key": "x" * 5_000}, "", "id is empty"),
        ({"title": "  "}, "sql", "no title"),
        ({"title": "S\0QL"}, "sql", "“title” is too long"),
        ({"course": "\ud800"}, "sql", "“course”"),
        ({"url": "https://x.example/" + "y" * 3_000}, "sql", "“url”"),
        ({"url": "javascript:alert(1)"}, "sql", "cannot be opened"),
        ({"url": "https://"}, "sql", "cannot be opened"),
        ({"url": "https://[::1"}, "sql", "cannot be opened"),
    ],
)
def test_what_cannot_be_kept_or_opened_is_left_out(platform, changes, key, why):
    platform.offers("Excel")
    platform.courses.told["resources"].append(resource("SQL", **changes))
    run = platform.reads()["resources"]
    ((told_key, sentence_),) = told(platform, run)[1]
    assert (told_key, run.counts.quarantined) == (key, 1)
    assert why in sentence_
    assert set(platform.resources) == {"excel"}


class TestEncoding:
    def test_different_texts_are_read_once(self, platform):
        platform.offers("SQL", "Excel")
        platform.courses.told["resources"].append(resource("SQL", key="again"))
        platform.reads()
        assert [job["job"] for job in platform.storage.jobs] == [ENCODE_RESOURCES]
        platform.encodes()
        with platform.tenant() as work:
            assert work.resources.unread(FakeEncoder.model, 9) == []
            hashes = [text_hash("SQL"), text_hash("Excel")]
            assert set(work.resources.vectors(FakeEncoder.model, hashes)) == set(hashes)

    def test_what_nobody_offers_is_forgotten(self, platform):
        platform.offers("SQL", "Excel")
        platform.reads()
        platform.encodes()
        platform.courses.told["resources"].pop()
        platform.reads()
        platform.encodes()
        with platform.tenant() as work:
            assert work.resources.vectors(FakeEncoder.model, [text_hash("Excel")]) == {}
            assert work.resources.vectors(FakeEncoder.model, [text_hash("SQL")]) != {}

    def test_nothing_new_promises_nothing(self, platform):
        platform.reads()
        assert platform.storage.jobs == []
