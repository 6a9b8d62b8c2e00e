"""What the bot says, as messages without their addresses.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bot-messages-ai-generated-content
"""

from collections.abc import Mapping
from typing import Any

CARD = "application/vnd.microsoft.card.adaptive"
AI_LABEL = {
    "type": "https://schema.org/Message",
    "@type": "Message",
    "@context": "https://schema.org",
    "additionalType": ["AIGeneratedContent"],
}
Message = dict[str, Any]


def words(text: str) -> Message:
    """Plain words: what looks like markup in a name stays what it is."""
    return {"type": "message", "text": text, "textFormat": "plain"}


def with_card(card: Mapping[str, Any], summary: str = "") -> Message:
    """A card.

    Args:
        card: an Adaptive Card.
        summary: what notifications show.
    """
    attachment = {"contentType": CARD, "content": dict(card)}
    told: Message = {"type": "message", "attachments": [attachment]}
    return {**told, "summary": summary} if summary else told


def said_by_ai(message: Mapping[str, Any]) -> Message:
    """The same, labelled as written by AI, with thumbs up and down below it."""
    entities = [*message.get("entities", ()), AI_LABEL]
    data = {**message.get("channelData", {}), "feedbackLoop": {"type": "default"}}
    return {**message, "entities": entities, "channelData": data}
