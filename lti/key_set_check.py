"""Looking at a platform's key set: can it be read, and are its keys fit to verify launches?"""

from typing import Any

from core.errors import MentorloomError
from core.ports.outbound import OutboundHttp, OutboundResponse
from core.sentence import sentence
from web.findings import Finding, Verdict
from web.public_keys import MIN_BITS, public_key

_OK = 200


class KeySetCheck:
    """Reads key sets for a check; what launches keep in memory is neither used nor changed."""

    def __init__(self, http: OutboundHttp) -> None:
        self._http = http

    def look(self, url: str) -> tuple[list[Finding], OutboundResponse | None]:
        """What the key set is like, and the answer itself for whoever wants its headers."""
        try:
            answer = self._http.get(url, {"Accept": "application/json"})
        except MentorloomError as error:
            told = sentence(error.message, **error.params)
            return [Finding(Verdict.BAD, told, _ADVICE)], None
        entries = _entries(answer)
        if entries is None:
            told = sentence(
                "The key set URL answers, but not with a key set (status %(status)s).",
                status=answer.status,
            )
            return [Finding(Verdict.BAD, told, _ADVICE)], answer
        return [_judged(entries)], answer


_ADVICE = sentence(
    "Compare the key set URL with the one your LMS shows. Without its keys nobody can come."
)


def _entries(answer: OutboundResponse) -> list[Any] | None:
    if answer.status != _OK:
        return None
    try:
        document = answer.json()
    except MentorloomError:
        return None
    entries = document.get("keys") if isinstance(document, dict) else None
    return entries if isinstance(entries, list) else None


def _judged(entries: list[Any]) -> Finding:
    usable = [key for entry in entries if (key := public_key(entry)) is not None]
    if not usable:
        return Finding(
            Verdict.BAD,
            sentence("The key set has %(count)s keys, and none is usable.", count=len(entries)),
            sentence(
                "Launches are verified with RSA keys of at least %(bits)s bits that have an id "
                "(kid). The administrator of your LMS has to make one.",
                bits=MIN_BITS,
            ),
        )
    return Finding(
        Verdict.GOOD,
        sentence(
            "The keys of your LMS can be read: %(count)s, the smallest has %(bits)s bits.",
            count=len(usable),
            bits=min(key.key_size for key in usable),
        ),
    )
