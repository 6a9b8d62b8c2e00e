"""Where in Teams an activity comes from."""

from core.domain.actor import Actor
from core.domain.teams_conversation import ConversationKind
from core.domain.teams_tenant import TeamsTenant
from core.services.teams.conversations import Place
from teams_app.bot.activity import Activity


def place_of(tenant: TeamsTenant, activity: Activity, actor: Actor | None = None) -> Place:
    """Where an activity comes from."""
    kind = activity.kind or ConversationKind.PERSONAL
    personal = kind is ConversationKind.PERSONAL
    return Place(
        teams_tenant=tenant,
        conversation_id=activity.conversation_id,
        kind=kind,
        service_url=activity.service_url,
        bot_id=tenant.bot_id,
        user_id=activity.sender.id if personal else "",
        object_id=activity.sender.object_id if personal else "",
        person_id=actor.person_id if actor and personal else None,
        team_id=activity.team_id,
        channel_id=activity.channel_id,
        locale=activity.locale,
    )
