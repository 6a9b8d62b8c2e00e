"""What somebody left in lists, runs and directories."""

from dataclasses import replace

from core.domain.match_run import RunOptions
from core.domain.person import Identity
from core.domain.scim import Lookup, ScimMember
from core.domain.sync import Effect, SyncChange, SyncIssue
from core.sentence import sentence
from tests.contracts.world import NOW, fresh

MARK = "Zuzanna"


def lists_and_runs(world, ada):
    lists = {"avoid": frozenset({ada.id}), "conflicts": frozenset({ada.id, world.cleo.id})}
    run = world.match_run(
        started_by=ada.id,
        published_by=ada.id,
        options=RunOptions(chosen=frozenset({ada.id, world.cleo.id})),
    )
    with world.tenant() as work:
        work.profiles.save(
            world.profile(world.ben, managers=(ada.id,), meet_again=frozenset({ada.id}), **lists)
        )
        work.match_runs.save(run)
        theirs = world.run_pair(run, ada, world.ben)
        others = world.run_pair(run, world.cleo, world.dora, approved_by=ada.id)
        why = f"{MARK} was not free."
        work.run_pairs.replace(run.id, [theirs, others], [world.left_over(run, ada, why=why)])
        work.match_runs.add_edits([world.run_edit(run, world.cleo, others)])


def directories(world, ada):
    connection = world.new_connection()
    run = world.sync_run(connection, by=ada.id)
    values = {"user_name": MARK, "manager_key": "m", "source": {"displayName": MARK}}
    told = sentence("Not %(name)s.", name="x")
    with world.tenant() as work:
        work.directory_entries.save_many(
            [
                world.entry(connection, f"{MARK}-key", ada, name=MARK, email=MARK, **values),
                world.entry(connection, "other", candidates=(ada.id, world.ben.id)),
            ]
        )
        group = world.scim_group(connection)
        work.scim_groups.save(group)
        members = [ScimMember(key=f"{MARK}-key", display=MARK), ScimMember(key="other")]
        work.scim_groups.add_members(group.id, members)
        work.scim_users.file(connection.id, f"{MARK}-key", {Lookup.USER_NAME: [MARK]})
        work.scim_leavers.note(connection.id, [f"{MARK}-key"], NOW)
        work.connections.set_file(connection.id, MARK.encode(), NOW)
        work.sync_runs.save(run)
        for key in (f"{MARK}-key", "other"):
            work.sync_runs.add_issues([SyncIssue(run_id=run.id, key=key, sentence=told)])
            change = SyncChange(run_id=run.id, key=key, effect=Effect.CREATED)
            work.sync_runs.add_changes([change])
        told_of = {"name": MARK, "told": {"title": ("", MARK)}}
        work.sync_runs.add_changes(
            [
                replace(change, key=f"{MARK}-old", person_id=ada.id, **told_of),
                replace(change, key=f"{MARK}-key", person_id=fresh(), **told_of),
            ]
        )
        work.sync_runs.note_seen(run.id, 0, [f"{MARK}-key", "other"])
        work.merges.save_many(
            [
                world.merge(
                    world.dora,
                    ada,
                    identities=(Identity(issuer="i", subject=MARK, person_id=ada.id),),
                ),
                world.merge(world.dora, world.cleo, by=ada.id),
            ]
        )
        renamed = sentence("%(name)s is called %(new)s now.", name=MARK, new="Zoë")
        for subject, by in ((f"person:{ada.id}", world.dora), ("connection:1", ada)):
            work.audit.add(
                world.audit_entry(
                    subject=subject,
                    by=by.id,
                    sentence=renamed,
                    before={"name": MARK} if subject.startswith("person") else {"on": True},
                )
            )
