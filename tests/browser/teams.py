"""Teams tenants in every situation their pages know."""

from uuid import uuid4

from core.domain.person import Person
from core.domain.teams_delivery import DeliveryState, Purpose, TeamsDelivery
from tests.teams_app.packages import CLIENT, TID

TEAMS = "/settings/teams"
TEAMS_NEW = "<teams-new>"
"""Stands for the id of a tenant that was just added."""
TEAMS_OFF = "<teams-off>"
"""Stands for the id of one that is switched off, with a package that has changed."""
SECRET = "Abc8Q~a-made-up-value-1a2b"


def put_teams(hub, administrator):
    """Make them; returns what stands for their ids."""
    tenants = hub.teams.tenants
    new = tenants.add(administrator, TID, CLIENT, SECRET)
    hub.clock.advance(seconds=1)
    off = tenants.add(administrator, TID.replace("1", "7"), CLIENT.replace("a", "b"), SECRET)
    with hub.storage.platform() as work:
        work.teams_tenants.save(
            off.changed(
                enabled=False,
                installs=True,
                catalog_app_id="cccccccc-1111-2222-3333-444444444444",
                package_number=3,
                package_digest="older",
            )
        )
    put_messages(hub, new)
    return {TEAMS_NEW: str(new.id), TEAMS_OFF: str(off.id)}


def put_messages(hub, tenant):
    """Some that arrived, and one that did not."""
    now = hub.clock.now()
    reader = Person(
        id=uuid4(),
        organization_id=tenant.organization_id,
        name="Rahel Blum",
        created_at=now,
        updated_at=now,
    )
    states = [(DeliveryState.SENT, "")] * 3 + [(DeliveryState.FELL_BACK, "blocked")]
    with hub.storage.tenant(tenant.organization_id) as work:
        work.people.save(reader)
        work.teams_deliveries.add_many(
            [
                TeamsDelivery(
                    id=uuid4(),
                    organization_id=tenant.organization_id,
                    teams_tenant_id=tenant.id,
                    person_id=reader.id,
                    purpose=Purpose.NEWS,
                    key=f"shown:{number}",
                    due_at=now,
                    created_at=now,
                    state=state,
                    reason=reason,
                )
                for number, (state, reason) in enumerate(states)
            ]
        )
