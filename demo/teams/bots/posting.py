"""Posting to the bot's endpoint."""

from collections.abc import Mapping
from pathlib import Path

import requests

from demo.teams.bots.channel import NO_ANSWER

SECONDS = (2, 15)
"""To connect, and until the answer: Teams waits no longer either."""


def post(
    url: str, body: bytes, headers: Mapping[str, str], certificates: Path | None = None
) -> tuple[int, bytes]:
    """Post once.

    Args:
        url: where to.
        body: what.
        headers: its media type and its proof.
        certificates: authorities to trust; None for those everybody trusts.

    Returns:
        Status and body of the answer; NO_ANSWER when none came.
    """
    try:
        with requests.Session() as session:
            # The hub is on this machine, where a proxy of the environment would not find it.
            session.trust_env = False
            session.verify = str(certificates) if certificates else True
            answer = session.post(
                url, data=body, headers=dict(headers), timeout=SECONDS, allow_redirects=False
            )
            return answer.status_code, answer.content
    except requests.RequestException:
        return NO_ANSWER, b""
