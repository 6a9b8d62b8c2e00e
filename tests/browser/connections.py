"""Connections in every situation their pages know."""

from dataclasses import replace

from core.domain.directory import DirectoryRecord, EmploymentStatus
from core.domain.people_rules import LinkKey, LinkRule
from core.domain.scim import ScimCaller
from core.services.connections.forms import ConnectionChange
from tests.web.settings.connections.connections_hub import Reader

CONNECTIONS = "/settings/connections"
ON = "<connection-on>"
"""Stands for the id of a connection that is on."""
DRAFT = "<connection-draft>"
"""Stands for the id of one whose columns have to be chosen."""
TRIED = "<connection-tried>"
"""Stands for the id of one that was tried and is not on yet."""
BROKEN = "<connection-broken>"
"""Stands for the id of one that has to be authorised again."""
HELD = "<connection-held>"
"""Stands for the id of one of which too many people would go."""
HELD_RUN = "<connection-held-run>"
"""Stands for the id of its run that waits."""
FILE = "<connection-file>"
"""Stands for the id of one that reads uploaded files."""
SCIM = "<connection-scim>"
"""Stands for the id of one that is written to."""
LEFT = "<connection-left>"
"""Stands for the id of one that is written to, and many of whose people left."""

DRY_RUN = "<connection-dry-run>"
"""Stands for the id of a dry run of the one that is on."""
HOOKED = "<connection-hooked>"
"""Stands for the id of one that is told of changes."""
SOMEBODY = "<somebody>"
"""Stands for the id of somebody whom a connection brought."""

TYPED = {"address": "https://hr.example", "key": "a-long-secret-of-abcd"}


def put_connections(hub, administrator):
    """Make them; returns what stands for their ids."""
    uses, source, reader = hub.services.connections, hub.source, Reader(hub)
    source.key, source.page_size = TYPED["key"], 100
    source.hires(*(f"person{number:02}" for number in range(20)))

    def add(slug, title, **typed):
        hub.clock.advance(seconds=1)
        return uses.setup.create(administrator, slug, title, TYPED | typed).id

    def run(start, *of, **how):
        hub.clock.advance(minutes=1)
        start(administrator, *of, **how)
        reader.work()

    def turned_on(slug, title, rules=()):
        made = add(slug, title)
        seen = uses.setup.get(administrator, made).connection.updated_at
        uses.setup.edit(administrator, made, seen, ConnectionChange(link_rules=rules))
        uses.checks.check(administrator, made)
        run(uses.switches.dry_run, made)
        run(uses.switches.turn_on, made)
        return made

    on = turned_on("fake", "Personnel of the university hospital")
    source.bad = ["person07"]
    source.hires("person03", name="Percy Third")
    run(uses.switches.run_now, on, full=True)
    source.bad = []
    dry_run = would_change(hub, administrator, on, run)
    draft = add("columned", "Columns to choose")
    uses.checks.check(administrator, draft)
    tried = add("fake", "Tried")
    uses.checks.check(administrator, tried)
    run(uses.switches.dry_run, tried)
    held = turned_on("fake", "Half an export")
    before = dict(source.people)
    for name in list(source.people)[2:]:
        del source.people[name]
    run(uses.switches.run_now, held, full=True)
    source.people = before
    broken = add("fake", "Locked out", key="wrong")
    uses.checks.check(administrator, broken)
    file = add("upload", "Staff list")
    scim = add("scim", "Entra")
    hub.services.scim.tokens.issue(administrator, scim)
    left = add("scim", "Okta")
    leave(hub, administrator, left)
    hooked = turned_on("hooked", "Tells of changes")
    uses.hooks.subscribe(administrator, hooked)
    doubt(hub, administrator, turned_on)
    source.people = before
    with hub.storage.tenant(administrator.organization_id) as work:
        somebody = work.people.by_identity(work.connections.get(on).issuer, "person03")
    (run_held, *_) = uses.history.runs(administrator, held)
    found = {
        ON: on,
        DRAFT: draft,
        TRIED: tried,
        HELD: held,
        HELD_RUN: run_held.id,
        BROKEN: broken,
        FILE: file,
        SCIM: scim,
        LEFT: left,
        DRY_RUN: dry_run,
        HOOKED: hooked,
        SOMEBODY: somebody.id,
    }
    return {name: str(value) for name, value in found.items()}


def leave(hub, administrator, connection_id):
    """Most people of an identity provider leave at once."""
    hub.services.connections.switches.turn_on(administrator, connection_id)
    organization_id = administrator.organization_id
    caller = ScimCaller(organization_id=organization_id, connection_id=connection_id)
    users = hub.services.scim.users
    for number in range(30):
        user = {"userName": f"user{number}", "displayName": f"Alex Number {number}"}
        key = users.create(caller, user).entry.key
        if number > 2:
            users.change(caller, key, lambda entry: {**entry.source, "active": False})
    hub.services.scim.leaving.scim_departures(str(organization_id), str(connection_id))


def would_change(hub, administrator, connection_id, run):
    """A dry run that has somebody new, and news of somebody who is there; its id."""
    uses, people = hub.services.connections, hub.source.people
    changed = {"title": "Head of nursing", "status": EmploymentStatus.ON_LEAVE}
    people["person05"] = replace(people["person05"], **changed)
    hub.source.hires("anna-lena", name="Anna-Lena von Oldenburg-Westerkappeln")
    run(uses.switches.dry_run, connection_id)
    del people["anna-lena"]
    return uses.history.runs(administrator, connection_id)[0].id


def doubt(hub, administrator, turned_on):
    """A record that may be about two people, and two who were joined."""
    source = hub.source
    source.people = {
        key: DirectoryRecord(key=key, name="Robin Weber", employee_number="4711")
        for key in ("r1", "r2", "r3", "r4")
    }
    first = turned_on("fake", "Payroll")
    source.people = {"x1": DirectoryRecord(key="x1", name="Robin Weber", employee_number="4711")}
    rules = [LinkRule.of([LinkKey.EMPLOYEE_NUMBER])]
    turned_on("fake", "Library", rules=rules)
    with hub.storage.tenant(administrator.organization_id) as work:
        issuer = work.connections.get(first).issuer
        one, other = (work.people.by_identity(issuer, key).id for key in ("r3", "r4"))
    hub.services.who_is_who.join(administrator, one, other)
    assert hub.services.who_is_who.undecided(administrator)
