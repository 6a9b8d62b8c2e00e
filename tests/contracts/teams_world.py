"""A Teams tenant of a world, with conversations and messages."""

from dataclasses import replace
from datetime import timedelta

from core.domain.teams_choices import TeamsChoices
from core.domain.teams_conversation import Conversation, ConversationKind
from core.domain.teams_delivery import Purpose, TeamsDelivery
from core.domain.teams_tenant import TeamsTenant
from tests.contracts.world import NOW, fresh


def teams_tenant(world, **values):
    number = fresh()
    made = TeamsTenant(
        id=number,
        organization_id=world.id,
        tenant=f"tenant-{number.int}",
        client_id=f"client-{number.int}",
        app_id=f"app-{number.int}",
        created_at=NOW,
    )
    return replace(made, **values)


def new_teams_tenant(world, **values):
    made = teams_tenant(world, **values)
    with world.platform() as work:
        work.teams_tenants.save(made)
    return made


def conversation(world, tenant, person=None, **values):
    number = fresh().int
    made = Conversation(
        organization_id=world.id,
        teams_tenant_id=tenant.id,
        conversation_id=f"a:{number}",
        kind=ConversationKind.PERSONAL,
        service_url="https://smba.trafficmanager.net/emea/",
        bot_id=tenant.bot_id,
        user_id=f"29:{number}",
        object_id=f"object-{number}",
        person_id=person.id if person else None,
        installed_at=NOW,
        refreshed_at=NOW,
    )
    return replace(made, **values)


def delivery(world, tenant, person=None, minutes=0, **values):
    number, at = fresh(), NOW + timedelta(minutes=minutes)
    made = TeamsDelivery(
        id=number,
        organization_id=world.id,
        teams_tenant_id=tenant.id,
        person_id=(person or world.ada).id,
        purpose=Purpose.NEWS,
        about={"news": str(number)},
        key=f"news:{number}",
        due_at=at,
        created_at=at,
        conversation_id="a:1",
    )
    return replace(made, **values)


def teams_choices(world, person=None, **values):
    made = TeamsChoices(person_id=(person or world.ada).id, organization_id=world.id, chat=True)
    return replace(made, **values)
