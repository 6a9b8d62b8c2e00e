"""What the bot says, as messages without their addresses.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bot-messages-ai-generated-content#feedback-buttons
"""

from collections.abc import Mapping
from typing import Any

CARD = "application/vnd.microsoft.card.adaptive"
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


def to_be_rated(message: Mapping[str, Any]) -> Message:
    """The same, with thumbs up and down below it (feedback.py)."""
    data = {**message.get("channelData", {}), "feedbackLoop": {"type": "default"}}
    return {**message, "channelData": data}
