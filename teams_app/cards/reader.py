"""For whom a card is made, and where its links lead."""

from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import available_timezones

from core.domain.actor import Actor
from core.domain.identifiers import ProgramId
from core.domain.teams_tenant import TeamsTenant
from core.services.teams.etiquette import zone_of
from teams_app.cards.elements import Element, execute, open_url
from teams_app.cards.words import Words
from teams_app.tab.deep_links import link_into_teams
from web.services import Services

REFRESH = "card.refresh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Somebody who reads cards.

    Attributes:
        actor: who they are; in a programme where that matters.
        words: how they are told things.
        tenant: where they read.
        services: the use cases.
        public_url: of the hub.
    """

    actor: Actor
    words: Words
    tenant: TeamsTenant
    services: Services
    public_url: str

    @classmethod
    def of(
        cls, actor: Actor, locale: str, tenant: TeamsTenant, services: Services, public_url: str
    ) -> "Reader":
        """With their time zone, from their profile."""
        told = services.profiles.of(actor).time_zone
        zone = zone_of(told if told in available_timezones() else "")
        words = Words(locale, zone)
        return cls(
            actor=actor, words=words, tenant=tenant, services=services, public_url=public_url
        )

    def inside(self, program_id: ProgramId | None) -> "Reader":
        """The same in a programme, if they may be in it."""
        if program_id is None or program_id == self.actor.program_id:
            return self
        entered = self.services.program_choice.enter(self.actor, program_id)
        return replace(self, actor=entered)

    def today(self) -> date:
        """The day where they are."""
        return self.services.teams_choices.today(self.actor)

    def link(self, title: str, page: str) -> Element:
        """A button that opens a page of ours in Teams."""
        return open_url(title, link_into_teams(self.tenant, page, self.public_url))

    def refresh(self, subject: str) -> Element:
        """What brings the newest form of the card about something."""
        return execute(REFRESH, "", {"subject": subject}, inputs=False)
