"""What somebody leaves behind in Teams."""

from core.domain.person import Identity
from core.sentence import sentence
from tests.contracts.teams_world import conversation, delivery, new_teams_tenant, teams_choices
from tests.contracts.world import fresh


def in_teams(world, person, mark):
    """Their chat, one from before anybody knew who they are, choices and messages; also others'."""
    tenant, object_id = new_teams_tenant(world), f"{mark}-oid"
    met = conversation(world, tenant, object_id=object_id, locale=mark)
    known = Identity(issuer=f"entra:{tenant.tenant}", subject=object_id, person_id=person.id)
    with world.tenant() as work:
        work.people.link(known)
        for one in (
            met,
            conversation(world, tenant, person),
            conversation(world, tenant, world.ben),
        ):
            work.teams_conversations.save(one)
        work.teams_choices.save(teams_choices(world, person))
        messages = [delivery(world, tenant, one) for one in (person, world.ben)]
        work.teams_deliveries.add_many(messages)
        handed_in = f"work:{fresh()}/{person.id}"
        told = world.news(world.ben, -1, subject=handed_in, sentence=sentence("Read it."))
        work.news.add_many([told])
