"""A world with at least one row in every tenant's table."""

from uuid import UUID

from sqlalchemy import text

from core.domain.course import Course
from core.domain.demographics import Dimension
from core.domain.matching_settings import MatchingSettings
from core.domain.people_rules import PersonField, Precedence
from core.domain.scim import Lookup, ScimMember
from core.domain.sync import Effect, Position, SyncChange, SyncIssue
from core.ports.teams_repositories import Ratings
from core.sentence import sentence
from tests.contracts.meeting_world import appointment, pulse
from tests.contracts.teams_world import conversation, delivery, new_teams_tenant, teams_choices
from tests.contracts.world import NOW, World

CONNECTION = UUID(int=1, version=4)


def filled_world(storage):
    world = World(storage)
    match = world.match()
    course = Course(registration_id=world.registration.id, context_id="c", organization_id=world.id)
    _fill_teams(world)
    with world.tenant() as work:
        endpoint = world.webhook_endpoint()
        work.webhook_endpoints.add(endpoint, "whsec_secret")
        work.webhook_deliveries.add(endpoint.id, world.webhook_event())
        work.profiles.save(world.profile(world.ada))
        work.participations.save(world.participation(world.ada))
        work.program_managers.add(world.program_manager(world.cleo, appointed_by=world.ada.id))
        work.courses.save(course)
        work.matches.add(match)
        work.meetings.save(world.meeting(match))
        work.appointments.add(appointment(match))
        work.pulses.add_many([pulse(match, match.mentee_id)])
        work.news.add_many([world.news()])
        work.mailboxes.add(world.mailbox())
        work.choices.save_many([world.choice()])
        work.searches.save_many([world.search(world.ada)])
        work.rosters.save_members([world.member(world.ada, context_id="c")])
        work.rosters.save_run(world.roster_run(context_id="c"))
        activity = world.activity(context_id="c")
        work.activities.save(activity)
        work.works.add(world.work(activity, world.ada))
        work.scores.add(world.score(activity, world.ada))
        group = world.group()
        work.groups.save(group)
        work.groups.add_members([world.group_member(group, world.ada)])
        slot = world.slot(world.ada)
        work.slots.add_many([slot])
        work.slots.book(world.booking(slot, world.ben))
        run = world.match_run()
        work.match_runs.save(run)
        pair = world.run_pair(run, world.ada, world.ben)
        work.run_pairs.replace(run.id, [pair], [world.left_over(run, world.cleo)])
        work.match_runs.add_edits([world.run_edit(run, world.ada)])
        work.demographics.replace(world.ada.id, {Dimension.MIGRATION: "no"}, NOW)
        work.matching_settings.save(MatchingSettings(program_id=world.program.id, template="peer"))
        work.learned_beliefs.save(world.learned())
        connect(world, work)
    with world.tenant() as work:
        connection = work.people.connection
        connection.execute(
            text("INSERT INTO identity VALUES ('i', 's', :person, :organization)"),
            {"person": world.ada.id, "organization": world.id},
        )
        connection.execute(
            text(
                "INSERT INTO match_event (match_id, version, at, actor_id, after, organization_id)"
                " VALUES (:match, 1, now(), :person, 'offered', :organization)"
            ),
            {"match": match.id, "person": world.ada.id, "organization": world.id},
        )
        connection.execute(
            text(
                "INSERT INTO text_embedding (person_id, model, kind, text_hash, vector,"
                " organization_id) VALUES (:person, 'm', 'goal', '', '[1]', :organization)"
            ),
            {"person": world.ada.id, "organization": world.id},
        )
    return world


def connect(world, work):
    connection, told = world.connection(id=CONNECTION), sentence("It is not.")
    run = world.sync_run(connection, id=CONNECTION)
    work.connections.add(connection)
    work.connections.set_secret(connection.id, "key", "secret", NOW)
    work.connections.set_file(connection.id, b"file", NOW)
    work.sync_runs.save(run)
    work.sync_runs.note_seen(run.id, 0, ["a"])
    work.sync_runs.add_issues([SyncIssue(run_id=run.id, sentence=told)])
    work.sync_runs.add_changes([SyncChange(run_id=run.id, key="a", effect=Effect.CREATED)])
    work.sync_runs.save_position(
        Position(connection_id=connection.id, stream="people", cursor={"at": 1})
    )
    entry = world.entry(connection, "a", world.ada, email="a@example.edu", manager_key="b")
    work.directory_entries.save_many([entry, world.entry(connection, "c")])
    work.resources.save_many([world.resource(connection, "a")])
    work.resources.save_vectors("m", {b"a": b"\0\0\x80?"})
    work.evidences.save_many([world.evidence(connection, "a", world.ada)])
    work.scim_users.file(connection.id, "a", {Lookup.USER_NAME: ["ada"]})
    work.scim_leavers.note(connection.id, ["a"], NOW)
    work.scim_groups.save(world.scim_group(connection, id=CONNECTION))
    work.scim_groups.add_members(CONNECTION, [ScimMember(key="a")])
    work.merges.save_many([world.merge(world.cleo, world.dora)])
    work.people_rules.save_precedence(Precedence(orders={PersonField.NAME: ["x"]}))
    work.audit.add(world.audit_entry())


def _fill_teams(world):
    teams = new_teams_tenant(world)
    with world.tenant() as work:
        work.teams_conversations.save(conversation(world, teams, world.ada))
        work.teams_deliveries.add_many([delivery(world, teams)])
        work.teams_choices.save(teams_choices(world))
        work.teams_tokens.save(teams.id, "oid", world.ada.id, "{}", NOW)
        work.teams_ratings.add(NOW.date(), Ratings(helpful=1))
