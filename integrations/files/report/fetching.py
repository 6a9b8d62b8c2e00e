"""Fetching a report: one GET (RFC 9110), proven by Basic (RFC 7617), Bearer (RFC 6750) or a key.

ConnectorHttp waits where it is asked to, and turns 429 and 5xx into errors of its own.
"""

import re
from base64 import b64encode
from http import HTTPStatus
from urllib.parse import urlsplit

from core.errors import InvalidInputError
from core.ports.connectors import Context
from core.sentence import sentence
from integrations.base.answers import accepted
from integrations.base.tables.source import LARGEST
from integrations.files.report.settings import Proof

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_SECOND_LINE = re.compile(r"[\r\n\0]")


def fetched(context: Context) -> bytes:
    """The report.

    Raises:
        InvalidInputError: a setting is wrong; says which.
        NotAuthorisedError, ForbiddenScopeError, RateLimitedError, UnavailableError: as named.
    """
    address = str(context.settings["address"])
    headers = {"Accept": "text/csv, application/json, */*;q=0.5", **_proof(context)}
    answer = context.http.get(address, headers, max_bytes=LARGEST)
    if answer.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        told = sentence("There is no report at this address.")
        raise InvalidInputError("The report was not found.", {"address": [told]})
    return accepted(answer, urlsplit(address).hostname or "").body


def _proof(context: Context) -> dict[str, str]:
    proof, secret = Proof(context.settings["proof"]), context.secrets.get("secret")
    if proof is Proof.NONE:
        return {}
    if not secret or _SECOND_LINE.search(secret):
        told = sentence("Enter the password, token or key, in one line.")
        raise InvalidInputError("Something to sign in with is missing.", {"secret": [told]})
    if proof is Proof.BEARER:
        return {"Authorization": f"Bearer {_ascii(secret)}"}
    if proof is Proof.HEADER:
        name = str(context.settings["header"])
        if not _TOKEN.fullmatch(name):
            told = sentence("This is no name of a header.")
            raise InvalidInputError("The name of the header is wrong.", {"header": [told]})
        return {name: _ascii(secret)}
    user = str(context.settings["user"])
    if not user or ":" in user:
        told = sentence("Enter the user; a colon may not be in it.")
        raise InvalidInputError("The user is missing.", {"user": [told]})
    return {"Authorization": f"Basic {b64encode(f'{user}:{secret}'.encode()).decode()}"}


def _ascii(secret: str) -> str:
    if not secret.isascii():
        told = sentence("A token or key has no special characters. Was it copied as a whole?")
        raise InvalidInputError("The token or key is wrong.", {"secret": [told]})
    return secret
