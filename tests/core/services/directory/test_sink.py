"""Records of directories become people, and again they change nothing."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from core.domain.directory import EmploymentStatus, Presence
from core.domain.identifiers import SyncRunId
from core.domain.sync import Counts, Effect
from core.ports.connectors import BadRow, Page
from core.sentence import sentence
from core.services.directory.sink import DEPARTURES, MANAGER_LINES
from tests.core.services.directory.directory_campus import GONE, ann

RUN = SyncRunId(UUID(int=77))


def test_a_record_becomes_a_person_with_what_it_says(directories):
    told = ann(work_location="Graz", time_zone="Europe/Vienna", locale="de_AT")
    changes = directories.tell(told)
    assert changes.counts == Counts(created=1)
    (listed,) = changes.listed(RUN)
    assert (listed.key, listed.effect, listed.fields) == ("e-1", Effect.CREATED, ())
    person, profile = directories.person(), directories.profile()
    assert (person.name, person.email, person.locale) == ("Ann Bauer", "ann@example.edu", "de-AT")
    assert (profile.headline, profile.department) == ("Engineer", "Research")
    assert (profile.location, profile.time_zone) == ("Graz", "Europe/Vienna")
    entry = directories.entry()
    assert (entry.record, entry.person_id, entry.version) == (told, person.id, 1)


def test_the_same_again_is_seen_by_digests_alone(directories):
    directories.tell(ann())
    before = directories.entry()
    directories.campus.clock.advance(days=1)
    changes = directories.tell(ann())
    assert changes.listed(RUN) == []
    assert changes.counts == Counts(unchanged=1)
    assert (changes.entries, changes.people, changes.profiles) == ((), (), ())
    assert directories.entry() == before


def test_what_changed_is_named_without_values_and_reaches_the_person(directories):
    directories.tell(ann())
    changes = directories.tell(ann(name="Ann Huber", title="Architect"))
    (listed,) = changes.listed(RUN)
    assert (listed.effect, listed.fields) == (Effect.UPDATED, ("name", "title"))
    assert (listed.person_id, listed.name, listed.told) == (directories.person().id, "", {})
    assert directories.person().name == "Ann Huber"
    assert directories.profile().headline == "Architect"
    assert directories.entry().version == 2


def test_who_asks_is_told_names_and_values_before_and_after(directories):
    left = {"status": EmploymentStatus.TERMINATED, "end_date": date(2026, 3, 1)}
    directories.tell(ann())
    with directories.work() as work:
        page = Page(upserts=[ann(title="", **left), ann(key="e-2", name="", given_name="Bo")])
        changes = directories.sink.compare(work, directories.hr, page)
    updated, created = changes.listed(RUN, told=True)
    assert updated.told == {
        "title": ("Engineer", ""),
        "status": ("active", "terminated"),
        "end_date": ("", "2026-03-01"),
    }
    assert (updated.name, created.name, created.told) == ("Ann Bauer", "Bo", {})


def test_a_dry_run_writes_nothing(directories):
    with directories.work() as work:
        changes = directories.sink.compare(work, directories.hr, Page(upserts=[ann()]))
    assert changes.counts == Counts(created=1)
    assert directories.entry() is None
    assert directories.people() == set()


def test_rows_that_cannot_be_used_are_counted_and_handed_on(directories):
    bad = [BadRow(place="row 3", sentence=sentence("This row has no id."))]
    changes = directories.tell(ann(), bad=bad)
    assert changes.counts == Counts(created=1, quarantined=1)
    assert changes.bad == bad


def test_what_a_source_sent_is_kept_as_it_was(directories):
    sent = {"e-1": {"userName": "ann", "active": True}}
    directories.tell(ann(), sources=sent)
    assert directories.entry().source == sent["e-1"]
    assert directories.tell(ann(), sources=sent).counts == Counts(unchanged=1)
    changed = directories.tell(ann(), sources={"e-1": {"userName": "ann", "active": False}})
    assert changed.counts == Counts(updated=1)


def test_who_is_deleted_is_gone_keeps_what_is_known_and_comes_back_as_themselves(directories):
    directories.tell(ann())
    person = directories.person()
    changes = directories.tell(deletes=["e-1", "unknown"])
    assert changes.counts == Counts(gone=1)
    assert not directories.entry().present
    gone = directories.person()
    assert (gone.id, gone.name, gone.presence) == (person.id, person.name, Presence.GONE)
    assert directories.tell(deletes=["e-1"]).counts == Counts()
    back = directories.tell(ann())
    assert back.counts == Counts(created=1)
    assert directories.person().presence is Presence.HERE
    assert directories.entry().version == 3
    assert [row["person_ids"] for row in directories.jobs(DEPARTURES)] == [str(person.id)] * 2


def test_who_is_told_of_and_deleted_on_one_page_is_there(directories):
    assert directories.tell(ann(), deletes=["e-1"]).counts == Counts(created=1)


def test_somebody_who_never_was_here_does_not_leave(directories):
    directories.tell(ann(status=GONE))
    assert directories.person().presence is Presence.GONE
    assert directories.person().name == "Ann Bauer"
    assert directories.jobs(DEPARTURES) == []


def test_an_identity_is_recognised_when_its_record_was_forgotten(directories):
    directories.tell(ann())
    person = directories.person()
    with directories.work() as work:
        work.directory_entries.remove(directories.hr.id, ["e-1"])
    directories.tell(ann())
    assert directories.entry().person_id == person.id
    assert directories.people() == {person.id}


def test_a_record_whose_person_was_removed_makes_a_new_one(directories):
    directories.tell(ann())
    before = directories.person().id
    with directories.work() as work:
        work.people.remove(before)
    directories.tell(ann(title="Architect"))
    assert directories.person().id != before


def test_unseen_records_are_swept_some_at_a_time(directories):
    directories.tell(*(ann(key=f"e-{number}") for number in range(1_002)))
    with directories.work() as work:
        work.sync_runs.note_seen(RUN, 0, ["e-7"])
        assert directories.sink.present(work, directories.hr) == 1_002
        assert directories.sink.unseen(work, directories.hr, RUN) == 1_001
        swept = [directories.sink.sweep(work, directories.hr, RUN).gone for _ in range(3)]
        assert swept == [1_000, 1, 0]
        assert directories.sink.present(work, directories.hr) == 1
    assert [len(row["person_ids"].split(",")) for row in directories.jobs(DEPARTURES)] == [
        *[200] * 5,
        1,
    ]


class TestManagers:
    def test_lines_are_promised_once_when_somebody_has_another_manager(self, directories):
        directories.tell(ann())
        assert directories.jobs(MANAGER_LINES) == []
        directories.tell(ann(manager_key="boss"), ann(key="e-2", manager_key="boss"))
        assert len(directories.jobs(MANAGER_LINES)) == 1

    @pytest.mark.parametrize("deletes", [(), ("boss",)])
    def test_and_when_a_manager_comes_or_goes(self, directories, deletes):
        if deletes:
            directories.tell(ann(key="boss"))
        directories.tell(ann(manager_key="boss"))
        directories.campus.storage.tables.table("jobs").clear()
        directories.tell(*([] if deletes else [ann(key="boss")]), deletes=deletes)
        assert len(directories.jobs(MANAGER_LINES)) == 1

    def test_not_when_somebody_else_comes(self, directories):
        directories.tell(ann(manager_key="boss"))
        directories.campus.storage.tables.table("jobs").clear()
        directories.tell(ann(key="e-2"), replace(ann(manager_key="boss"), title="Architect"))
        assert directories.jobs(MANAGER_LINES) == []
