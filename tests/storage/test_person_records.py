"""Whatever names a person, in any table, is told to them and goes when they are erased."""

from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import ARRAY, Uuid

from core.domain.administrator import Administrator, SignInLink
from core.domain.deep_link import DeepLinkRequest
from core.domain.demographics import Dimension
from core.domain.match import MatchState
from core.domain.person import Identity
from core.domain.program import Role
from core.sentence import sentence
from storage.repositories.person_records import LISTS, NO_FOREIGN_KEY, references
from storage.tables import Base
from tests.contracts.world import NOW, World, digest, fresh
from tests.storage.filled_world import filled_world
from tests.storage.teams_traces import in_teams
from tests.storage.traces_of_somebody import MARK, directories, lists_and_runs

NAMES_NOBODY = {
    "activity.origin_id": "another activity",
    "person_change.person_id": "that something changed, not what; others' lists are read again",
}


def test_every_column_that_may_name_a_person_is_known():
    known = {*NO_FOREIGN_KEY, *LISTS}
    unknown = set()
    for table in Base.metadata.sorted_tables:
        referring = {column for column in table.columns if column.foreign_keys}
        named = {column for column, _ in references(table)}
        for column in table.columns:
            listed = isinstance(column.type, ARRAY) and isinstance(column.type.item_type, Uuid)
            identifies = isinstance(column.type, Uuid) and column.name != "id"
            if (listed or identifies) and column not in known | referring | named:
                unknown.add(f"{table.name}.{column.name}")
    assert unknown == NAMES_NOBODY.keys()


@pytest.fixture
def world(storage):
    return World(storage)


@pytest.fixture
def ada(world):
    """Somebody who left a word in every place there is."""
    ada = replace(world.ada, name=MARK, email=f"{MARK}@example.edu", locale="pl")
    by_lms = Identity(issuer="lti:1", subject=f"{MARK}-1", person_id=ada.id)
    activity = world.activity()
    with world.platform() as work:
        work.administrators.save(
            Administrator(
                id=fresh(),
                organization_id=world.id,
                email=ada.email,
                person_id=ada.id,
                created_at=NOW,
            )
        )
        (administrator,) = work.administrators.of_organization(world.id)
        work.administrators.add_link(
            SignInLink(token_hash=digest(1), administrator_id=administrator.id, expires_at=NOW)
        )
        work.sessions.add(world.session(2))
        work.deep_links.add(
            DeepLinkRequest(
                token_hash=digest(3),
                registration_id=world.registration.id,
                organization_id=world.id,
                person_id=ada.id,
                deployment_id="1",
                return_url="https://lms.example.edu",
                expires_at=NOW,
            )
        )
    with world.tenant() as work:
        work.people.save(ada)
        work.people.link(by_lms)
        work.profiles.save(world.profile(ada, headline=MARK, goals=(MARK,), location=MARK))
        work.demographics.replace(ada.id, {Dimension.GENDER: "woman"}, NOW)
        work.mailboxes.add(world.mailbox(ada))
        work.participations.save(world.participation(ada))
        work.program_managers.add(world.program_manager(ada))
        work.program_managers.add(world.program_manager(world.ben, appointed_by=ada.id))
        work.courses.save(world.course())
        work.rosters.save_members([world.member(ada, subject=MARK)])
        work.activities.save(activity)
        work.works.add(world.work(activity, ada, text=MARK))
        work.works.add(world.work(activity, world.ben, decided_by=ada.id))
        work.scores.add(world.score(activity, ada, comment=MARK))
        slot = world.slot(ada, topic=MARK)
        offered = world.slot(world.ben)
        work.slots.add_many([slot, offered])
        work.slots.book(world.booking(offered, ada, note=MARK))
        group = world.group()
        work.groups.save(group)
        work.groups.add_members([world.group_member(group, ada)])
        work.news.add_many(
            [
                world.news(ada, sentence=sentence("%(name)s asks you.", name=MARK)),
                world.news(
                    world.ben,
                    sentence=sentence("%(name)s asks about %(what)s.", name=MARK, what="R"),
                ),
                world.news(world.ben, sentence=sentence("Welcome.")),
            ]
        )
        work.choices.save_many([world.choice(ada, world.ben, note=MARK)])
        work.choices.save_many([world.choice(world.cleo, ada, note="to them")])
        work.searches.save_many([world.search(ada)])
    lists_and_runs(world, ada)
    directories(world, ada)
    in_teams(world, ada, MARK)
    return ada


@pytest.fixture
def dump(postgres_server, database):
    """Table -> its rows as text, whoever's they are."""

    def dump():
        with psycopg.connect(postgres_server.cluster.url("postgres", database)) as connection:
            return {
                table.name: [
                    row
                    for (row,) in connection.execute(
                        sql.SQL("SELECT to_jsonb(t)::text FROM {} t").format(
                            sql.Identifier(table.name)
                        )
                    )
                ]
                for table in Base.metadata.sorted_tables
            }

    return dump


def test_nothing_of_somebody_is_left_anywhere(world, ada, dump):
    before = dump()
    assert sum(MARK in row for rows in before.values() for row in rows) > 20
    with world.tenant() as work:
        assert work.person_records.erase(ada.id)
    after = dump()
    assert [row for rows in after.values() for row in rows if MARK in row] == []
    naming = {name for name, rows in after.items() for row in rows if str(ada.id) in row}
    assert naming == {"audit_entry", "person_change"}
    assert after["connection_file"] == []
    assert after["administrator"] == after["sign_in_link"] == after["session"] == []
    # What is of others stays.
    kept = {
        "match_run_pair": 1,
        "notification": 3,
        "sync_issue": 1,
        "sync_change": 1,
        "person_merge": 1,
        "scim_group_member": 1,
        "scim_lookup": 0,
        "scim_leaver": 0,
        "teams_conversation": 1,
        "teams_delivery": 1,
        "teams_choices": 0,
    }
    assert {name: len(after[name]) for name in kept} == kept
    with world.tenant() as work:
        ben = work.profiles.get(world.ben.id)
        assert (ben.avoid, ben.managers, ben.meet_again) == (frozenset(), (), frozenset())
        assert ben.conflicts == {world.cleo.id}
        news = {str(one.sentence) for one in work.news.of_person(world.ben.id, 9)}
        assert news == {"— asks about R.", "Welcome.", "Read it."}
        deeds = {entry.subject: entry for entry in work.audit.page(None, 9)}
        assert str(deeds[f"person:{ada.id}"].sentence) == "— is called — now."
        assert str(deeds["connection:1"].sentence) == "— is called Zoë now."
        assert deeds["connection:1"].before == {"on": True}
        assert deeds[f"person:{ada.id}"].before == {}
        (waiting,) = work.directory_entries.undecided(9)
        assert waiting.candidates == (world.ben.id,)
    (left,) = after["work"]
    assert f'"person_id": "{world.ben.id}"' in left
    assert '"decided_by": null' in left


def test_what_is_told_to_somebody_is_all_that_is_kept(world, ada, dump):
    with world.tenant() as work:
        told = work.person_records.everything(ada.id)
    kept = {name for name, rows in dump().items() for row in rows if str(ada.id) in row}
    # Of these others say something, or nothing is said but an id.
    assert kept - set(told) == {"person_change"}
    assert [row["display"] for row in told["scim_group_member"]] == [MARK]
    assert sorted(row["name"] for row in told["sync_change"]) == ["", MARK, MARK]
    shown = str(told)
    assert "token" not in shown
    assert "sealed" not in shown
    assert shown.count(MARK) > 20
    # Whom others avoid is theirs to know; what was done to others is theirs too.
    assert {row["person_id"] for row in told["profile"]} == {str(ada.id)}
    (approved,) = [row for row in told["match_run_pair"] if row["mentee_id"] != str(ada.id)]
    assert approved["approved_by"] == str(ada.id)
    assert not {"reasons", "score"} & approved.keys()
    assert {row["subject"] for row in told["audit_entry"] if "subject" in row} == set()


def test_a_part_in_a_match_stays_for_the_other(world, ada, dump):
    match = world.match(ada, world.ben, state=MatchState.ENDED, note=MARK, decline_note=MARK)
    with world.tenant() as work:
        work.matches.add(match)
        work.meetings.save(world.meeting(match, held_on=NOW.date() - timedelta(days=1)))
        assert not work.person_records.erase(ada.id)
        assert work.participations.of_program(world.program.id) == []
        assert work.participations.get(world.program.id, ada.id, Role.MENTOR) is None
    after = dump()
    assert [row for rows in after.values() for row in rows if MARK in row] == []
    naming = {name for name, rows in after.items() for row in rows if str(ada.id) in row}
    assert naming == {"audit_entry", "match", "meeting", "person", "person_change"}


def test_nothing_of_another_tenant_is_erased(world, storage, dump):
    other = filled_world(storage)
    before = dump()
    with world.tenant() as work:
        work.person_records.erase(other.ada.id)
    assert dump() == before
