"""Posting to whoever wants to be told."""

from collections.abc import Mapping
from pathlib import Path

import requests


def send(
    url: str, body: bytes, headers: Mapping[str, str], certificates: Path | None = None
) -> None:
    """Post once; who does not answer is told nothing.

    Args:
        url: where to.
        body: what.
        headers: its media type and its proof.
        certificates: authorities to trust; None for those everybody trusts.
    """
    try:
        with requests.Session() as session:
            # The hub is on this machine, where a proxy of the environment would not find it.
            session.trust_env = False
            session.verify = str(certificates) if certificates else True
            session.post(url, data=body, headers=headers, timeout=(2, 5), allow_redirects=False)
    except requests.RequestException:
        return
