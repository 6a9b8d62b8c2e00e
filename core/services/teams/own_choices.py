"""What somebody wants to be told in Teams, by their own word."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from core.domain.actor import Actor
from core.domain.teams_choices import Rhythm, TeamsChoices
from core.errors import InvalidInputError
from core.ports.clock import Clock
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import sentence
from core.services.teams.etiquette import zone_of

MOST_WEEKS = 26


class OwnTeamsChoices:
    """One's own choices."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def of(self, actor: Actor) -> TeamsChoices:
        """What the actor chose, or what counts until they do."""
        with self._storage.tenant(actor.organization_id) as work:
            return _known(work, actor)

    def today(self, actor: Actor) -> date:
        """The day where the actor is."""
        with self._storage.tenant(actor.organization_id) as work:
            return self._today(work, actor)

    def offered(self, actor: Actor) -> bool:
        """Whether the actor has a chat with the bot, or chose something about it."""
        with self._storage.tenant(actor.organization_id) as work:
            known = work.teams_choices.get(actor.person_id)
            return known is not None or bool(work.teams_conversations.of_person(actor.person_id))

    def change(
        self,
        actor: Actor,
        *,
        chat: bool,
        rhythm: Rhythm,
        quiet: tuple[time, time],
        weekends: bool,
    ) -> TeamsChoices:
        """Say how messages may come; a pause stays as it is.

        Args:
            actor: whose choices they are.
            chat: whether they want any.
            rhythm: how often.
            quiet: none from the one to the other, where they are; equal for no such time.
            weekends: whether Saturdays and Sundays are fine.
        """
        since, until = quiet
        return self._change(
            actor, chat=chat, rhythm=rhythm, quiet_from=since, quiet_until=until, weekends=weekends
        )

    def write(self, actor: Actor, *, chat: bool) -> TeamsChoices:
        """Want messages in the chat, or none any more; a pause ends with it."""
        return self._change(actor, chat=chat, paused_until=None)

    def pause(self, actor: Actor, weeks: int) -> TeamsChoices:
        """Want none for some weeks.

        Raises:
            InvalidInputError: the number makes no sense.
        """
        if not 1 <= weeks <= MOST_WEEKS:
            wrong = sentence("Choose a number from 1 to %(most)s.", most=MOST_WEEKS)
            raise InvalidInputError(
                "Some answers need a change before they can be saved.", {"weeks": [wrong]}
            )
        return self._change(actor, paused_until=self.today(actor) + timedelta(weeks=weeks))

    def resume(self, actor: Actor) -> TeamsChoices:
        """End the pause."""
        return self._change(actor, paused_until=None)

    def _change(self, actor: Actor, **facts: Any) -> TeamsChoices:
        with self._storage.tenant(actor.organization_id) as work:
            changed = replace(_known(work, actor), **facts)
            work.teams_choices.save(changed)
        return changed

    def _today(self, work: TenantWork, actor: Actor) -> date:
        profile = work.profiles.get(actor.person_id)
        zone = zone_of(profile.time_zone if profile else "")
        return self._clock.now().astimezone(zone).date()


def _known(work: TenantWork, actor: Actor) -> TeamsChoices:
    known = work.teams_choices.get(actor.person_id)
    return known or TeamsChoices(person_id=actor.person_id, organization_id=actor.organization_id)
