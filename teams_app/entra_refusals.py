"""Why Microsoft Entra gives an app no token, in words for whoever can put it right.

Entra names its reasons by numbers, AADSTS and one or more of them:
https://learn.microsoft.com/entra/identity-platform/reference-error-codes
"""

from collections.abc import Iterable, Mapping
from typing import Any

from core.errors import MentorloomError, MisconfiguredError, UnavailableError
from core.sentence import Sentence, sentence

UNKNOWN_TENANT = 90002
_SECRET_FIRST = sentence(
    "Microsoft Entra does not accept the client secret. Enter the value of the secret, not its ID."
)
_REASONS: Mapping[int, Sentence] = {
    7000222: sentence(
        "The client secret has expired. Make a new one under Certificates and secrets of the app "
        "registration and enter its value."
    ),
    7000215: _SECRET_FIRST,
    7000216: _SECRET_FIRST,
    700016: sentence(
        "The tenant has no app with this application (client) ID. Compare both IDs with the "
        "overview page of the app registration; the app must be registered in this tenant. A new "
        "registration needs some minutes."
    ),
    UNKNOWN_TENANT: sentence(
        "Microsoft Entra knows no such tenant. Compare the directory (tenant) ID with the overview "
        "page of the app registration."
    ),
    900023: sentence(
        "Microsoft Entra does not take the directory (tenant) ID. Enter the ID that the overview "
        "page of the app registration shows."
    ),
    7000112: sentence(
        "The app is disabled. Enable it under Enterprise applications, Properties, in the Entra "
        "admin center."
    ),
    500011: sentence(
        "The tenant does not know the service the token is for. Add the Microsoft Teams channel "
        "to the bot resource; then it does."
    ),
    501051: sentence(
        "The app is not assigned to the service the token is for. Allow it under Enterprise "
        "applications in the Entra admin center."
    ),
    53003: sentence(
        "A Conditional Access policy for workload identities blocks the app. Allow the address of "
        "this server in it."
    ),
}
_LATER = frozenset({50196, 90006, 90033, 90055})
"""Entra is busy, or asks for less."""


class AppRefusedError(MisconfiguredError):
    """Entra gives the app of a tenant no token, and will not before somebody changes something.

    Args:
        message: what is wrong and what to do.
        codes: the numbers of Entra's reasons.
        params: of the message.
    """

    code = "app_refused"

    def __init__(self, message: str, codes: Iterable[int] = (), /, **params: object) -> None:
        super().__init__(message, **params)
        self.codes = tuple(codes)


def refusal(answer: Mapping[str, Any]) -> MentorloomError:
    """What an answer without a token means, as the error to raise.

    Args:
        answer: of msal, or of the token endpoint.
    """
    codes = tuple(code for code in answer.get("error_codes") or () if isinstance(code, int))
    if answer.get("error") == "temporarily_unavailable" or _LATER & set(codes):
        return UnavailableError("Microsoft Entra is busy. Try again later.")
    known = [_REASONS[code] for code in _REASONS if code in codes]
    if known:
        return AppRefusedError(known[0].message, codes)
    number = f"AADSTS{codes[0]}" if codes else str(answer.get("error", ""))[:60]
    return AppRefusedError(
        "Microsoft Entra gives the app no token (%(reason)s). Look its reason up in the sign-in "
        "logs of the Entra admin center, under Service principal sign-ins.",
        codes,
        reason=number,
    )
