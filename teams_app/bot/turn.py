"""One activity and all that is needed to answer it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.domain.actor import Actor
from core.domain.teams_conversation import Conversation, ConversationKind
from core.domain.teams_tenant import TeamsTenant
from core.sentence import Sentence
from teams_app.bot.activity import MESSAGE, Activity
from teams_app.bot.connector import ConnectorClient
from teams_app.bot.messages import words
from web.services import Services
from web.translated import told_in


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to an invoke.

    Attributes:
        body: JSON; None for an empty answer.
        status: of HTTP. What went wrong is said in the body, with status 200.
    """

    body: Mapping[str, Any] | None = None
    status: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """An activity being answered.

    Attributes:
        tenant: where it comes from.
        activity: what happened.
        conversation: where, as it is kept.
        actor: who did it; None for somebody who is not known here, or has left.
        locale: the language they use in Teams, one of web.surface.LOCALES.
        services: the use cases.
        client: speaks to Teams.
    """

    tenant: TeamsTenant
    activity: Activity
    conversation: Conversation
    actor: Actor | None
    locale: str
    services: Services
    client: ConnectorClient

    @property
    def personal(self) -> bool:
        """Whether only the one person reads what is said."""
        return self.conversation.kind is ConversationKind.PERSONAL

    def told(self, sentence: Sentence) -> str:
        """A sentence in the person's language."""
        return told_in(self.locale, sentence)

    def say(self, message: Mapping[str, Any] | Sentence) -> str:
        """Say something: where others read along, as an answer to what was said.

        Args:
            message: a message without its addresses, or a sentence.

        Returns:
            What Teams calls the message.

        Raises:
            MentorloomError: see connector_errors.
        """
        told = words(self.told(message)) if isinstance(message, Sentence) else message
        where = self._thread()
        if self.personal or self.activity.type != MESSAGE:
            return self.client.send(self.tenant, where, told)
        return self.client.reply(self.tenant, where, self.activity.id, told)

    def update(self, activity_id: str, message: Mapping[str, Any]) -> None:
        """Put something in the place of a message of the bot's; raises as `say`."""
        self.client.update(self.tenant, self._thread(), activity_id, message)

    def typing(self) -> None:
        """Show that an answer is being written; raises as `say`."""
        self.client.typing(self.tenant, self._thread())

    def _thread(self) -> Conversation:
        thread = self.activity.thread or self.conversation.conversation_id
        return replace(self.conversation, conversation_id=thread)
