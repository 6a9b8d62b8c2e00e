"""Cards for news that is about something: what the notifier tells with them."""

from collections.abc import Callable, Mapping
from typing import Any

from core.domain.actor import Actor
from core.domain.identifiers import TeamsTenantId
from core.domain.notification import Notification
from core.domain.person import Person
from core.domain.teams_delivery import TeamsDelivery
from core.domain.teams_tenant import TeamsTenant
from core.errors import ForbiddenError, NotFoundError
from teams_app.bot.messages import with_card
from teams_app.cards.reader import Reader
from teams_app.cards.subjects import KINDS, card_about
from web.services import Services
from web.surface import supported_locale

TenantOf = Callable[[TeamsTenantId], TeamsTenant | None]
Built = Mapping[str, Any] | None


def card_builders(
    services: Services, tenant_of: TenantOf, public_url: str
) -> dict[str, Callable[[TeamsDelivery, Person, Notification, str], Built]]:
    """A builder for each kind of subject that has a card.

    Args:
        services: the use cases.
        tenant_of: finds a tenant.
        public_url: of the hub.
    """

    def build(delivery: TeamsDelivery, person: Person, news: Notification, locale: str) -> Built:
        tenant = tenant_of(delivery.teams_tenant_id)
        if tenant is None:
            return None
        actor = Actor(organization_id=person.organization_id, person_id=person.id)
        reader = Reader.of(actor, supported_locale(locale), tenant, services, public_url)
        try:
            made = card_about(reader.inside(news.program_id), news.subject)
        except (ForbiddenError, NotFoundError):
            return None  # it is over, or nothing of theirs any more
        return with_card(made, made["fallbackText"])

    return dict.fromkeys(KINDS, build)
