"""Where people can be reached in Teams, or why they cannot."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from core.domain.identifiers import PersonId, TeamsTenantId
from core.domain.person import ENTRA_ISSUER, Identity
from core.domain.teams_conversation import Conversation
from core.domain.teams_tenant import TeamsTenant
from core.ports.unit_of_work import TenantWork

BLOCKED = "blocked"
UNINSTALLED = "uninstalled"
NO_CHAT = "no_chat"


@dataclass(frozen=True, slots=True)
class Reach:
    """A way to somebody.

    Attributes:
        teams_tenant_id: where they are.
        conversation: their chat; None where they have none yet.
        object_id: theirs at Entra; empty where nobody knows it.
        obstacle: a code for why they cannot be reached; empty if they can.
    """

    teams_tenant_id: TeamsTenantId
    conversation: Conversation | None = None
    object_id: str = ""
    obstacle: str = ""


def reaches(
    work: TenantWork, tenants: Sequence[TeamsTenant], person_ids: Collection[PersonId]
) -> dict[PersonId, Reach]:
    """A way to each of many people, or what stands in it; two queries.

    Args:
        work: of the tenants' organization.
        tenants: enabled, at least one.
        person_ids: whom to reach.
    """
    chats = work.teams_conversations.of_people(person_ids)
    identities: dict[PersonId, list[Identity]] = {}
    for identity in work.people.identities([one for one in person_ids if one not in chats]):
        identities.setdefault(identity.person_id, []).append(identity)
    known = {tenant.id: tenant for tenant in tenants}
    return {
        person_id: _by_chat(known, chats[person_id])
        if person_id in chats
        else _without_chat(tenants, identities.get(person_id, ()))
        for person_id in person_ids
    }


def _by_chat(tenants: Mapping[TeamsTenantId, TeamsTenant], chats: Sequence[Conversation]) -> Reach:
    here = [chat for chat in chats if chat.teams_tenant_id in tenants]
    for chat in here:
        if chat.live:
            return Reach(chat.teams_tenant_id, chat, chat.object_id)
    if not here:
        return Reach(next(iter(tenants)), obstacle=NO_CHAT)
    obstacle = BLOCKED if here[0].blocked_at else UNINSTALLED
    return Reach(here[0].teams_tenant_id, here[0], here[0].object_id, obstacle)


def _without_chat(tenants: Sequence[TeamsTenant], identities: Sequence[Identity]) -> Reach:
    """The app may be brought to them, or they have an activity feed."""
    issuers = {identity.issuer: identity.subject for identity in identities}
    for tenant in tenants:
        object_id = issuers.get(ENTRA_ISSUER.format(tenant.tenant))
        if object_id and (tenant.installs or tenant.feed):
            return Reach(tenant.id, object_id=object_id)
    return Reach(tenants[0].id, obstacle=NO_CHAT)
